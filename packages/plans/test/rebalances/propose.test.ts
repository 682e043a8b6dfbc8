import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import {
  type GoalName,
  goalsByNames,
  type Proposal,
  proposeRebalance,
  type RebalanceRequest,
  type RebalanceView,
} from "../../src/rebalances/index.ts";
import { generatedView } from "./generated-views.ts";

const { goals } = goalsByNames();

/** What is proposed, as the cluster would be afterwards. */
function after(view: RebalanceView, { movements, leaderMovements }: Proposal): RebalanceView {
  const moved = new Map(movements.map((movement) => [`${movement.topic} ${movement.partition}`, movement]));
  const led = new Map(leaderMovements.map((movement) => [`${movement.topic} ${movement.partition}`, movement]));
  return {
    brokers: view.brokers,
    partitions: view.partitions.map((each) => {
      const key = `${each.topic} ${each.partition}`;
      const [{ sizeBytes } = { sizeBytes: 0 }] = each.replicas;
      const replicas = moved.get(key)?.to.map((brokerId) => ({ brokerId, path: "/data", sizeBytes })) ?? each.replicas;
      return { ...each, replicas, leaderId: led.get(key)?.to ?? each.leaderId };
    }),
  };
}

function proposal(view: RebalanceView, request: Partial<RebalanceRequest> = {}): Proposal {
  const proposed = proposeRebalance(view, { mode: "full", goals, ...request });
  assert.ok(proposed.type === "proposal", proposed.type === "impossible" ? proposed.why : "");
  return proposed.proposal;
}

/** How many replicas of partitions are too many in their racks. */
function rackExcess({ brokers, partitions }: RebalanceView): number {
  const rackOf = (id: number) => brokers.find((broker) => broker.id === id)?.rack ?? `broker ${id}`;
  const racks = new Set(brokers.map(({ id }) => rackOf(id))).size;
  const excesses = partitions.flatMap(({ replicas }) =>
    [...Map.groupBy(replicas, ({ brokerId }) => rackOf(brokerId)).values()].map(({ length }) =>
      Math.max(0, length - Math.ceil(replicas.length / racks)),
    ),
  );
  return excesses.reduce((sum, one) => sum + one, 0);
}

const counts = (view: RebalanceView, of: "replicas" | "leaders") =>
  view.brokers.map(
    ({ id }) =>
      view.partitions.filter((each) => (of === "leaders" ? each.leaderId === id : each.replicas.some(({ brokerId }) => brokerId === id)))
        .length,
  );

const isSane = (before: RebalanceView, later: RebalanceView): void => {
  for (const [at, { replicas, leaderId }] of later.partitions.entries()) {
    const ids = replicas.map(({ brokerId }) => brokerId);
    assert.equal(new Set(ids).size, before.partitions[at]?.replicas.length);
    assert.ok(ids.includes(leaderId), `${leaderId} of ${ids} leads`);
  }
};

it("keeps every partition whole, led by one of its replicas, and as safe among racks as it can be", () => {
  fc.assert(
    fc.property(generatedView, (view) => {
      const later = after(view, proposal(view));
      isSane(view, later);
      assert.equal(rackExcess(later), 0);
    }),
  );
});

it("shares replicas and leaders evenly where nothing is in the way", () => {
  const aims: readonly GoalName[] = ["ReplicaDistributionGoal", "LeaderReplicaDistributionGoal"];
  fc.assert(
    fc.property(generatedView, (view) => {
      const later = after(view, proposal(view, { goals: aims }));
      const found = counts(later, "replicas");
      const even = found.reduce((sum, one) => sum + one, 0) / found.length;
      for (const count of found) {
        assert.ok(count <= Math.max(Math.ceil(even), even * 1.09) && count >= Math.min(Math.floor(even), even * 0.91), `${found}`);
      }
      const led = counts(later, "leaders");
      assert.ok(Math.max(...led) <= Math.max(Math.ceil((1.09 * view.partitions.length) / led.length), 1), `${led}`);
    }),
  );
});

it("has nothing more to propose once it was carried out, as a rule, and never the same twice", () => {
  fc.assert(
    fc.property(generatedView, (view) => {
      const first = proposal(view);
      const later = after(view, first);
      const second = proposal(later);
      if (first.balancedness.after === 100) assert.deepEqual([second.movements, second.leaderMovements], [[], []]);
      assert.ok(second.balancedness.after >= first.balancedness.after);
    }),
  );
});

it("tells figures that are those of the cluster before and after", () => {
  fc.assert(
    fc.property(generatedView, (view) => {
      const proposed = proposal(view);
      const later = after(view, proposed);
      const told = (loads: Proposal["after"], of: "replicas" | "leaders") => [...loads.values()].map((load) => load[of]);
      assert.deepEqual(told(proposed.before, "replicas"), counts(view, "replicas"));
      assert.deepEqual(told(proposed.after, "replicas"), counts(later, "replicas"));
      assert.deepEqual(told(proposed.after, "leaders"), counts(later, "leaders"));
    }),
  );
});

