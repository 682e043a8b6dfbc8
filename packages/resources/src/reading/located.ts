import type { Path } from "../problem.ts";
import { isObject, type Value } from "../values.ts";

/** A value together with where it and everything in it stands in the text. Offsets count UTF-16 units from 0. */
export interface Located {
  readonly value: Value;
  readonly offset: number;
  /** Members of an object or list: the value of each, and for objects where its key stands. */
  readonly members: ReadonlyMap<string | number, { readonly keyOffset: number; readonly at: Located }>;
}

const noMembers: Located["members"] = new Map();

export const locatedScalar = (value: Value, offset: number): Located => ({ value, offset, members: noMembers });

/** Where `path` stands. What is not there (a missing field) stands where the object does that ought to have it. */
export function offsetOf(root: Located, path: Path, aboutKey = false): number {
  let at = root;
  let keyOffset = root.offset;
  for (const step of path) {
    const member = at.members.get(step);
    if (member === undefined) return keyOffset;
    at = member.at;
    keyOffset = member.keyOffset;
  }
  return aboutKey ? keyOffset : at.offset;
}

/** The part of a document at `path`, which has to be there. */
export function partOf(root: Located, path: Path): Located {
  let at = root;
  for (const step of path) at = at.members.get(step)?.at ?? at;
  return at;
}

/** The member `key` of a value, if it is an object that has it. */
export const memberOf = (value: Value | undefined, key: string): Value | undefined =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
