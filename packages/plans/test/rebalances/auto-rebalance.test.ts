import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type AutoRebalance, autoRebalanceStep, queuedAutoRebalance } from "@millrace/plans/rebalances/resource";
import type { Kafka, KafkaRebalance } from "@millrace/resources";

const kafka = (modes: readonly string[], before?: AutoRebalance): Pick<Kafka, "spec" | "status"> => ({
  spec: { kafka: { listeners: [] }, cruiseControl: { autoRebalance: modes.map((mode) => ({ mode: mode as "add-brokers" })) } },
  ...(before === undefined ? {} : { status: { autoRebalance: before } }),
});

const adds = (state: "Idle" | "RebalanceOnScaleUp", brokers: readonly number[]): AutoRebalance => ({
  state,
  modes: [{ mode: "add-brokers", brokers }],
});

const running = (brokers: readonly number[], state: string, message = ""): KafkaRebalance => ({
  ...{ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaRebalance", metadata: { name: "auto" }, spec: { mode: "add-brokers", brokers } },
  status: { conditions: [{ type: state, status: "True", message }] },
});

describe("what waits to be rebalanced", () => {
  const now = (more: object = {}) => ({ all: [0, 1, 2], added: [], leaving: [], ...more });
  const both = ["add-brokers", "remove-brokers"];
  const cases: ReadonlyArray<readonly [string, Pick<Kafka, "spec" | "status">, object, AutoRebalance | undefined]> = [
    ["nothing where nobody wants it", { spec: { kafka: { listeners: [] } } }, { added: [2] }, undefined],
    ["nothing where nothing changes", kafka(both), {}, { state: "Idle" }],
    ["brokers that come", kafka(both), { added: [2, 1] }, adds("Idle", [1, 2])],
    ["those before and those now", kafka(both, adds("Idle", [2])), { added: [1] }, adds("Idle", [1, 2])],
    ["none that has gone again", kafka(both, adds("Idle", [1, 7])), {}, adds("Idle", [1])],
    ["none that goes", kafka(["add-brokers"], adds("Idle", [1, 2])), { leaving: [2] }, adds("Idle", [1])],
    ["none where only those that go are emptied", kafka(["remove-brokers"]), { added: [2] }, { state: "Idle" }],
    [
      "brokers that go",
      kafka(both),
      { leaving: [2] },
      { state: "RebalanceOnScaleDown", modes: [{ mode: "remove-brokers", brokers: [2] }] },
    ],
    ["none that nobody empties", kafka(["add-brokers"]), { leaving: [2] }, { state: "Idle" }],
    ["what is under way", kafka(both, adds("RebalanceOnScaleUp", [1])), {}, adds("RebalanceOnScaleUp", [1])],
  ];
  for (const [name, declared, more, expected] of cases) {
    test(name, () => assert.deepEqual(queuedAutoRebalance(declared, now(more)), expected));
  }
});

describe("the rebalance after brokers have come", () => {
  const cases: ReadonlyArray<readonly [string, AutoRebalance, boolean, KafkaRebalance | undefined, ReturnType<typeof autoRebalanceStep>]> =
    [
      ["is none where none has come", { state: "Idle" }, true, undefined, { type: "rest" }],
      ["waits until all nodes are as declared", adds("Idle", [3]), false, undefined, { type: "wait" }],
      ["begins then", adds("Idle", [3]), true, undefined, { type: "begin", brokers: [3] }],
      [
        "begins again where its beginning was not written down",
        adds("Idle", [3]),
        true,
        running([3], "Ready"),
        { type: "begin", brokers: [3] },
      ],
      ["goes on", adds("RebalanceOnScaleUp", [3]), true, running([3], "Rebalancing"), { type: "wait" }],
      ["goes on whatever nodes do", adds("RebalanceOnScaleUp", [3]), false, running([3], "ProposalReady"), { type: "wait" }],
      [
        "is about those, too, that come meanwhile",
        adds("RebalanceOnScaleUp", [3, 4]),
        true,
        running([3], "Rebalancing"),
        { type: "begin", brokers: [3, 4] },
      ],
      ["ends when it is through", adds("RebalanceOnScaleUp", [3]), true, running([3], "Ready"), { type: "end" }],
      ["ends when somebody stops it", adds("RebalanceOnScaleUp", [3]), true, running([3], "Stopped"), { type: "end" }],
      ["ends when somebody deletes it", adds("RebalanceOnScaleUp", [3]), true, undefined, { type: "end" }],
      ["ends when its brokers go", { state: "RebalanceOnScaleUp" }, true, running([3], "Rebalancing"), { type: "end" }],
      [
        "tells why it failed",
        adds("RebalanceOnScaleUp", [3]),
        true,
        running([3], "NotReady", "no room"),
        { type: "end", failure: "no room" },
      ],
    ];
  for (const [name, auto, isSettled, there, expected] of cases) {
    test(name, () => assert.deepEqual(autoRebalanceStep(auto, { isSettled, running: there }), expected));
  }
});
