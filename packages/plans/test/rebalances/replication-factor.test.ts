import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { changeReplicationFactor } from "../../src/rebalances/index.ts";
import { generatedView } from "./generated-views.ts";

it("gives partitions as many replicas as are wanted, keeps those that they have, and the leader", () => {
  fc.assert(
    fc.property(generatedView, fc.integer({ min: 1, max: 3 }), (view, factor) => {
      const proposed = changeReplicationFactor(view, new Map([["a", factor]]));
      if (factor > view.brokers.length) return assert.equal(proposed.type, "impossible");
      if (proposed.type === "impossible") return assert.fail(proposed.why);
      const concerned = view.partitions.filter(({ topic, replicas }) => topic === "a" && replicas.length !== factor);
      assert.deepEqual(
        proposed.movements.map(({ partition }) => partition),
        concerned.map(({ partition }) => partition),
      );
      for (const { partition, from, to } of proposed.movements) {
        assert.equal(new Set(to).size, factor);
        const [fewer, more] = factor < from.length ? [to, from] : [from, to];
        assert.ok(fewer.every((id) => more.includes(id)));
        assert.ok(to.includes(view.partitions[partition]?.leaderId ?? -1));
      }
    }),
  );
});

it("puts new replicas where their racks have none, and takes those away that share a rack", () => {
  const brokers = [0, 1, 2, 3].map((id) => ({ id, rack: `rack-${Math.floor(id / 2)}`, disks: [] }));
  const on = (replicas: readonly number[]) => ({
    ...{ topic: "t", partition: 0, leaderId: replicas[0] ?? -1, bytesInPerSec: 0 },
    replicas: replicas.map((brokerId) => ({ brokerId, path: undefined, sizeBytes: 5 })),
  });
  const to = (replicas: readonly number[], factor: number) => {
    const proposed = changeReplicationFactor({ brokers, partitions: [on(replicas)] }, new Map([["t", factor]]));
    return proposed.type === "movements" ? proposed.movements.map(({ to, bytes }) => ({ to, bytes })) : proposed.why;
  };
  assert.deepEqual(to([0], 2), [{ to: [0, 2], bytes: 5 }]);
  assert.deepEqual(to([0, 1, 2], 2), [{ to: [0, 2], bytes: 0 }]);
  assert.deepEqual(to([0], 1), []);
  assert.equal(to([0], 5), "5 replicas need as many brokers, and there are 4 that take replicas");
});
