import { readFile } from "node:fs/promises";
import { assert } from "@millrace/kit";
import { apis, batchHeader, decodeRecords, splitBatches } from "@millrace/protocol";
import type { Talk } from "../differential/talk.ts";

/** Something that goes wrong with a running broker, or that its clients do to it. */
export interface Fault {
  readonly name: string;
  /** Resident memory of the broker's process at its most, in megabytes. */
  readonly residentMbMax: number;
  /** Throws where the broker does not as it should. `folder` is empty, and goes away afterwards. Returns what is worth knowing, and the broker's process. */
  run(folder: string): Promise<{ readonly told: string; readonly peakMb: number }>;
}

/** The most resident memory that a process has had so far, in megabytes (proc(5): `VmHWM`). */
export async function peakMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  assert(kibibytes !== undefined, "Linux tells how much memory a process has had");
  return Math.round((Number(kibibytes) * 1024) / 1e6);
}

/** What the values of a partition's records say up to their first space, in their order. */
export async function wordsOf(talk: Talk, topic: string, index = 0): Promise<string[]> {
  const words: string[] = [];
  for (let offset = 0, endOffset = 1; offset < endOffset; ) {
    const partitions = [{ partition: index, fetchOffset: offset, partitionMaxBytes: 4_000_000 }];
    const { responses } = await talk.call(apis.fetch, 12, { maxBytes: 4_000_000, topics: [{ topic, partitions }] });
    const answer = responses[0]?.partitions[0];
    assert(answer?.errorCode === 0, `a fetch was answered with ${answer?.errorCode}`);
    endOffset = answer.highWatermark;
    for (const each of splitBatches(answer.records ?? Buffer.alloc(0))) {
      offset = batchHeader.lastOffset(each) + 1;
      for (const { value } of decodeRecords(each)) words.push(String(value).split(" ", 1)[0] ?? "");
    }
  }
  return words;
}

/** Throws unless the two are the same. */
export function isThere(found: readonly string[], expected: readonly string[], when: string): void {
  const at = expected.findIndex((word, index) => found[index] !== word);
  assert(at < 0, `${when}: in place ${at} stands ${found[at]} instead of ${expected[at]}`);
  assert(found.length === expected.length, `${when}: ${found.length} records instead of ${expected.length}`);
}
