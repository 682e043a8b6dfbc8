import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { apis, encodeBatch } from "@millrace/protocol";
import type { RawClient } from "./harness/raw-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

const unused = { idleRatio: () => 1, idleNanos: () => 0, diskReadBytes: () => undefined, diskWriteBytes: () => undefined };
const exported = { topic: () => true, group: () => true, showAllOffsets: true };

async function setQuota(broker: TestBroker, [entityType, entityName]: readonly [string, string | null], key: string, value: number) {
  const entries = [{ entity: [{ entityType, entityName }], ops: [{ key, value, remove: false }] }];
  await broker.call(apis.alterClientQuotas, 1, { entries });
}

/** The samples of one metric, as `name` ends. */
async function told({ broker }: TestBroker, name: string): Promise<unknown[]> {
  const families = await broker.metrics({ naming: "strimziMetricsReporter", exported, process: unused });
  const family = families.find((each) => each.name === `kafka_server_${name}`);
  assert.ok(family, name);
  return Array.from(family.samples(), ({ labels, value }) => [labels, value]);
}

async function produce(client: RawClient, sizeBytes: number): Promise<number> {
  const records = encodeBatch({ records: [{ key: null, value: Buffer.alloc(sizeBytes), timestamp: 1 }] });
  const topicData = [{ name: "t", partitionData: [{ index: 0, records }] }];
  return (await client.call(apis.produce, 9, { acks: -1, timeoutMs: 1000, topicData })).throttleTimeMs;
}

describe("what is told of quotas", () => {
  test("how many clients are held back just now, by what they are beyond", async () => {
    const it = await TestBroker.start();
    await it.createTopic("t");
    await setQuota(it, ["user", null], "producer_byte_rate", 1_000);
    const clients = [await it.connectOverTcp(), await it.connectOverTcp()];
    assert.deepEqual(await told(it, "produce_queue_size"), [[{}, 0]]);
    const throttled = [];
    for (const client of clients) throttled.push(await produce(client, 20_000));
    const [first = 0, second = 0] = throttled;
    assert.ok(first > 0 && second > first);
    assert.deepEqual(await told(it, "produce_queue_size"), [[{}, 2]]);
    assert.deepEqual(await told(it, "fetch_queue_size"), [[{}, 0]]);
    it.clock.advance(first);
    assert.deepEqual(await told(it, "produce_queue_size"), [[{}, 1]]);
    it.clock.advance(second);
    assert.deepEqual(await told(it, "produce_queue_size"), [[{}, 0]]);
    for (const client of clients) client.close();
    await it.stop();
  });

  test("how fast connections come, and how long they had to wait", async () => {
    const it = await TestBroker.start({ "listener.name.plain-9092.max.connection.creation.rate": "1" });
    const listener = { listener: "PLAIN-9092" };
    await setQuota(it, ["ip", "127.0.0.1"], "connection_creation_rate", 100);
    const accepted = (name: string) => told(it, `socket_server_metrics_${name}`);
    assert.deepEqual(await accepted("connection_accept_throttle_time"), [[listener, 0]]);
    const clients = await Promise.all(Array.from({ length: 5 }, () => it.connectOverTcp()));
    for (const client of clients) await client.call(apis.apiVersions, 0, {});
    assert.deepEqual(await accepted("connection_accept_rate"), [
      [listener, 0.5],
      [{ ip: "127.0.0.1" }, 0.5],
    ]);
    assert.deepEqual(await accepted("broker_connection_accept_rate"), [[{}, 0.5]]);
    const late = await Promise.all(Array.from({ length: 7 }, () => it.connectOverTcp()));
    const asked = late.map((client) => client.call(apis.apiVersions, 0, {}));
    for (const answer of asked.slice(0, 5)) await answer;
    while ((await accepted("connection_accept_throttle_time")).every((sample) => String(sample).endsWith(",0")))
      await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(await accepted("connection_accept_throttle_time"), [[listener, 1000]]);
    assert.deepEqual(await accepted("ip_connection_accept_throttle_time"), [[listener, 0]]);
    const refused = Promise.allSettled(asked);
    for (const client of [...clients, ...late]) client.close();
    await it.stop();
    await refused;
  });

  test("what share of the time requests took that quotas don't count", async () => {
    const it = await TestBroker.start();
    await setQuota(it, ["user", null], "request_percentage", 50);
    assert.deepEqual(await told(it, "request_exempt_request_time"), [[{}, 0]]);
    await it.stop();
  });
});
