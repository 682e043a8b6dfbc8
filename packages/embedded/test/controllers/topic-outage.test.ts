import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { systemClock } from "@millrace/kit";
import { embeddedSurroundings } from "./embedded-surroundings.ts";
import { TopicStage } from "./topic-stage.ts";

describe("the controller of topics without a broker", () => {
  let surroundings: Awaited<ReturnType<typeof embeddedSurroundings>>;
  let stage: TopicStage;

  before(async () => {
    surroundings = await embeddedSurroundings();
    stage = new TopicStage(surroundings);
    await stage.controller.start();
  });
  after(async () => {
    await stage.close();
    await surroundings.opened.close();
  });

  test("says so within 10 s, recovers by itself, and deletes nothing that it can't see", { timeout: 60_000 }, async () => {
    const { broker } = surroundings;
    const cluster = await stage.cluster("outage");
    await cluster.create("kept", { partitions: 2 });
    await cluster.create("going");
    const before = await cluster.comesTo("kept", /^Ready True$/);
    await cluster.comesTo("going", /^Ready True$/);
    await broker.stop();
    const lostMs = systemClock.monotonicMs();
    await cluster.comesTo("kept", /^Ready False KafkaError: /);
    assert(systemClock.monotonicMs() - lostMs < 10_000, "it took more than 10 s");
    await cluster.create("new");
    await cluster.delete("going");
    await cluster.comesTo("new", /^Ready False KafkaError: /);
    assert((await cluster.get("going")) !== undefined, "what can't be deleted in Kafka stays");
    await broker.startAgain();
    await cluster.comesTo("new", /^Ready True$/);
    const recovered = await cluster.comesTo("kept", /^Ready True$/);
    assert.equal(recovered.status?.topicId, before.status?.topicId);
    await cluster.goes("going");
    assert.equal(await cluster.inKafka("going"), undefined);
    assert.equal((await cluster.inKafka("kept"))?.partitions, 2);
  });
});
