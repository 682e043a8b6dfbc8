import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { seededRandom } from "@millrace/kit";
import { batchesTarget, readBatches } from "../src/batches.ts";
import { messages } from "../src/corpus.ts";
import { decodeMessage, decodeRequest, messagesTarget, requestsTarget } from "../src/decoding.ts";
import { liveTarget, replayFrames } from "../src/live.ts";
import { mutated } from "../src/mutate.ts";
import { recoveryTarget, replayImage } from "../src/recovery.ts";
import { replayLogin, saslTarget } from "../src/sasl.ts";
import { replayStore, storesTarget } from "../src/stores.ts";
import type { Target } from "../src/target.ts";

/** The everyday form of `npm run fuzz`: the same inputs every time, in a second or two. */
const rounds: ReadonlyArray<{ readonly count: number; readonly make: () => Target | Promise<Target> }> = [
  { count: 20, make: requestsTarget },
  { count: 20, make: messagesTarget },
  { count: 4, make: batchesTarget },
  { count: 4, make: saslTarget },
  { count: 4, make: storesTarget },
  { count: 10, make: liveTarget },
  { count: 4, make: recoveryTarget },
];

for (const { count, make } of rounds) {
  test(`${make.name}: no mutated input does harm`, async () => {
    const target = await make();
    try {
      const random = seededRandom(20);
      for (let round = 0; round < count; round++) await target.round(random);
    } finally {
      await target.close?.();
    }
  });
}

/** What was found once, by target. */
const found = join(import.meta.dirname, "../found");
const replays: Readonly<Record<string, (input: Buffer) => void | Promise<void>>> = {
  requests: decodeRequest,
  messages: (input) => {
    for (const seed of messages()) decodeMessage(seed, input);
  },
  batches: readBatches,
  sasl: replayLogin,
  stores: replayStore,
  live: replayFrames,
  recovery: replayImage,
};

for (const [target, replay] of Object.entries(replays)) {
  const folder = join(found, target);
  for (const file of existsSync(folder) ? readdirSync(folder) : [])
    test(`${target}/${file} does no harm any more`, () => replay(Buffer.from(readFileSync(join(folder, file), "utf8").trim(), "hex")));
}

test("mutations change what they may and nothing else", () => {
  const random = seededRandom(1);
  const frame = Buffer.alloc(40, 7);
  const results = Array.from({ length: 500 }, () => mutated(frame, 4, random, Buffer.alloc(9, 9)));
  assert.deepEqual(frame, Buffer.alloc(40, 7));
  assert.ok(results.every((result) => result.subarray(0, 4).equals(frame.subarray(0, 4))));
  assert.ok(results.filter((result) => result.equals(frame)).length < 25);
  assert.ok(new Set(results.map((result) => result.length)).size > 40);
});
