import { compareElements, type Element, type FieldPath } from "./element.ts";

/** What a set says of one step: whether the path up to it is in the set, and which longer ones are. Never both nothing. */
export interface FieldNode {
  readonly member: boolean;
  readonly below: FieldSet;
}

/** A set of paths, as a tree; the empty path is never in it. */
export type FieldSet = ReadonlyMap<Element, FieldNode>;

export const noFields: FieldSet = new Map();

/** Whether a path is in the result, by whether it is in the one and in the other. */
type Rule = (left: boolean, right: boolean) => boolean;

const absent: FieldNode = { member: false, below: noFields };

function combine(left: FieldSet, right: FieldSet, rule: Rule): FieldSet {
  const result = new Map<Element, FieldNode>();
  const elements = rule(false, true) ? new Set([...left.keys(), ...right.keys()]) : left.keys();
  for (const element of elements) {
    const one = left.get(element) ?? absent;
    const other = right.get(element) ?? absent;
    const node = { member: rule(one.member, other.member), below: combine(one.below, other.below, rule) };
    if (node.member || node.below.size > 0) result.set(element, node);
  }
  return result;
}

export const union = (left: FieldSet, right: FieldSet): FieldSet => combine(left, right, (one, other) => one || other);

export const intersection = (left: FieldSet, right: FieldSet): FieldSet => combine(left, right, (one, other) => one && other);

/** Paths of `left` that aren't in `right`; one in `right` says nothing of what is below it. */
export const difference = (left: FieldSet, right: FieldSet): FieldSet => combine(left, right, (one, other) => one && !other);

/** Paths of `left` that are neither in `right` nor below one of its. */
export function recursiveDifference(left: FieldSet, right: FieldSet): FieldSet {
  const result = new Map<Element, FieldNode>();
  for (const [element, node] of left) {
    const other = right.get(element) ?? absent;
    if (other.member) continue;
    const below = recursiveDifference(node.below, other.below);
    if (node.member || below.size > 0) result.set(element, { member: node.member, below });
  }
  return result;
}

export function hasField(set: FieldSet, path: FieldPath): boolean {
  let node: FieldNode | undefined;
  let below = set;
  for (const element of path) {
    node = below.get(element);
    if (!node) return false;
    below = node.below;
  }
  return node?.member ?? false;
}

/** In FieldsV1's order. */
export const sortedNodes = (set: FieldSet): ReadonlyArray<readonly [Element, FieldNode]> =>
  [...set].sort(([left], [right]) => compareElements(left, right));

/** All paths; those of a level before what is below any of them, as conflicts are listed. */
export function pathsOf(set: FieldSet, prefix: FieldPath = []): FieldPath[] {
  const nodes = sortedNodes(set);
  return [
    ...nodes.filter(([, { member }]) => member).map(([element]) => [...prefix, element]),
    ...nodes.flatMap(([element, { below }]) => pathsOf(below, [...prefix, element])),
  ];
}

interface OpenNode {
  member: boolean;
  readonly below: Map<Element, OpenNode>;
}

/** A set while it is collected; what it gives is the set so far. */
export class FieldSetBuilder {
  readonly #root = new Map<Element, OpenNode>();

  get fields(): FieldSet {
    return this.#root;
  }

  add(path: FieldPath): void {
    let nodes = this.#root;
    for (const [index, element] of path.entries()) {
      let node = nodes.get(element);
      if (!node) {
        node = { member: false, below: new Map() };
        nodes.set(element, node);
      }
      if (index === path.length - 1) node.member = true;
      nodes = node.below;
    }
  }
}

export function fieldSet(paths: Iterable<FieldPath>): FieldSet {
  const builder = new FieldSetBuilder();
  for (const path of paths) builder.add(path);
  return builder.fields;
}
