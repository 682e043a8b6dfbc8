import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { apis, compress, errors, ZERO_UUID } from "@millrace/protocol";
import { TestBroker } from "./harness/test-broker.ts";

const clientMetrics = 16;
const intervalMs = 1000;

/** A protobuf field that is a text, a message or a fixed number of bytes. */
function bytesField(number: number, value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  return Buffer.from([...bytes, left]);
}

function double(number: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([varint(number * 8 + 1), bytes]);
}

const attribute = (key: string, value: string) => Buffer.concat([bytesField(1, key), bytesField(2, bytesField(1, value))]);

/** One metric with one point: a gauge, or a sum whose points are deltas. */
function metricOf(name: string, value: number, { sum = false, topic = "" } = {}): Buffer {
  const point = Buffer.concat([double(4, value), ...(topic === "" ? [] : [bytesField(7, attribute("topic", topic))])]);
  const points = bytesField(1, point);
  const kind = sum ? bytesField(7, Buffer.concat([points, varint(16), varint(1), varint(24), varint(1)])) : bytesField(5, points);
  return Buffer.concat([bytesField(1, name), bytesField(2, "What it is."), kind]);
}

function metricsData(...metrics: readonly Buffer[]): Buffer {
  const resource = bytesField(1, bytesField(1, attribute("group_id", "g")));
  const scope = bytesField(2, Buffer.concat(metrics.map((metric) => bytesField(2, metric))));
  return bytesField(1, Buffer.concat([resource, scope]));
}

const prefix = "org.apache.kafka.consumer.";

