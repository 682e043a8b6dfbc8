import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { eventually } from "../client/running-broker.ts";
import { embeddedSurroundings } from "./embedded-surroundings.ts";
import { userCases } from "./user-cases.ts";
import { TransientMemory, UserStage } from "./user-stage.ts";

const secured = { "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer" };
const scram = { type: "scram-sha-512" as const };

describe("the controller of users, on the embedded API and the embedded broker", { concurrency: true }, () => {
  let surroundings: Awaited<ReturnType<typeof embeddedSurroundings>>;
  let stage: UserStage;

  before(async () => {
    surroundings = await embeddedSurroundings(secured);
    stage = new UserStage(surroundings);
    await stage.controller.start();
  });
  after(async () => {
    await stage.close();
    await surroundings.opened.close();
  });

  for (const [at, { name, run }] of userCases.entries()) {
    test(name, async () => run(await stage.cluster(`case-${at}`), stage));
  }
});

describe("users that are gone when the controller starts", () => {
  test("go if they were brought about by KafkaUsers; without a memory, all that nobody declares", async () => {
    const { opened, ...surroundings } = await embeddedSurroundings(secured);
    try {
      const memory = new TransientMemory();
      const first = new UserStage(surroundings, { memory });
      const cluster = await first.cluster("restart");
      const remembered = () => [...memory.names(cluster.kafka)];
      await first.controller.start();
      await cluster.create("going", { authentication: scram });
      await cluster.create("staying", { authentication: scram });
      await cluster.comesTo("going", /^Ready True/);
      await cluster.comesTo("staying", /^Ready True/);
      await surroundings.admin.alterUserScramCredentials([{ user: "foreign", mechanism: "SCRAM-SHA-512", password: "x" }]);
      await first.close();
      await cluster.delete("going");
      const second = new UserStage(surroundings, { memory });
      await second.controller.start();
      const [going, staying] = [cluster.nameOf("going"), cluster.nameOf("staying")];
      await eventually("it is gone", async () => (await cluster.inKafka(going)).length === 0 && !remembered().includes(going));
      await eventually("all is done", () => second.controller.isIdle);
      await second.close();
      assert.deepEqual([await cluster.inKafka("foreign"), await cluster.inKafka(staying)], [["SCRAM-SHA-512"], ["SCRAM-SHA-512"]]);
      const third = new UserStage(surroundings, { memory: "none" });
      await third.controller.start();
      await eventually("it is gone, too", async () => (await cluster.inKafka("foreign")).length === 0);
      await eventually("all is done", () => third.controller.isIdle);
      await third.close();
      assert.deepEqual(await cluster.inKafka(staying), ["SCRAM-SHA-512"]);
    } finally {
      await opened.close();
    }
  });
});
