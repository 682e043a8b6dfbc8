/** Metrics in queries, each with the labels that the queries use of it. */
export type Queried = ReadonlyMap<string, ReadonlySet<string>>;

const words: ReadonlySet<string> = new Set(["and", "or", "unless", "bool", "offset"]);
const listed = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const selector = /([a-zA-Z_:][\w:]*)\s*(?:\{([^}]*)\})?(\s*\()?/g;
const labelValues = /^label_values\((.*), (\w+)\)$/s;

const namesIn = (list: string): readonly string[] =>
  list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");

/** What a query asks for. Names of functions have a bracket behind them; labels stand in brackets of both sorts. */
export function queriedBy(query: string): Queried {
  const [, inner, wanted] = labelValues.exec(query) ?? [];
  if (inner !== undefined) return new Map([...queriedBy(inner)].map(([name, labels]) => [name, new Set([...labels, wanted ?? ""])]));
  const bare = query.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').replaceAll(/\[[^\]]*\]/g, "");
  const grouping = [...bare.matchAll(listed)].flatMap(([, list = ""]) => namesIn(list));
  const found = new Map<string, Set<string>>();
  for (const [, name = "", matchers = "", bracket] of bare.replaceAll(listed, " ").matchAll(selector)) {
    if (bracket !== undefined || words.has(name)) continue;
    const labels = matchers.split(",").map((matcher) => /^\s*(\w+)/.exec(matcher)?.[1] ?? "");
    const of = found.get(name) ?? new Set();
    for (const label of [...labels, ...grouping]) if (label !== "") of.add(label);
    found.set(name, of);
  }
  return found;
}

/** Those of several queries. */
export function queriedByAll(queries: readonly string[]): Queried {
  const all = new Map<string, Set<string>>();
  for (const query of queries) for (const [name, labels] of queriedBy(query)) all.set(name, new Set([...(all.get(name) ?? []), ...labels]));
  return all;
}
