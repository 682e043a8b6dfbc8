import { isObject, type Path, type Value } from "@millrace/resources";

/** A field that is not as before; undefined: it is not there. */
export interface FieldChange {
  readonly path: Path;
  readonly from: Value | undefined;
  readonly to: Value | undefined;
}

/** Where two values differ, each difference as far inside as it goes. Items of lists that have names are compared by name. */
export function fieldChanges(from: Value | undefined, to: Value | undefined, path: Path = []): readonly FieldChange[] {
  if (isObject(from) && isObject(to)) return objectChanges(from, to, path);
  if (Array.isArray(from) && Array.isArray(to)) return listChanges(from, to, path);
  // What comes or goes is told by its parts too.
  if (from === undefined && isObject(to) && Object.keys(to).length > 0) return objectChanges({}, to, path);
  if (to === undefined && isObject(from) && Object.keys(from).length > 0) return objectChanges(from, {}, path);
  return from === to ? [] : [{ path, from, to }];
}

function objectChanges(from: { readonly [key: string]: Value }, to: { readonly [key: string]: Value }, path: Path): readonly FieldChange[] {
  const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...keys].flatMap((key) => fieldChanges(own(from, key), own(to, key), [...path, key]));
}

const own = (object: { readonly [key: string]: Value }, key: string): Value | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

function listChanges(from: readonly Value[], to: readonly Value[], path: Path): readonly FieldChange[] {
  const [before, after] = [namesOf(from), namesOf(to)];
  if (before === undefined || after === undefined) {
    const length = Math.max(from.length, to.length);
    return Array.from({ length }).flatMap((_, at) => fieldChanges(from[at], to[at], [...path, at]));
  }
  const gone = before.flatMap((name, at) => (after.includes(name) ? [] : fieldChanges(from[at], undefined, [...path, at])));
  const there = after.flatMap((name, at) => fieldChanges(from[before.indexOf(name)], to[at], [...path, at]));
  return [...gone, ...there];
}

/** Undefined if some item has none, or two have the same. */
function namesOf(list: readonly Value[]): readonly Value[] | undefined {
  const names = list.map((item) => (isObject(item) ? (item.name ?? item.id) : undefined));
  return names.every((name) => name !== undefined) && new Set(names).size === names.length ? names : undefined;
}
