import { after, before, describe, test } from "node:test";
import { embeddedSurroundings } from "./embedded-surroundings.ts";
import { kafkaCases } from "./kafka-cases.ts";
import { KafkaStage } from "./kafka-stage.ts";

describe("the controller of Kafkas, on the embedded API", { concurrency: true }, () => {
  let surroundings: Awaited<ReturnType<typeof embeddedSurroundings>>;
  let stage: KafkaStage;

  before(async () => {
    surroundings = await embeddedSurroundings();
    stage = new KafkaStage(surroundings);
    await stage.controller.start();
  });
  after(async () => {
    await stage.close();
    await surroundings.opened.close();
  });

  for (const [at, { name, run }] of kafkaCases.entries()) {
    test(name, async () => run(await stage.cluster(`case-${at}`)));
  }
});
