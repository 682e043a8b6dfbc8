import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type CanaryBroker, type CanaryPartition, type CanaryStep, planCanaryTopic } from "../../src/canary/canary-topic.ts";

const brokers = (ids: readonly number[], racks: readonly (string | null)[] = []): CanaryBroker[] =>
  ids.map((id, at) => ({ id, rack: racks[at] ?? null }));

const led = (...assignments: ReadonlyArray<readonly number[]>): CanaryPartition[] =>
  assignments.map((replicas, partition) => ({ partition, replicas, leaderId: replicas[0] ?? -1 }));

test("a topic is made with a partition that each broker leads, replicas on the next ones", () => {
  const { steps, used } = planCanaryTopic({ expected: [0, 1, 5], alive: brokers([5, 0, 1]), partitions: undefined });
  assert.equal(used, 3);
  const configs = { "cleanup.policy": "delete", "min.insync.replicas": "2", "retention.ms": "600000", "segment.ms": "600000" };
  const assignments = [
    [0, 1, 5],
    [1, 5, 0],
    [5, 0, 1],
  ];
  assert.deepEqual(steps, [{ type: "create", assignments, configs }]);
});

test("with brokers that are there when some are missed; with none, nothing", () => {
  const some = planCanaryTopic({ expected: [0, 1], alive: brokers([1]), partitions: undefined });
  assert.deepEqual([some.missing, some.used], [[0], 1]);
  assert.deepEqual(
    some.steps.map((step) => step.type === "create" && step.assignments),
    [[[1]]],
  );
  assert.deepEqual(planCanaryTopic({ expected: [0], alive: [], partitions: undefined }), { steps: [], used: 0, missing: [0] });
});

test("neighbours are of different racks where all brokers have one", () => {
  const racks = ["a", "c", "c", "b", "b", "a"];
  const { steps } = planCanaryTopic({ expected: [0, 1, 2, 3, 4, 5], alive: brokers([0, 1, 2, 3, 4, 5], racks), partitions: undefined });
  const [step] = steps;
  assert.ok(step?.type === "create");
  assert.deepEqual(
    step.assignments.map(([leader]) => leader),
    [0, 1, 3, 5, 2, 4],
  );
});

test("a topic that is as it should be stays; with a broker away, too", () => {
  const partitions = led([0, 1, 2], [1, 2, 0], [2, 0, 1]);
  assert.deepEqual(planCanaryTopic({ expected: [0, 1, 2], alive: brokers([0, 1, 2]), partitions }).steps, []);
  const away = planCanaryTopic({ expected: [0, 1, 2], alive: brokers([0, 2]), partitions: led([0, 1, 2], [2, 0, 1], [2, 0, 1]) });
  assert.deepEqual(away, { steps: [], used: 3, missing: [1] });
});

test("what another leads is led by whom it stands for again", () => {
  const partitions = led([0, 1], [1, 0]).map((partition) => ({ ...partition, leaderId: 0 }));
  const { steps } = planCanaryTopic({ expected: [0, 1], alive: brokers([0, 1]), partitions });
  assert.deepEqual(steps, [{ type: "elect", partitions: [1] }]);
});

test("brokers that are added get partitions, and those that are gone keep none", () => {
  const grown = planCanaryTopic({ expected: [0, 1, 2], alive: brokers([0, 1, 2]), partitions: led([0, 1], [1, 0]) });
  const moves = [
    { partition: 0, replicas: [0, 1, 2] },
    { partition: 1, replicas: [1, 2, 0] },
  ];
  const steps: CanaryStep[] = [
    { type: "reassign", moves },
    { type: "grow", count: 3, assignments: [[2, 0, 1]] },
  ];
  assert.deepEqual(grown, { steps, used: 3, missing: [] });
  const shrunk = planCanaryTopic({ expected: [0, 1], alive: brokers([0, 1]), partitions: led([0, 1, 2], [1, 2, 0], [2, 0, 1]) });
  assert.equal(shrunk.used, 2);
  assert.deepEqual(shrunk.steps, [
    {
      type: "reassign",
      moves: [
        { partition: 0, replicas: [0, 1] },
        { partition: 1, replicas: [1, 0] },
        { partition: 2, replicas: [0, 1] },
      ],
    },
  ]);
});

/** What Kafka would have once it has done a step. */
function after(partitions: readonly CanaryPartition[] | undefined, steps: readonly CanaryStep[]): readonly CanaryPartition[] {
  let now = partitions ?? [];
  for (const step of steps) {
    if (step.type === "create") now = led(...step.assignments);
    if (step.type === "grow") now = [...now, ...led(...step.assignments).map((each, at) => ({ ...each, partition: now.length + at }))];
    if (step.type === "reassign") {
      const moves = new Map(step.moves.map((move) => [move.partition, move.replicas]));
      now = now.map((each) => ({
        ...each,
        replicas: moves.get(each.partition) ?? each.replicas,
        leaderId: moves.get(each.partition)?.[0] ?? each.leaderId,
      }));
    }
    if (step.type === "elect")
      now = now.map((each) => (step.partitions.includes(each.partition) ? { ...each, leaderId: each.replicas[0] ?? -1 } : each));
  }
  return now;
}

test("whatever brokers come and go, a plan that was carried out leaves nothing to do, and each broker leads one partition", () => {
  const ids = fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 7 });
  fc.assert(
    fc.property(fc.array(ids, { minLength: 1, maxLength: 4 }), (sets) => {
      let partitions: readonly CanaryPartition[] | undefined;
      for (const expected of sets) {
        const view = { expected, alive: brokers(expected) };
        partitions = after(partitions, planCanaryTopic({ ...view, partitions }).steps);
        const { steps, used } = planCanaryTopic({ ...view, partitions });
        assert.deepEqual(steps, []);
        const leaders = partitions.slice(0, used).map(({ leaderId }) => leaderId);
        assert.deepEqual(leaders.toSorted(), expected.toSorted());
        for (const { replicas } of partitions)
          assert.ok(replicas.every((id) => expected.includes(id)) && new Set(replicas).size === replicas.length);
      }
    }),
  );
});
