import type { Segment } from "./segment.ts";
import type { AbortedEntry } from "./transaction-index.ts";

const none: readonly AbortedEntry[] = [];

/** The aborted transactions of a log that have records in `[from, upTo)`, and perhaps some further ones. `segments[index]` contains `from`. */
export function abortedIn(segments: readonly Segment[], index: number, from: number, upTo: number): readonly AbortedEntry[] {
  let found: AbortedEntry[] | undefined;
  for (let at = index; at < segments.length; at++) {
    const segment = segments[at] as Segment;
    if (!segment.hasAborted) continue;
    found ??= [];
    if (segment.transactions().collect(from, upTo, found)) break;
  }
  return found ?? none;
}
