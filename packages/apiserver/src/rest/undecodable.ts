/** A body that is not what its header says, in Go's words. */
export class Undecodable extends Error {}

/** The same of YAML, which is told by itself: what JSON is, is seen only after the kind. */
export class NoYaml extends Undecodable {}

/** JSON with a number that no double holds. */
export class NumberTooLarge extends Undecodable {}
