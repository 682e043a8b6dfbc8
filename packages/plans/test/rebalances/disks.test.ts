import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import { balanceDisks, type DiskMovement, moveOffDisks, type RebalanceView } from "../../src/rebalances/index.ts";

const paths = ["/data-0", "/data-1", "/data-2"];

const jbod = fc.array(fc.record({ brokerId: fc.nat(1), on: fc.nat(2), sizeBytes: fc.nat(1_000_000) }), { maxLength: 40 }).map(
  (replicas): RebalanceView => ({
    brokers: [0, 1].map((id) => ({ id, rack: null, disks: paths.map((path) => ({ path, capacityBytes: 1e9 })) })),
    partitions: replicas.map(({ brokerId, on, sizeBytes }, partition) => ({
      ...{ topic: "t", partition, leaderId: brokerId, bytesInPerSec: 0 },
      replicas: [{ brokerId, path: paths[on], sizeBytes }],
    })),
  }),
);

/** How much each directory of a broker holds once replicas have moved. */
function used(view: RebalanceView, movements: readonly DiskMovement[], brokerId: number): readonly number[] {
  const pathOf = (partition: number, path: string | undefined) => movements.find((each) => each.partition === partition)?.to ?? path;
  const held = view.partitions.flatMap(({ partition, replicas }) =>
    replicas.map((replica) => ({ ...replica, path: pathOf(partition, replica.path) })),
  );
  return paths.map((path) =>
    held.filter((replica) => replica.brokerId === brokerId && replica.path === path).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  );
}

it("leaves nothing in directories that go, and touches no other broker", () => {
  fc.assert(
    fc.property(jbod, (view) => {
      const proposed = moveOffDisks(view, [{ brokerId: 0, path: "/data-1" }]);
      if (proposed.type === "impossible") return assert.fail(proposed.why);
      assert.equal(used(view, proposed.movements, 0)[1], 0);
      assert.ok(proposed.movements.every(({ brokerId, from }) => brokerId === 0 && from === "/data-1"));
    }),
  );
});

it("makes the fullest directory of no broker fuller, and ends", () => {
  fc.assert(
    fc.property(jbod, (view) => {
      const movements = balanceDisks(view);
      for (const broker of [0, 1]) assert.ok(Math.max(...used(view, movements, broker)) <= Math.max(...used(view, [], broker)));
      assert.equal(new Set(movements.map(({ partition }) => partition)).size, movements.length);
      assert.ok(movements.every(({ from, to }) => from !== to));
    }),
  );
});

it("shares data by what directories can hold", () => {
  const view: RebalanceView = {
    brokers: [
      {
        id: 0,
        rack: null,
        disks: [
          { path: "/data-0", capacityBytes: 300 },
          { path: "/data-1", capacityBytes: 100 },
        ],
      },
    ],
    partitions: Array.from({ length: 8 }, (_, partition) => ({
      ...{ topic: "t", partition, leaderId: 0, bytesInPerSec: 0 },
      replicas: [{ brokerId: 0, path: "/data-1", sizeBytes: 10 }],
    })),
  };
  assert.equal(balanceDisks(view).length, 6);
});

it("says what has no room, and which directory there is not", () => {
  const view: RebalanceView = {
    brokers: [
      {
        id: 0,
        rack: null,
        disks: [
          { path: "/data-0", capacityBytes: 100 },
          { path: "/data-1", capacityBytes: 10 },
        ],
      },
    ],
    partitions: [{ topic: "t", partition: 0, leaderId: 0, bytesInPerSec: 0, replicas: [{ brokerId: 0, path: "/data-0", sizeBytes: 50 }] }],
  };
  const why = (path: string) => {
    const proposed = moveOffDisks(view, [{ brokerId: 0, path }]);
    return proposed.type === "impossible" ? proposed.why : undefined;
  };
  assert.equal(why("/data-0"), "no other log directory of broker 0 has room for t-0");
  assert.equal(why("/data-9"), "broker 0 has no log directory /data-9");
});
