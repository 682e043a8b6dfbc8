import assert from "node:assert/strict";
import { it } from "node:test";
import fc from "fast-check";
import {
  type ExecutedPartition,
  type ExecutionState,
  goalsByNames,
  isFinished,
  type Movement,
  nextExecutionStep,
  type Planned,
  placeOf,
  proposeRebalance,
  type RebalanceView,
  throttledReplicas,
} from "../../src/rebalances/index.ts";
import { generatedView } from "./generated-views.ts";

/** A cluster that does what it is told, by and by. */
class MovingCluster {
  readonly brokers: ReadonlySet<number>;
  readonly partitions: Map<string, ExecutedPartition>;

  constructor({ brokers, partitions }: RebalanceView) {
    this.brokers = new Set(brokers.map(({ id }) => id));
    this.partitions = new Map(
      partitions.map((each) => {
        const replicas = each.replicas.map(({ brokerId }) => brokerId);
        return [placeOf(each), { replicas, inSync: replicas, leaderId: each.leaderId }];
      }),
    );
  }

  get state(): ExecutionState {
    return { brokers: this.brokers, partitions: this.partitions, replicas: new Map() };
  }

  reassign(movement: Movement): void {
    const now = this.#at(movement);
    const both = [...movement.to, ...now.replicas.filter((id) => !movement.to.includes(id))];
    this.partitions.set(placeOf(movement), { ...now, replicas: both, move: { from: now.replicas, to: movement.to } });
  }

  /** The move of one partition ends. */
  arrive(drawn: number): void {
    const moving = [...this.partitions].filter(([, { move }]) => move !== undefined);
    const [place, now] = moving[drawn % Math.max(1, moving.length)] ?? [];
    if (place === undefined || now?.move === undefined) return;
    const { to } = now.move;
    this.partitions.set(place, { replicas: to, inSync: to, leaderId: to.includes(now.leaderId) ? now.leaderId : (to[0] ?? -1) });
  }

  elect(led: { readonly topic: string; readonly partition: number }): void {
    const now = this.#at(led);
    this.partitions.set(placeOf(led), { ...now, leaderId: now.replicas[0] ?? -1 });
  }

  /** How many moves each broker takes part in. */
  busiest(): number {
    const ids = [...this.partitions.values()].flatMap(({ move }) =>
      move === undefined ? [] : [...move.from.filter((id) => !move.to.includes(id)), ...move.to.filter((id) => !move.from.includes(id))],
    );
    return Math.max(0, ...[...Map.groupBy(ids, (id) => id).values()].map(({ length }) => length));
  }

  #at(place: { readonly topic: string; readonly partition: number }): ExecutedPartition {
    return this.partitions.get(placeOf(place)) ?? { replicas: [], inSync: [], leaderId: -1 };
  }
}

function plannedFor(view: RebalanceView): Planned {
  const proposed = proposeRebalance(view, { mode: "full", goals: goalsByNames().goals });
  assert.ok(proposed.type === "proposal");
  return proposed.proposal;
}

const limits = { movementsPerBroker: 2, diskMovementsPerBroker: 1, leaderMovements: 10 };

it("carries a plan out to its end in steps, no broker having more to do at a time than it may", () => {
  fc.assert(
    fc.property(generatedView, fc.infiniteStream(fc.nat(100)), (view, drawn) => {
      const planned = plannedFor(view);
      const cluster = new MovingCluster(view);
      for (let pass = 0; pass < 1000; pass++) {
        const step = nextExecutionStep(planned, cluster.state, limits);
        if (isFinished(step.progress)) {
          for (const { to, ...movement } of planned.movements) assert.deepEqual(cluster.partitions.get(placeOf(movement))?.replicas, to);
          for (const { to, ...led } of planned.leaderMovements) assert.equal(cluster.partitions.get(placeOf(led))?.leaderId, to);
          return;
        }
        for (const movement of step.movements) cluster.reassign(movement);
        for (const led of step.leaderMovements) cluster.elect(led);
        assert.ok(cluster.busiest() <= limits.movementsPerBroker);
        cluster.arrive(drawn.next().value ?? 0);
      }
      assert.fail("it does not end");
    }),
  );
});

