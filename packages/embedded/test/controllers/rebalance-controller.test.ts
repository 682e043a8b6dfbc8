import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually } from "../client/running-broker.ts";
import { embeddedSurroundings } from "./embedded-surroundings.ts";
import { RebalanceStage } from "./rebalance-stage.ts";

const saidOf = (conditions: ReadonlyArray<{ readonly type?: string; readonly reason?: string; readonly message?: string }> | undefined) =>
  conditions?.map(({ type, reason, message }) => [type, ...(reason === undefined ? [] : [reason, message])]);

describe("the controller of rebalances, on the embedded API and the embedded broker", { concurrency: true }, () => {
  let surroundings: Awaited<ReturnType<typeof embeddedSurroundings>>;
  let stage: RebalanceStage;

  before(async () => {
    surroundings = await embeddedSurroundings();
    await surroundings.admin.createTopics([{ name: "t", partitionCount: 3 }]);
    stage = new RebalanceStage(surroundings.transport, () => surroundings.address);
    await stage.start();
  });
  after(async () => {
    await stage.close();
    await surroundings.opened.close();
  });

  test("a proposal is made, waits for approval, and is carried out: one broker has nothing to move", async () => {
    const place = await stage.namespace("approved");
    await place.create("full");
    const { status } = await place.until("full", "ProposalReady");
    assert.equal(status?.optimizationResult?.numReplicaMovements, 0);
    assert.deepEqual(status?.progress, { rebalanceProgressConfigMap: "full" });
    assert.match(status?.sessionId ?? "", /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/);
    const loads = JSON.parse((await place.data("full"))["brokerLoad.json"] ?? "");
    assert.equal(loads["0"].replicas.diff, 0);
    await place.ask("full", "approve");
    const done = await place.until("full", "Ready");
    assert.equal(done.status?.sessionId, undefined);
    const { estimatedTimeToCompletionInMinutes, completedByteMovementPercentage } = await place.data("full");
    assert.deepEqual([estimatedTimeToCompletionInMinutes, completedByteMovementPercentage], ["0", "100"]);
    await place.ask("full", "refresh");
    await place.until("full", "ProposalReady");
  });

  test("approval may be given beforehand, and a changed spec asks for a new proposal", async () => {
    const place = await stage.namespace("unasked");
    await place.create("auto", { annotations: { "strimzi.io/rebalance-auto-approval": "true" } });
    await place.until("auto", "Ready");
    await place.patch("auto", { metadata: { annotations: { "strimzi.io/rebalance-auto-approval": null } }, spec: { excludedTopics: "t" } });
    const { status } = await place.until("auto", "ProposalReady");
    assert.deepEqual(status?.optimizationResult?.excludedTopics, ["t"]);
  });

  test("what can't be asked for in a state is said, and what can is heard and taken away", async () => {
    const place = await stage.namespace("heard");
    await place.create("asked");
    await place.until("asked", "ProposalReady");
    await place.ask("asked", "stop");
    await eventually("it is said", async () => (await place.get("asked"))?.status?.conditions?.length === 2);
    const { status, metadata } = await place.until("asked", "ProposalReady");
    const message =
      "Wrong annotation value: stop. The rebalance resource supports the following annotations in ProposalReady state: [approve, refresh]";
    assert.deepEqual(saidOf(status?.conditions), [["ProposalReady"], ["Warning", "InvalidAnnotation", message]]);
    assert.equal(metadata.annotations?.["strimzi.io/rebalance"], "stop");
    await place.ask("asked", "refresh");
    await eventually("it is heard", async () => (await place.get("asked"))?.metadata.annotations?.["strimzi.io/rebalance"] === undefined);
  });

  const refused: ReadonlyArray<
    readonly [name: string, given: Parameters<Awaited<ReturnType<RebalanceStage["namespace"]>>["create"]>[1], said: RegExp]
  > = [
    ["nobodys", { labels: {} }, /^InvalidResourceException Resource lacks label 'strimzi.io\/cluster'/],
    ["others", { labels: { "strimzi.io/cluster": "no" } }, /^NoSuchResourceException Kafka resource 'no' identified by label/],
    ["brokerless", { spec: { mode: "add-brokers" } }, /^IllegalArgumentException The brokers list is mandatory when using the add-brokers/],
    ["last", { spec: { mode: "remove-brokers", brokers: [0] } }, /^OptimizationFailureException no other broker can take a replica of /],
    ["strange", { spec: { goals: ["MyGoal"] } }, /^IllegalArgumentException goals that are not known: MyGoal; known are RackAwareGoal, /],
    ["odd", { spec: { excludedTopics: "(" } }, /^IllegalArgumentException spec.excludedTopics is no regular expression/],
  ];
  test("what can't be had is refused in words", async () => {
    const place = await stage.namespace("refused");
    for (const [name, given, said] of refused) {
      await place.create(name, given);
      const { status } = await place.until(name, "NotReady");
      assert.match(status?.conditions?.map(({ reason, message }) => `${reason} ${message}`).join() ?? "", said);
    }
  });

  test("a Kafka that is not ready is waited for, a template is only a template, and one that is paused says so", async () => {
    const place = await stage.namespace("waiting");
    await place.kafkaIs("False");
    await place.create("late");
    const { status } = await place.until("late", "NotReady");
    assert.deepEqual(saidOf(status?.conditions), [["NotReady", "RuntimeException", "Kafka cluster is not Ready"]]);
    await place.create("template", { annotations: { "strimzi.io/rebalance-template": "true" } });
    await place.create("paused", { annotations: { "strimzi.io/pause-reconciliation": "true" } });
    await place.until("paused", "ReconciliationPaused");
    await place.kafkaIs("True");
    await place.until("late", "ProposalReady");
    assert.equal((await place.get("template"))?.status, undefined);
  });
});
