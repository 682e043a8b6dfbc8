import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rehearseRunning, settleRunning } from "../../src/cluster/alter-settings.ts";
import { type KafkaCluster, kafkaCluster } from "../../src/index.ts";
import { noFacts, pool, settings, small } from "../model/declared.ts";
import { Brokers, threads } from "./running-brokers.ts";

function clusterOf(config: Record<string, string | number>): KafkaCluster {
  const pools = [pool("brokers", { roles: ["broker"], replicas: 2 }), pool("controllers", { roles: ["controller"], replicas: 1 })];
  const result = kafkaCluster(small({ config }, pools), noFacts, settings);
  assert.ok(result.type === "cluster");
  return result.cluster;
}

describe("settings of a Kafka that runs", () => {
  it("are set for all brokers where they were started otherwise, told once, and then left", async () => {
    const brokers = new Brokers({ [threads]: "4" }, { [threads]: "8" });
    const settled = await settleRunning(brokers.admin, clusterOf({ [threads]: 8 }));
    assert.deepEqual(
      settled.done.map(({ message }) => message),
      [`${threads} is 8 from now on, in the whole cluster`],
    );
    assert.deepEqual([settled.warnings, [...settled.unable]], [[], []]);
    const again = await settleRunning(brokers.admin, clusterOf({ [threads]: 8 }));
    assert.deepEqual([brokers.requests, again.done], [[`: ${threads} 8`], []]);
  });

  it("are limits of single listeners, too, which Kafka lists only where they are set", async () => {
    const limit = "listener.name.plain-9092.max.connections";
    const brokers = new Brokers({}, {});
    await settleRunning(brokers.admin, clusterOf({ [limit]: 5 }));
    assert.equal(brokers.dynamic.get("")?.get(limit), "5");
    await settleRunning(brokers.admin, clusterOf({}));
    assert.equal(brokers.dynamic.get("")?.size, 0);
    const started = new Brokers({ [limit]: "5" }, { [limit]: "5" });
    await settleRunning(started.admin, clusterOf({}));
    assert.equal(started.dynamic.get("")?.get(limit), "2147483647");
  });

  it("are no single broker's own, and no others are touched", async () => {
    const brokers = new Brokers({}, {});
    for (const name of [threads, "leader.replication.throttled.rate", "cordoned.log.dirs"]) brokers.dynamic.get("1")?.set(name, "1");
    await settleRunning(brokers.admin, clusterOf({}));
    assert.deepEqual(brokers.requests, [`1: ${threads} -`]);
  });

  it("are refused by Kafka's own words, each for itself: nodes that have them only from a start are unable", async () => {
    const brokers = new Brokers({ [threads]: "8" }, { [threads]: "64" });
    brokers.refusal = (name, value) => (name === threads && value === "64" ? "more than twice as many" : undefined);
    const settled = await settleRunning(brokers.admin, clusterOf({ [threads]: 64, "message.max.bytes": 9 }));
    assert.deepEqual(settled.warnings, [
      { reason: "ConfigRefused", message: `Kafka refuses that ${threads} is 64 while brokers run: more than twice as many` },
    ]);
    assert.deepEqual([[...settled.unable].sort(), settled.done.length], [[0, 2], 0]);
  });

  it("are set for all only if each broker takes them: one that has not been started anew yet may not", async () => {
    const brokers = new Brokers({ [threads]: "64" }, { [threads]: "8" });
    brokers.refusal = (_, value, broker) => (broker === "1" && value === "64" ? "more than twice as many" : undefined);
    const settled = await settleRunning(brokers.admin, clusterOf({ [threads]: 64 }));
    assert.deepEqual([[...settled.unable].sort(), settled.warnings.length, brokers.requests], [[1, 2], 1, []]);
  });

  it("are taken back only if each broker takes what it was started with", async () => {
    const brokers = new Brokers({}, {});
    brokers.dynamic.get("")?.set(threads, "32");
    brokers.refusal = (_, value, broker) => (broker === "1" && value === "8" ? "less than half as many" : undefined);
    const settled = await settleRunning(brokers.admin, clusterOf({}));
    assert.deepEqual([settled.warnings.map(({ reason }) => reason), brokers.requests], [["ConfigRefused"], []]);
  });

  it("that were set before don't stay where a restart is to bring others", async () => {
    const brokers = new Brokers({ [threads]: "8" }, { [threads]: "8" });
    brokers.dynamic.get("")?.set(threads, "16");
    brokers.refusal = (_, value) => (value === "64" ? "more than twice as many" : undefined);
    const settled = await settleRunning(brokers.admin, clusterOf({ [threads]: 64 }));
    assert.deepEqual([[...settled.unable].sort(), brokers.dynamic.get("")?.has(threads)], [[0, 1, 2], false]);
  });

  it("restart nobody for a value that Kafka would not start with either, nor while it can't say", async () => {
    const brokers = new Brokers({ [threads]: "8" });
    brokers.refusal = () => `Invalid value 0 for configuration ${threads}: Value must be at least 1`;
    const settled = await settleRunning(brokers.admin, clusterOf({ [threads]: 0 }));
    assert.deepEqual([settled.warnings.length, settled.unable.size], [1, 0]);
    brokers.away = [0];
    assert.deepEqual((await settleRunning(brokers.admin, clusterOf({ [threads]: 0 }))).warnings, []);
  });

  it("can be rehearsed: the same is told, and nothing altered", async () => {
    const brokers = new Brokers({ [threads]: "8" }, { [threads]: "8" });
    brokers.dynamic.get("1")?.set(threads, "9");
    brokers.refusal = (_, value) => (value === "64" ? "more than twice as many" : undefined);
    const refused = await rehearseRunning(brokers.admin, clusterOf({ [threads]: 64 }));
    assert.deepEqual([refused.warnings.length, [...refused.unable].sort()], [1, [0, 1, 2]]);
    const taken = await rehearseRunning(brokers.admin, clusterOf({ [threads]: 4 }));
    assert.deepEqual(
      taken.done.map(({ message }) => message),
      [`${threads} is 4 from now on, in the whole cluster`],
    );
    assert.deepEqual(brokers.requests, []);
  });
});
