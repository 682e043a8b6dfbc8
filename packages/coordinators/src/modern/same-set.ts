export function sameSet<Value>(first: ReadonlySet<Value>, second: ReadonlySet<Value>): boolean {
  if (first === second) return true;
  if (first.size !== second.size) return false;
  for (const each of first) if (!second.has(each)) return false;
  return true;
}
