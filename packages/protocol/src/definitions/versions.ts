import { assert } from "@millrace/kit";
import type { Versions } from "./schema.ts";

/** A closed range of versions; `to` is Infinity for an open one. An empty range has `from` > `to`. */
export interface VersionRange {
  readonly from: number;
  readonly to: number;
}

export const NO_VERSIONS: VersionRange = { from: 1, to: 0 };

/** Reads Kafka's notation. */
export function parseVersions(text: Versions): VersionRange {
  if (text === "none") return NO_VERSIONS;
  const match = /^(\d+)(\+|-(\d+))?$/.exec(text);
  assert(match !== null, `"${text}" is not a range of versions`);
  const from = Number(match[1]);
  if (match[2] === undefined) return { from, to: from };
  return { from, to: match[2] === "+" ? Number.POSITIVE_INFINITY : Number(match[3]) };
}

export function isEmpty(range: VersionRange): boolean {
  return range.from > range.to;
}

export function intersect(a: VersionRange, b: VersionRange): VersionRange {
  return { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
}

/** Whether `range` has all of `other`. */
export function covers(range: VersionRange, other: VersionRange): boolean {
  return isEmpty(other) || (range.from <= other.from && range.to >= other.to);
}

export function contains(range: VersionRange, version: number): boolean {
  return version >= range.from && version <= range.to;
}
