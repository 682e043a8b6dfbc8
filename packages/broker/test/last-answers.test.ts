import assert from "node:assert/strict";
import { test } from "node:test";
import { jsonLogger } from "@millrace/kit";
import { apis, encodeBatch } from "@millrace/protocol";
import { RawClient } from "./harness/raw-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

/** Each append is flushed, so that its answer comes later, and requests behind it go ahead. */
const properties = { "flush.messages": "1" };

function send(client: RawClient, acks: number, name: string): number {
  const records = encodeBatch({ records: [{ key: null, value: Buffer.from("value"), timestamp: 1 }] });
  return client.send(apis.produce, 9, { acks, timeoutMs: 1000, topicData: [{ name, partitionData: [{ index: 0, records }] }] });
}

async function endOf(broker: TestBroker, name: string): Promise<number | undefined> {
  const asked = { topics: [{ name, partitions: [{ partitionIndex: 0, timestamp: -1 }] }] };
  return (await broker.call(apis.listOffsets, 1, asked)).topics[0]?.partitions[0]?.offset;
}

test("what was asked before a refusal that has no answer is answered, and what comes after it is not done", async () => {
  const broker = await TestBroker.start(properties);
  await broker.createTopic("kept");
  const client = broker.connect();
  const ids = [send(client, -1, "kept"), send(client, 1, "kept")];
  send(client, 0, "nowhere");
  send(client, -1, "kept");
  for (const id of ids) {
    const { responses } = await client.receive(apis.produce, 9, id);
    assert.equal(responses[0]?.partitionResponses[0]?.errorCode, 0);
  }
  assert.equal(await client.frame(), undefined);
  assert.equal(await endOf(broker, "kept"), 2);
  await broker.stop();
});

test("what was asked before bytes that are no request is answered when it is done", async () => {
  const broker = await TestBroker.start(properties);
  await broker.createTopic("kept");
  const client = broker.connect();
  const id = send(client, -1, "kept");
  client.sendBytes(Buffer.from([0xff, 0xff, 0xff, 0xff, 1, 2, 3]));
  client.sendBytes(Buffer.alloc(100_000));
  const { responses } = await client.receive(apis.produce, 9, id);
  assert.equal(responses[0]?.partitionResponses[0]?.errorCode, 0);
  assert.equal(await client.frame(), undefined);
  await broker.stop();
});

test("who does not take the last answers is gone after connections.max.idle.ms, whatever else is sent", async () => {
  const reasons: unknown[] = [];
  const write = (line: string) => reasons.push(JSON.parse(line).reason);
  const logger = jsonLogger({ level: "debug", now: () => 0, write });
  const broker = await TestBroker.start({ "connections.max.idle.ms": "5000" }, { logger });
  await broker.createTopic("large");
  await broker.produce("large", 0, ["x".repeat(500_000)]);
  const stream = broker.broker.connect();
  const deaf = new RawClient(stream);
  stream.pause();
  const topics = [{ topic: "large", partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
  deaf.send(apis.fetch, 11, { maxWaitMs: 0, minBytes: 1, sessionEpoch: -1, topics });
  deaf.sendBytes(Buffer.alloc(4, 0xff));
  const isUnreadable = (reason: unknown) => /-1 bytes/.test(String(reason));
  for (let turn = 0; turn < 100 && !reasons.some(isUnreadable); turn++) await broker.call(apis.apiVersions, 0, {});
  assert.ok(reasons.some(isUnreadable));
  broker.clock.advance(3_000);
  deaf.sendBytes(Buffer.alloc(10));
  await broker.call(apis.apiVersions, 0, {});
  assert.ok(!reasons.includes("it was idle"));
  broker.clock.advance(3_000);
  assert.ok(reasons.includes("it was idle"));
  await broker.stop();
});
