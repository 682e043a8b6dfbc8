import { after, before, describe, test } from "node:test";
import { embeddedSurroundings } from "./embedded-surroundings.ts";
import { topicCases } from "./topic-cases.ts";
import { TopicStage } from "./topic-stage.ts";

describe("the controller of topics, on the embedded API and the embedded broker", { concurrency: true }, () => {
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

  for (const [at, { name, run }] of topicCases.entries()) {
    test(name, async () => run(await stage.cluster(`case-${at}`), stage));
  }
});
