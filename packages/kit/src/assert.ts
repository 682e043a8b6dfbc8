/** A broken invariant: a defect of the program, never of its input. It is not to be caught. */
export class InvariantError extends Error {
  override name = "InvariantError";
}

/** Ends the operation when something that must hold does not. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Marks a place that the types say can't be reached. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable value: ${String(value)}`);
}
