import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Kafka, KafkaRebalance } from "@millrace/resources";
import {
  brokerLoads,
  isCured,
  limitsOf,
  nextExecutionStep,
  optimizationResult,
  progressOf,
  proposeFor,
  type RebalanceState,
  type RebalanceView,
  rebalanceAnnotation,
  rebalanceDuty,
  rebalanceStateOf,
  rebalanceStatus,
  rebalanceTurn,
} from "../../src/rebalances/index.ts";

const now = Date.parse("2026-01-02T03:04:05Z");
const condition = (type: string, status = "True") => ({ type, status, lastTransitionTime: "2026-01-01T00:00:00Z" });

const rebalance = (
  more: Partial<KafkaRebalance["metadata"]> = {},
  spec: KafkaRebalance["spec"] = {},
  state?: RebalanceState,
): KafkaRebalance => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaRebalance",
  metadata: { name: "r", namespace: "ns", generation: 1, labels: { "strimzi.io/cluster": "k" }, ...more },
  spec,
  ...(state === undefined ? {} : { status: { observedGeneration: 1, conditions: [condition(state)] } }),
});

const kafka = (ready: string, cruiseControl?: Kafka["spec"]["cruiseControl"]): Kafka => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "Kafka",
  metadata: { name: "k", namespace: "ns" },
  spec: { kafka: { listeners: [] }, ...(cruiseControl === undefined ? {} : { cruiseControl }) },
  status: { conditions: [condition("Ready", ready)] },
});

const asked = (value: string) => ({ annotations: { [rebalanceAnnotation]: value } });

describe("what comes next of a KafkaRebalance", () => {
  const turns: ReadonlyArray<
    readonly [state: RebalanceState | undefined, annotation: string | undefined, action: string, isHeard: boolean]
  > = [
    [undefined, undefined, "propose", false],
    [undefined, "approve", "propose", false],
    ["PendingProposal", undefined, "propose", false],
    ["PendingProposal", "stop", "stop", true],
    ["PendingProposal", "refresh", "propose", true],
    ["PendingProposal", "approve", "propose", false],
    ["ProposalReady", undefined, "stay", false],
    ["ProposalReady", "approve", "begin", true],
    ["ProposalReady", "refresh", "propose", true],
    ["ProposalReady", "stop", "stay", false],
    ["Rebalancing", undefined, "continue", false],
    ["Rebalancing", "stop", "stop", true],
    ["Rebalancing", "refresh", "stop and propose", true],
    ["Rebalancing", "approve", "continue", false],
    ["Stopped", undefined, "stay", false],
    ["Stopped", "refresh", "propose", true],
    ["Stopped", "approve", "stay", false],
    ["NotReady", "refresh", "propose", true],
    ["NotReady", "approve", "stay", false],
    ["Ready", "refresh", "propose", true],
    ["Ready", "stop", "stay", false],
    ["ReconciliationPaused", undefined, "propose", false],
  ];
  for (const [state, annotation, action, isHeard] of turns) {
    it(`${state ?? "New"}, asked for ${annotation ?? "nothing"}: ${action}`, () => {
      const turn = rebalanceTurn(rebalance(annotation === undefined ? {} : asked(annotation), {}, state));
      assert.deepEqual([turn.state, turn.action, turn.isHeard], [state ?? "New", action, isHeard]);
      assert.equal(turn.warning !== undefined, annotation !== undefined && !isHeard && state !== undefined);
    });
  }

  it("is approved beforehand, and proposed anew where the spec has changed", () => {
    const auto = { annotations: { "strimzi.io/rebalance-auto-approval": "true" } };
    assert.equal(rebalanceTurn(rebalance(auto, {}, "ProposalReady")).action, "begin");
    assert.equal(rebalanceTurn(rebalance({ generation: 2 }, {}, "Ready")).action, "propose");
    assert.equal(rebalanceTurn(rebalance({ generation: 2 }, {}, "Rebalancing")).action, "stop and propose");
  });

  it("says which annotations a state takes", () => {
    assert.equal(
      rebalanceTurn(rebalance(asked("approve"), {}, "Rebalancing")).warning,
      "Wrong annotation value: approve. The rebalance resource supports the following annotations in Rebalancing state: [stop, refresh]",
    );
  });
});

it("is left alone, refused or waits as Strimzi has it; what moves goes on while the Kafka is not ready", () => {
  const duty = (object: KafkaRebalance, of: Kafka | undefined) => {
    const found = rebalanceDuty(object, of);
    return found.type === "refuse" ? found.reason : found.type;
  };
  assert.equal(duty(rebalance({ annotations: { "strimzi.io/rebalance-template": "true" } }), kafka("True")), "none");
  assert.equal(duty(rebalance({ labels: {} }), undefined), "InvalidResourceException");
  assert.equal(duty(rebalance(), undefined), "NoSuchResourceException");
  assert.equal(duty(rebalance(), kafka("False")), "RuntimeException");
  assert.equal(duty(rebalance({}, {}, "Rebalancing"), kafka("False")), "manage");
  assert.equal(duty(rebalance({ annotations: { "strimzi.io/pause-reconciliation": "true" } }), kafka("True")), "paused");
  const failed = { conditions: [{ ...condition("NotReady"), reason: "RuntimeException" }] };
  assert.ok(isCured({ ...rebalance(), status: failed }));
  assert.ok(!isCured({ ...rebalance(), status: { conditions: [{ ...condition("NotReady"), reason: "OptimizationFailureException" }] } }));
});

