import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { nextQuorumStep, type QuorumReplica } from "../../src/quorum/index.ts";

const ids = Array.from({ length: 7 }, (_, id) => id);
const drawn = fc.record({
  voters: fc.subarray(ids, { minLength: 1, maxLength: 5 }),
  wanted: fc.subarray(ids, { minLength: 1, maxLength: 5 }),
  /** Which controllers are away at each step; the last is nobody. */
  away: fc.array(fc.subarray(ids, { maxLength: 2 }), { maxLength: 20 }),
  unsettled: fc.subarray(ids),
});

const lives = (voters: ReadonlySet<number>, away: readonly number[]): boolean =>
  [...voters].filter((id) => !away.includes(id)).length > voters.size / 2;

/** Whoever is away comes back; a step is taken only where there is a leader to take it. */
it("comes to the quorum that is wanted, and never takes the majority away", () => {
  fc.assert(
    fc.property(drawn, ({ voters: first, wanted, away: aways, unsettled }) => {
      const voters = new Set(first);
      for (let at = 0; ; at++) {
        const away = aways[at] ?? [];
        assert.ok(at < aways.length + 20, `it does not end: ${[...voters]} instead of ${wanted}`);
        if (!lives(voters, away)) continue;
        const lag = (id: number): QuorumReplica => ({ id, directoryId: `d${id}`, lagMs: away.includes(id) ? undefined : 0 });
        const nodes = ids
          .filter((id) => voters.has(id) || wanted.includes(id))
          .map((id) => ({ id, podName: `pod-${id}`, votes: wanted.includes(id), isSettled: at > 5 || !unsettled.includes(id) }));
        const leaderId = [...voters].find((id) => !away.includes(id)) ?? -1;
        const observers = ids.filter((id) => !voters.has(id)).map(lag);
        const step = nextQuorumStep({ nodes, leaderId, voters: [...voters].map(lag), observers, fetchTimeoutMs: 2000 });
        if (step.type === "done") {
          assert.deepEqual([...voters].sort(), [...wanted].sort());
          return;
        }
        if (step.type === "add") voters.add(step.replica.id);
        if (step.type === "remove") voters.delete(step.replica.id);
        assert.ok(lives(voters, away), `${step.type} took the majority away`);
        assert.ok(step.type !== "remove" || wanted.every((id) => voters.has(id)), "one went before all were there that stay");
      }
    }),
  );
});
