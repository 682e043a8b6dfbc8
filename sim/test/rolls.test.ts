import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seededRandom } from "@millrace/kit";
import { type RollRules, rollRules } from "@millrace/plans/rolls";
import type { DrawnWorld } from "../src/rolls/drawn-world.ts";
import { rolledWorld, rollSimulation } from "../src/rolls/roll-simulation.ts";
import { firstFinding, seedsFrom } from "../src/simulation.ts";

const everydaySeeds = 400;
/** Some rules matter in few worlds. */
const mutantSeeds = 4_000;

describe("rolls of drawn worlds", () => {
  it("break nothing that need not be broken, and end", async () => {
    const found = await firstFinding(rollSimulation(), seedsFrom(0, everydaySeeds));
    assert.equal(found, undefined, found === undefined ? "" : `${found.violation.message}\n${found.command}`);
  });

  it("tell of what goes wrong with the command that plays it again", async () => {
    const found = await firstFinding(rollSimulation({ ...rollRules, hindrances: [] }), seedsFrom(0, everydaySeeds));
    assert.equal(found?.command, `npm run sim -- --only rolls --seed ${found?.seed}`);
    assert.throws(() => rollSimulation({ ...rollRules, hindrances: [] }).run(found?.seed ?? 0), { name: "Violation" });
  });
});

/** The rules without one of them, for each. */
const mutants = (Object.keys(rollRules) as ReadonlyArray<keyof RollRules>).flatMap((part) =>
  rollRules[part].map(({ name }) => ({ name, rules: { ...rollRules, [part]: rollRules[part].filter((rule) => rule.name !== name) } })),
);

describe("without this rule a roll does harm or does not end:", () => {
  for (const { name, rules } of mutants) {
    it(name, async () => {
      assert.notEqual(await firstFinding(rollSimulation(rules), seedsFrom(0, mutantSeeds)), undefined);
    });
  }
});

/** 60 brokers in three racks, each partition with a replica in each, as users have it who want to lose a rack. */
function largeWorld(seed: number, maxParallelRestarts: number): DrawnWorld {
  const random = seededRandom(seed);
  const ids = Array.from({ length: 60 }, (_, id) => id);
  const brokers = ids.map((id) => ({ id, isController: false, isBroker: true, rack: `rack-${id % 3}` }));
  const controllers = [60, 61, 62].map((id) => ({ id, isController: true, isBroker: false, rack: undefined }));
  const inRack = (rack: number): number => 3 * random.below(20) + rack;
  return {
    nodes: [...brokers, ...controllers],
    partitions: Array.from({ length: 600 }, () => ({ replicas: [inRack(0), inRack(1), inRack(2)], minInSyncReplicas: 2 })),
    maxParallelRestarts,
    mishaps: [{ second: 0, type: "declared", broken: false, ids }],
    ...{ random, slowness: { made: 8, served: 20, inSync: 30 } },
  };
}

it("60 brokers in three racks take at most a fifth of the time of one after the other", () => {
  for (const seed of [1, 2, 3]) {
    const [together, alone] = [rolledWorld(largeWorld(seed, 20)), rolledWorld(largeWorld(seed, 1))];
    assert.ok(together * 5 <= alone, `${together} s together, ${alone} s one after the other`);
  }
});