const view: RebalanceView = {
  brokers: [0, 1].map((id) => ({
    ...{ id, rack: null },
    disks: [0, 1].map((volume) => ({ path: `/var/lib/kafka/data-${volume}/kafka-log${id}`, capacityBytes: 1e9 })),
  })),
  partitions: [0, 1, 2, 3].map((partition) => ({
    ...{ topic: partition === 3 ? "other" : "t", partition, leaderId: 0, bytesInPerSec: 2048 },
    replicas: [{ brokerId: 0, path: "/var/lib/kafka/data-0/kafka-log0", sizeBytes: 3 * 1024 * 1024 }],
  })),
};
const proposed = (spec: KafkaRebalance["spec"], of = kafka("True")) => {
  const result = proposeFor(rebalance({}, spec), { kafka: of, view, isExcluded: (topic) => topic === spec.excludedTopics });
  assert.ok(result.type === "proposal", JSON.stringify(result));
  return result;
};

it("is proposed by its mode, with figures by Cruise Control's names", () => {
  const { proposal } = proposed({ mode: "add-brokers", brokers: [1] });
  const figures = optimizationResult(proposal, ["x"], "r");
  assert.deepEqual(
    [
      figures.numReplicaMovements,
      figures.dataToMoveMB,
      figures.numLeaderMovements,
      figures.intraBrokerDataToMoveMB,
      figures.afterBeforeLoadConfigMap,
    ],
    [2, 6, 2, 0, "r"],
  );
  const loads = brokerLoads(proposal, view) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  assert.deepEqual(loads["1"]?.replicas, { before: 0, after: 2, diff: 2 });
  assert.deepEqual(loads["0"]?.diskUsedMB, { before: 12, after: 6, diff: -6 });
  assert.deepEqual(loads["0"]?.leaderNetworkInRateKB, { before: 8, after: 4, diff: -4 });
  assert.equal(
    proposed({ mode: "remove-disks", moveReplicasOffVolumes: [{ brokerId: 0, volumeIds: [0] }] }).proposal.diskMovements.length,
    4,
  );
  assert.equal(proposed({ rebalanceDisk: true }).proposal.diskMovements.length, 2);
});

it("aims at what it names, or what its Kafka does, and says which of that nothing is known by", () => {
  const { warnings } = proposed({ goals: ["CpuCapacityGoal", "ReplicaDistributionGoal"] });
  assert.deepEqual(
    warnings.map(({ reason }) => reason),
    ["GoalsNotMeasured"],
  );
  const cruiseControl = { config: { "default.goals": "com.linkedin.kafka.cruisecontrol.analyzer.goals.LeaderReplicaDistributionGoal, X" } };
  const result = proposeFor(rebalance(), { kafka: kafka("True", cruiseControl), view, isExcluded: () => false });
  assert.match(result.type === "refused" ? result.message : "", /^goals that are not known: X; known are RackAwareGoal/);
});

it("is carried out as fast as it says, by Cruise Control's defaults, small ones first if that is asked for", () => {
  const { order, ...limits } = limitsOf(
    rebalance({}, { replicaMovementStrategies: ["com.example.PrioritizeSmallReplicaMovementStrategy"] }),
  );
  assert.deepEqual(limits, { movementsPerBroker: 5, diskMovementsPerBroker: 2, leaderMovements: 1000, throttleBytesPerSec: undefined });
  const movement = (bytes: number) => ({ topic: "t", partition: 0, from: [], to: [], bytes });
  assert.ok((order?.(movement(1), movement(2)) ?? 0) < 0);
});

it("tells how far it is: never all before it is done, and how long it will take once something has moved", () => {
  const movement = { topic: "t", partition: 0, from: [0], to: [1], bytes: 100 };
  const planned = { movements: [movement], diskMovements: [], leaderMovements: [] };
  const at = (sizeBytes: number) => {
    const partitions = new Map([["t/0", { replicas: [1, 0], inSync: [0], leaderId: 0, move: { from: [0], to: [1] } }]]);
    const state = { brokers: new Set([0, 1]), partitions, replicas: new Map([[1, new Map([["t/0", { path: "/", sizeBytes }]])]]) };
    const limits = limitsOf(rebalance());
    return progressOf({ planned, step: nextExecutionStep(planned, state, limits), limits, sessionId: "s", sinceMs: 60_000 });
  };
  assert.deepEqual([at(0).completedByteMovementPercentage, at(0).estimatedTimeToCompletionInMinutes], ["0", undefined]);
  assert.deepEqual([at(20).completedByteMovementPercentage, at(20).estimatedTimeToCompletionInMinutes], ["20", "4"]);
  assert.equal(at(100).completedByteMovementPercentage, "99");
  assert.equal(JSON.parse(at(20)["executorState.json"] ?? "").numInProgressPartitionMovements, 1);
});

it("has a status that Strimzi would write", () => {
  const status = rebalanceStatus(
    rebalance({}, {}, "ProposalReady"),
    {
      state: "ProposalReady",
      warnings: [{ reason: "InvalidAnnotation", message: "no" }],
      sessionId: "s",
      configMap: "r",
      optimizationResult: { dataToMoveMB: 1 },
    },
    now,
  );
  assert.deepEqual(status, {
    conditions: [
      condition("ProposalReady"),
      { type: "Warning", status: "True", lastTransitionTime: "2026-01-02T03:04:05Z", reason: "InvalidAnnotation", message: "no" },
    ],
    observedGeneration: 1,
    sessionId: "s",
    progress: { rebalanceProgressConfigMap: "r" },
    optimizationResult: { dataToMoveMB: 1 },
  });
  assert.equal(rebalanceStateOf(status), "ProposalReady");
});