it("moves only to brokers that are new", () => {
  fc.assert(
    fc.property(generatedView, fc.nat(9), (view, drawn) => {
      const added = drawn % view.brokers.length;
      const { movements, leaderMovements } = proposal(view, { mode: "add-brokers", brokers: [added] });
      for (const { from, to } of movements)
        assert.deepEqual(
          to.filter((id) => !from.includes(id) && id !== added),
          [],
        );
      for (const { to } of leaderMovements) assert.ok(view.partitions.length === 0 || to === added || movements.length > 0);
    }),
  );
});

it("leaves nothing on brokers that go, and moves nothing else", () => {
  fc.assert(
    fc.property(generatedView, fc.nat(9), (view, drawn) => {
      const gone = drawn % view.brokers.length;
      const proposed = proposeRebalance(view, { mode: "remove-brokers", brokers: [gone], goals });
      const widest = Math.max(
        0,
        ...view.partitions
          .filter(({ replicas }) => replicas.some(({ brokerId }) => brokerId === gone))
          .map(({ replicas }) => replicas.length),
      );
      if (widest >= view.brokers.length) return assert.equal(proposed.type, "impossible");
      if (proposed.type === "impossible") return assert.fail(proposed.why);
      const later = after(view, proposed.proposal);
      isSane(view, later);
      assert.ok(
        later.partitions.every(({ replicas, leaderId }) => leaderId !== gone && replicas.every(({ brokerId }) => brokerId !== gone)),
      );
      for (const { from } of proposed.proposal.movements) assert.ok(from.includes(gone));
    }),
  );
});

it("leaves excluded topics and brokers that take nothing alone", () => {
  fc.assert(
    fc.property(generatedView, (view) => {
      const closed = { ...view, brokers: view.brokers.map((broker) => ({ ...broker, isClosed: broker.id === 0 })) };
      const proposed = proposeRebalance(closed, { mode: "full", goals, isExcluded: (topic) => topic === "a", skipsHardGoals: true });
      if (proposed.type === "impossible") return assert.fail(proposed.why);
      for (const { topic, from, to } of proposed.proposal.movements) {
        assert.notEqual(topic, "a");
        assert.ok(from.includes(0) || !to.includes(0));
      }
    }),
  );
});

it("moves the least data: small replicas where only their number counts", () => {
  const sized = (partition: number, sizeBytes: number) => ({
    ...{ topic: "t", partition, leaderId: 0, bytesInPerSec: 0 },
    replicas: [{ brokerId: 0, path: "/data", sizeBytes }],
  });
  const view: RebalanceView = {
    brokers: [0, 1].map((id) => ({ id, rack: null, disks: [] })),
    partitions: [sized(0, 1000), sized(1, 10), sized(2, 2000), sized(3, 20)],
  };
  const { movements } = proposal(view, { goals: ["ReplicaDistributionGoal"] });
  assert.deepEqual(
    movements.map(({ partition, to, bytes }) => [partition, to, bytes]),
    [
      [1, [1], 10],
      [3, [1], 20],
    ],
  );
});

it("says what can't be had", () => {
  const view: RebalanceView = {
    brokers: [0, 1].map((id) => ({ id, rack: null, disks: [{ path: "/data", capacityBytes: 1000 }] })),
    partitions: [0, 1].map((partition) => ({
      ...{ topic: "t", partition, leaderId: 0, bytesInPerSec: 0 },
      replicas: [{ brokerId: 0, path: "/data", sizeBytes: 900 }],
    })),
  };
  const why = (request: Partial<RebalanceRequest>) => {
    const proposed = proposeRebalance(view, { mode: "full", goals, ...request });
    return proposed.type === "impossible" ? proposed.why : undefined;
  };
  assert.equal(why({}), "can't be reached: DiskCapacityGoal");
  assert.equal(why({ skipsHardGoals: true }), undefined);
  assert.equal(why({ mode: "remove-brokers", brokers: [7] }), "there is no broker 7 in the cluster");
  assert.equal(
    why({ mode: "remove-brokers", brokers: [0, 1] }),
    "no other broker can take a replica of t-0, t-1: too few brokers stay, or the topics are excluded",
  );
});

it("takes goals by Cruise Control's names, and names those that it does not know", () => {
  const { goals, passedOver, unknown } = goalsByNames([
    "com.linkedin.kafka.cruisecontrol.analyzer.goals.RackAwareGoal",
    "CpuCapacityGoal",
    "ReplicaDistributionGoal",
    "PreferredLeaderElectionGoal",
    "com.example.MyGoal",
  ]);
  assert.deepEqual(goals, ["RackAwareGoal", "ReplicaDistributionGoal"]);
  assert.deepEqual(passedOver, ["CpuCapacityGoal"]);
  assert.deepEqual(unknown, ["com.example.MyGoal"]);
});
