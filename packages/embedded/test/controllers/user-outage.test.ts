import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { systemClock } from "@millrace/kit";
import { eventually } from "../client/running-broker.ts";
import { embeddedSurroundings } from "./embedded-surroundings.ts";
import { UserStage } from "./user-stage.ts";

const scram = { type: "scram-sha-512" as const };

describe("the controller of users without a broker", () => {
  let surroundings: Awaited<ReturnType<typeof embeddedSurroundings>>;
  let stage: UserStage;

  before(async () => {
    surroundings = await embeddedSurroundings({ "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer" });
    stage = new UserStage(surroundings);
    await stage.controller.start();
  });
  after(async () => {
    await stage.close();
    await surroundings.opened.close();
  });

  test("says so within 10 s, keeps what Kafka will be given, and recovers by itself", { timeout: 60_000 }, async () => {
    const { broker } = surroundings;
    const cluster = await stage.cluster("outage");
    const passwordOf = async (user: string) => (await cluster.secret(cluster.nameOf(user)))?.entries.password;
    await cluster.create("kept", { authentication: scram });
    await cluster.create("going", { authentication: scram });
    await cluster.comesTo("kept", /^Ready True/);
    await cluster.comesTo("going", /^Ready True/);
    const password = await passwordOf("kept");
    await broker.stop();
    const lostMs = systemClock.monotonicMs();
    await cluster.comesTo("kept", /^NotReady True KafkaError: /);
    assert(systemClock.monotonicMs() - lostMs < 10_000, "it took more than 10 s");
    await cluster.create("new", { authentication: scram });
    await cluster.delete("going");
    const { status } = await cluster.comesTo("new", /^NotReady True KafkaError: /);
    assert.deepEqual([status?.secret, status?.username], [cluster.nameOf("new"), undefined]);
    const prepared = await passwordOf("new");
    assert(prepared !== undefined);
    await broker.startAgain();
    await cluster.comesTo("new", /^Ready True/);
    await cluster.comesTo("kept", /^Ready True/);
    assert.deepEqual([await passwordOf("new"), await passwordOf("kept")], [prepared, password]);
    await eventually("who went meanwhile is gone", async () => (await cluster.inKafka(cluster.nameOf("going"))).length === 0);
    assert.deepEqual(await cluster.inKafka(cluster.nameOf("kept")), ["SCRAM-SHA-512"]);
  });
});
