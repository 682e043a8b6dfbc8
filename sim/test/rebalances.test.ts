import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { nextExecutionStep } from "@millrace/plans/rebalances";
import { type NextStep, rebalanceSimulation } from "../src/rebalances/rebalance-simulation.ts";
import { firstFinding, seedsFrom } from "../src/simulation.ts";

const everydaySeeds = 150;

describe("rebalances of drawn worlds", () => {
  it("take nothing from anybody, ask of no broker more than it may do, and end", async () => {
    const found = await firstFinding(rebalanceSimulation(), seedsFrom(0, everydaySeeds));
    assert.equal(found, undefined, found === undefined ? "" : `${found.violation.message}\n${found.command}`);
  });

  /** What goes wrong where a step is not what it should be. */
  const mutants: Readonly<Record<string, { readonly next: NextStep; readonly invariant: string }>> = {
    "all begins at once": {
      next: (planned, state, limits) => nextExecutionStep(planned, state, { ...limits, movementsPerBroker: 100 }),
      invariant: "no broker has more to do than it may",
    },
    "who is in sync does not matter": {
      next: (planned, state, limits) => {
        const partitions = [...state.partitions].map(([place, each]) => [place, { ...each, inSync: each.replicas }] as const);
        return nextExecutionStep(planned, { ...state, partitions: new Map(partitions) }, limits);
      },
      invariant: "no step takes replicas in sync away",
    },
    "leaders are not elected": {
      next: (planned, state, limits) => ({ ...nextExecutionStep(planned, state, limits), leaderMovements: [] }),
      invariant: "every plan ends",
    },
  };
  for (const [name, { next, invariant }] of Object.entries(mutants)) {
    it(`are found out where ${name}`, async () => {
      assert.equal((await firstFinding(rebalanceSimulation(next), seedsFrom(0, 2_000)))?.violation.invariant, invariant);
    });
  }
});
