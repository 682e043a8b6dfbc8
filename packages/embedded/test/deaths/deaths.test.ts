import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "@millrace/kit";
import fc from "fast-check";
import { Machine } from "./machine.ts";
import { type Operation, operationsOf } from "./operations.ts";

async function stateAfter(operations: readonly Operation[], machine: Machine): Promise<object> {
  try {
    for (const operation of operations) await machine.do((platform) => platform.operate(operation));
    return await machine.do((platform) => platform.settledState());
  } finally {
    await machine.close();
  }
}

test("a platform that dies at any point comes to the same as one that does not", { timeout: 120_000 }, async () => {
  const property = fc.asyncProperty(fc.nat(), async (seed) => {
    const operations = operationsOf(seededRandom(seed), 8);
    const expected = await stateAfter(operations, new Machine(seededRandom(seed), 0));
    const disturbed = new Machine(seededRandom(seed), 4);
    assert.deepEqual(await stateAfter(operations, disturbed), expected, JSON.stringify(operations));
  });
  await fc.assert(property, { numRuns: 2, endOnFailure: true });
});