describe("telemetry of clients (KIP-714)", () => {
  let it: TestBroker;

  before(async () => {
    it = await TestBroker.start({ "telemetry.max.bytes": "4096" });
    await subscribe("all-consumers", { metrics: prefix, "interval.ms": String(intervalMs), match: "client_id=test.*" });
  });

  beforeEach(() => it.clock.advance(300_000));

  after(() => it.stop());

  async function subscribe(resourceName: string, configs: Readonly<Record<string, string>>): Promise<void> {
    const asked = Object.entries(configs).map(([name, value]) => ({ name, value, configOperation: 0 }));
    const resources = [{ resourceType: clientMetrics, resourceName, configs: asked }];
    const { responses } = await it.call(apis.incrementalAlterConfigs, 1, { resources });
    assert.equal(responses[0]?.errorCode, 0);
  }

  const ask = (clientInstanceId = ZERO_UUID) => it.call(apis.getTelemetrySubscriptions, 0, { clientInstanceId });

  async function push(id: string, subscriptionId: number, metrics: Buffer, more: { compressionType?: number; terminating?: boolean } = {}) {
    const draft = { clientInstanceId: id, subscriptionId, terminating: false, compressionType: 0, metrics, ...more };
    return (await it.call(apis.pushTelemetry, 0, draft)).errorCode;
  }

  const told = () =>
    it.broker.clientMetrics().flatMap(({ name, type, samples }) => samples.map(({ labels, value }) => ({ name, type, labels, value })));

  test("a client is given an id, and asked for what its subscriptions say", async () => {
    const { clientInstanceId, pushIntervalMs, requestedMetrics, acceptedCompressionTypes, telemetryMaxBytes } = await ask();
    assert.notEqual(clientInstanceId, ZERO_UUID);
    assert.deepEqual(
      { pushIntervalMs, requestedMetrics, telemetryMaxBytes },
      { pushIntervalMs: intervalMs, requestedMetrics: [prefix], telemetryMaxBytes: 4096 },
    );
    assert.deepEqual(acceptedCompressionTypes, [4, 3, 1, 2]);
  });

  test("who asks or pushes before its interval is over is held off", async () => {
    const { clientInstanceId: id, subscriptionId } = await ask();
    assert.equal((await ask(id)).errorCode, errors.THROTTLING_QUOTA_EXCEEDED.code);
    assert.equal(await push(id, subscriptionId, metricsData()), 0);
    assert.equal(await push(id, subscriptionId, metricsData()), errors.THROTTLING_QUOTA_EXCEEDED.code);
    it.clock.advance(intervalMs);
    assert.equal(await push(id, subscriptionId, metricsData()), 0);
  });

  test("what is pushed is told by client; what has been added is added up", async () => {
    const { clientInstanceId: id, subscriptionId } = await ask();
    const total = (value: number) =>
      metricsData(metricOf(`${prefix}records.total`, value, { sum: true, topic: "t" }), metricOf(`${prefix}lag`, value));
    assert.equal(await push(id, subscriptionId, total(5)), 0);
    it.clock.advance(intervalMs);
    assert.equal(await push(id, subscriptionId, compress("zstd", total(3)), { compressionType: 4 }), 0);
    const mine = told().filter(({ labels }) => labels.client_instance_id === id);
    const counter = mine.find(({ name }) => name === "kafka_client_consumer_records_total");
    assert.equal(counter?.type, "counter");
    assert.equal(counter?.value, 8);
    assert.equal(counter?.labels.topic, "t");
    assert.equal(counter?.labels.group_id, "g");
    assert.equal(counter?.labels.client_id, "test");
    const gauge = mine.find(({ name }) => name === "kafka_client_consumer_lag");
    assert.deepEqual({ type: gauge?.type, value: gauge?.value }, { type: "gauge", value: 3 });
  });

  test("pushes that can't be taken are refused as Kafka does", async () => {
    const refused = async (metrics: Buffer, more: object, subscriptionOff = 0) => {
      const { clientInstanceId, subscriptionId } = await ask();
      return push(clientInstanceId, subscriptionId + subscriptionOff, metrics, more);
    };
    const data = metricsData();
    assert.equal(await push(ZERO_UUID, 1, data), errors.INVALID_REQUEST.code);
    assert.equal(await refused(data, {}, 1), errors.UNKNOWN_SUBSCRIPTION_ID.code);
    assert.equal(await refused(data, { compressionType: 9 }), errors.UNSUPPORTED_COMPRESSION_TYPE.code);
    assert.equal(await refused(Buffer.alloc(4097), {}), errors.TELEMETRY_TOO_LARGE.code);
    assert.equal(await refused(compress("gzip", Buffer.alloc(100_000)), { compressionType: 1 }), errors.INVALID_RECORD.code);
    assert.equal(await refused(Buffer.from([0x0a, 0x7f]), {}), errors.INVALID_RECORD.code);
    assert.equal(await refused(Buffer.from([0x0b]), {}), errors.INVALID_RECORD.code);
    assert.equal(await refused(Buffer.alloc(20, 0xff), {}), errors.INVALID_RECORD.code);
  });

  test("nothing comes after the last push", async () => {
    const { clientInstanceId: id, subscriptionId } = await ask();
    assert.equal(await push(id, subscriptionId, metricsData(), { terminating: true }), 0);
    it.clock.advance(intervalMs);
    assert.equal(await push(id, subscriptionId, metricsData()), errors.INVALID_REQUEST.code);
  });

  test("a client that is asked for something else by now may ask at once, and is told so when it pushes", async () => {
    const { clientInstanceId: id, subscriptionId } = await ask();
    await subscribe("more", { metrics: "org.apache.kafka.producer.", "interval.ms": "700" });
    assert.equal(await push(id, subscriptionId, metricsData()), errors.UNKNOWN_SUBSCRIPTION_ID.code);
    const { errorCode, pushIntervalMs, requestedMetrics } = await ask(id);
    assert.deepEqual({ errorCode, pushIntervalMs }, { errorCode: 0, pushIntervalMs: 700 });
    assert.deepEqual(requestedMetrics.toSorted(), [prefix, "org.apache.kafka.producer."]);
    await subscribe("more", { metrics: "*" });
    assert.deepEqual((await ask(id)).requestedMetrics, ["*"]);
  });

  test("clients that are no longer heard of are forgotten, and no client can fill the memory", async () => {
    assert.deepEqual(told(), []);
    const { clientInstanceId: id, subscriptionId } = await ask();
    const values = Array.from({ length: 40 }, (_, at) => metricOf(`m${at}`, at));
    for (let round = 0; round < 60; round++) {
      const metrics = values.map((_, at) => metricOf(`m${round}_${at}`, at));
      assert.equal(await push(id, subscriptionId, metricsData(...metrics)), 0);
      it.clock.advance(intervalMs);
    }
    assert.equal(told().length, 2000);
  });
});
