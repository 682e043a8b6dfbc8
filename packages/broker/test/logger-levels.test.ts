import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { jsonLogger } from "@millrace/kit";
import { apis, errors } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

const brokerLogger = 8;

describe("levels of a running broker's loggers", () => {
  const lines: string[] = [];
  const logger = jsonLogger({ level: "info", write: (line) => lines.push(line), now: () => 0 });
  const requests = () => lines.splice(0).filter((line) => line.includes('"kafka.request.logger"')).length;

  async function alter(broker: TestBroker, name: string, value: string | null, validateOnly = false): Promise<number | undefined> {
    const configs = [{ name, configOperation: value === null ? 1 : 0, value }];
    const resources = [{ resourceType: brokerLogger, resourceName: "0", configs }];
    return (await broker.call(apis.incrementalAlterConfigs, 1, { resources, validateOnly })).responses[0]?.errorCode;
  }

  async function described(broker: TestBroker): Promise<Record<string, string | null>> {
    const resources = [{ resourceType: brokerLogger, resourceName: "0", configurationKeys: null }];
    const { results } = await broker.call(apis.describeConfigs, 4, { resources });
    return Object.fromEntries(results[0]?.configs.map(({ name, value }) => [name, value]) ?? []);
  }

  test("can be changed, are told, and hold from the next line on, until the broker is started again", async () => {
    const broker = await TestBroker.start({}, { logger });
    assert.equal((await described(broker)).root, "INFO");
    lines.splice(0);
    await broker.createTopic("a");
    assert.equal(requests(), 0);
    assert.equal(await alter(broker, "kafka.request.logger", "DEBUG", true), 0);
    await broker.createTopic("b");
    assert.equal(requests(), 0);
    assert.equal(await alter(broker, "kafka.request.logger", "DEBUG"), 0);
    await broker.createTopic("c");
    assert.ok(requests() > 0);
    assert.deepEqual(await described(broker), { ...(await described(broker)), root: "INFO", "kafka.request.logger": "DEBUG" });
    assert.equal(await alter(broker, "kafka.request.logger", null), 0);
    assert.equal((await described(broker))["kafka.request.logger"], "INFO");
    lines.splice(0);
    await broker.createTopic("d");
    assert.equal(requests(), 0);
    assert.equal(await alter(broker, "kafka.log", "LOUD"), errors.INVALID_CONFIG.code);
    assert.equal(await alter(broker, "no.such", "INFO"), errors.INVALID_CONFIG.code);
    assert.equal(await alter(broker, "root", null), errors.INVALID_REQUEST.code);
    await broker.stop();
  });
});
