import { after, before, describe, test } from "node:test";
import { RunningApi } from "../kube/running-api.ts";
import { awaitedCases } from "./awaited-cases.ts";
import { AwaitedStage } from "./awaited-stage.ts";

describe("the controller of resources that nothing looks after yet, on the embedded API", { concurrency: true }, () => {
  let api: RunningApi;
  let stage: AwaitedStage;

  before(async () => {
    api = await RunningApi.start();
    stage = new AwaitedStage(api.transport);
    await stage.start();
  });
  after(async () => {
    await stage.close();
    await api.close();
  });

  for (const [at, { name, run }] of awaitedCases.entries()) {
    test(name, async () => {
      await stage.namespace(`case-${at}`);
      await run(stage, `case-${at}`);
    });
  }
});
