/** Ids from one to another, whichever is greater. */
interface NodeIdRange {
  readonly from: number;
  readonly to: number;
}

/** Ids that a person would like, in their order. */
export type NodeIdRanges = readonly NodeIdRange[];

const item = String.raw`\d+(?:\s*-\s*\d+)?`;
const list = new RegExp(String.raw`^\s*\[\s*(?:${item}(?:\s*,\s*${item})*)?\s*\]\s*$`);

/** Kafka's node ids are positive 32-bit integers. */
const idMax = 2 ** 31 - 1;

/** Reads `[0, 5-7, 20-18]`, as `strimzi.io/next-node-ids` and `strimzi.io/remove-node-ids` have it; undefined if there is no sense in the text. */
export function nodeIdRanges(text: string): NodeIdRanges | undefined {
  if (text.trim() === "") return [];
  if (!list.test(text)) return undefined;
  const ranges = [...text.matchAll(/(\d+)(?:\s*-\s*(\d+))?/g)].map(([, from, to = from]) => ({ from: Number(from), to: Number(to) }));
  return ranges.some(({ from, to }) => Math.max(from, to) > idMax) ? undefined : ranges;
}

/** All of the ids. There may be millions: nobody should want the last of them. */
export function* idsOf(ranges: NodeIdRanges): Generator<number> {
  for (const { from, to } of ranges) {
    const step = from <= to ? 1 : -1;
    for (let id = from; id !== to + step; id += step) yield id;
  }
}

/** Those of some ids that are in the ranges, in the order of the ranges. */
export function idsWithin(ranges: NodeIdRanges, ids: readonly number[]): readonly number[] {
  const all = ranges.flatMap(({ from, to }) =>
    ids.filter((id) => Math.min(from, to) <= id && id <= Math.max(from, to)).sort((one, other) => (from <= to ? one - other : other - one)),
  );
  return [...new Set(all)];
}