const movement: Movement = { topic: "t", partition: 0, from: [1, 2], to: [1, 3], bytes: 10 };
const plan = (part: Partial<Planned>): Planned => ({ movements: [], diskMovements: [], leaderMovements: [], ...part });
const at = (partition: ExecutedPartition | undefined, brokers = [1, 2, 3]): ExecutionState => ({
  brokers: new Set(brokers),
  partitions: new Map(partition === undefined ? [] : [["t/0", partition]]),
  replicas: new Map([[3, new Map([["t/0", { path: "/data", sizeBytes: 4 }]])]]),
});

it("lets go of what somebody else has changed or removed meanwhile", () => {
  const planned = plan({ movements: [movement] });
  for (const gone of [undefined, { replicas: [2, 3], inSync: [2, 3], leaderId: 2 }]) {
    const { movements, progress } = nextExecutionStep(planned, at(gone), limits);
    assert.deepEqual([movements, isFinished(progress)], [[], true]);
  }
});

it("tells what has been copied of what is under way, and waits for brokers that are away", () => {
  const moving = { replicas: [1, 3, 2], inSync: [1, 2], leaderId: 1, move: { from: [1, 2], to: [1, 3] } };
  const underWay = nextExecutionStep(plan({ movements: [movement] }), at(moving), limits);
  assert.deepEqual([underWay.movements, underWay.progress.bytesDone, underWay.waitsFor], [[], 4, []]);
  const away = nextExecutionStep(plan({ movements: [movement] }), at({ replicas: [1, 2], inSync: [1, 2], leaderId: 1 }, [1, 2]), limits);
  assert.deepEqual([away.movements, away.waitsFor], [[], ["broker 3 is away"]]);
});

it("begins nothing after which fewer replicas would be in sync than before", () => {
  const begun = (from: readonly number[], to: readonly number[], inSync: readonly number[], leaderId = inSync[0] ?? -1) => {
    const planned = plan({ movements: [{ ...movement, from, to }] });
    return nextExecutionStep(planned, at({ replicas: from, inSync, leaderId }), limits).movements.length > 0;
  };
  assert.ok(begun([1, 2], [1, 3], [1, 2]));
  assert.ok(begun([1, 2], [1, 3], [1]));
  assert.ok(begun([1, 2], [1, 3], [2]), "what is added has all before what has all goes");
  assert.ok(!begun([1, 2, 3], [1, 2], [1, 3]), "two in sync would become one");
  assert.ok(begun([1, 2, 3], [1, 3], [1, 3]));
  assert.ok(!begun([1, 2], [1, 3], [], -1), "nobody has the data");
  assert.ok(begun([1, 2], [2, 1], [1]), "an order takes nothing from anybody");
});

it("has a leader elected only once it is in sync", () => {
  const planned = plan({ leaderMovements: [{ topic: "t", partition: 0, from: 2, to: 1 }] });
  const late = nextExecutionStep(planned, at({ replicas: [1, 2], inSync: [2], leaderId: 2 }), limits);
  assert.deepEqual([late.leaderMovements, late.waitsFor], [[], ["broker 1 is not in sync with what it is to lead"]]);
  const ready = nextExecutionStep(planned, at({ replicas: [1, 2], inSync: [2, 1], leaderId: 2 }), limits);
  assert.deepEqual(ready.leaderMovements, planned.leaderMovements);
});

it("moves no more replicas between directories of a broker than it may", () => {
  const disk = (partition: number) => ({ topic: "t", partition, brokerId: 3, from: "/a", to: "/b", bytes: 1 });
  const replicas = new Map(
    [0, 1, 2].map((partition) => [`t/${partition}`, { path: "/a", sizeBytes: 1, ...(partition === 0 && { futurePath: "/b" }) }]),
  );
  const state = { ...at(undefined), replicas: new Map([[3, replicas]]) };
  const planned = plan({ diskMovements: [0, 1, 2].map(disk) });
  assert.deepEqual(nextExecutionStep(planned, state, limits).diskMovements, []);
  assert.deepEqual(nextExecutionStep(planned, state, { ...limits, diskMovementsPerBroker: 2 }).diskMovements, [disk(1)]);
});

it("holds back who has the data on one side, and who gets it on the other", () => {
  const lists = throttledReplicas([movement], at({ replicas: [1, 3, 2], inSync: [1, 2], leaderId: 1 }));
  assert.deepEqual(lists.get("t"), {
    "leader.replication.throttled.replicas": ["0:1", "0:2"],
    "follower.replication.throttled.replicas": ["0:3"],
  });
});
