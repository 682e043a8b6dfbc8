import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MillraceError, seededRandom } from "@millrace/kit";
import { apis, encodeBatch, errors, Writer } from "@millrace/protocol";
import { errorAnswer } from "../src/faults/error-answers.ts";
import type { FaultRule } from "../src/faults/fault-rule.ts";
import { Faults } from "../src/faults/faults.ts";
import type { RawClient } from "./harness/raw-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

/** A broker with two topics, and a client from outside. */
async function stage() {
  const faults = new Faults(seededRandom(1));
  const broker = await TestBroker.start({}, { faults });
  const ids = { a: await broker.createTopic("a"), b: await broker.createTopic("b") };
  const connect = () => broker.connectOverTcp();
  return { faults, broker, ids, connect, client: await connect() };
}

const records = () => encodeBatch({ records: [{ key: null, value: Buffer.from("v"), timestamp: 0 }] });

async function produce(client: RawClient, topics: readonly string[], clientId?: string) {
  const topicData = topics.map((name) => ({ name, partitionData: [{ index: 0, records: records() }] }));
  const { responses } = await client.call(apis.produce, 9, { acks: -1, timeoutMs: 1000, topicData }, clientId);
  return responses.map(({ partitionResponses }) => partitionResponses[0]?.errorCode);
}

async function endOffset(client: RawClient, name: string) {
  const topics = [{ name, partitions: [{ partitionIndex: 0, timestamp: -1 }] }];
  const answer = await client.call(apis.listOffsets, 7, { replicaId: -1, topics });
  return answer.topics[0]?.partitions[0]?.offset;
}

describe("faults", () => {
  test("an error is answered for what was asked, nothing is done, and the rule is over after its times", async () => {
    const { faults, broker, client } = await stage();
    const fault = faults.add({ api: "Produce", error: "NOT_LEADER_OR_FOLLOWER", times: 2 });
    assert.deepEqual(await produce(client, ["a"]), [errors.NOT_LEADER_OR_FOLLOWER.code]);
    assert.equal(await endOffset(client, "a"), 0, "another API is not hit");
    assert.deepEqual(await produce(client, ["a"]), [errors.NOT_LEADER_OR_FOLLOWER.code]);
    assert.deepEqual(await produce(client, ["a"]), [0]);
    assert.equal(fault.hits, 2);
    assert.equal(faults.isArmed, false);
    await broker.stop();
  });

  test("only clients and topics that are named are hit, until the rule is cleared", async () => {
    const { faults, broker, client } = await stage();
    const fault = faults.add({ topic: "a", clientId: "one", error: "KAFKA_STORAGE_ERROR" });
    const failed = errors.KAFKA_STORAGE_ERROR.code;
    assert.deepEqual(await produce(client, ["a"], "one"), [failed]);
    assert.deepEqual(await produce(client, ["b"], "one"), [0]);
    assert.deepEqual(await produce(client, ["a"], "two"), [0]);
    fault.clear();
    assert.deepEqual(await produce(client, ["a"], "one"), [0]);
    await broker.stop();
  });

  test("this process's own requests are never hit", async () => {
    const { faults, broker } = await stage();
    faults.add({ error: "UNKNOWN_SERVER_ERROR" });
    assert.deepEqual(await produce(broker.client, ["a"]), [0]);
    await broker.stop();
  });

  test("a share of requests is hit", () => {
    const faults = new Faults(seededRandom(1));
    const fault = faults.add({ api: ["Produce", "Fetch"], share: 0.25, error: "NOT_LEADER_OR_FOLLOWER" });
    for (let at = 0; at < 10_000; at++)
      faults.hit({ api: at % 2 === 0 ? "Produce" : "Heartbeat", clientId: null, topics: () => new Set() });
    assert.ok(fault.hits > 1_150 && fault.hits < 1_350, `${fault.hits} of 5000`);
  });

  test("a connection is dropped before the work, or behind it", async () => {
    const { faults, broker, connect } = await stage();
    faults.add({ api: "Produce", drop: "request", times: 1 });
    await assert.rejects(produce(await connect(), ["a"]), /closed the connection/);
    assert.equal(await endOffset(broker.client, "a"), 0);
    faults.add({ api: "Produce", drop: "answer", times: 1 });
    await assert.rejects(produce(await connect(), ["a"]), /closed the connection/);
    assert.equal(await endOffset(broker.client, "a"), 1);
    assert.deepEqual(await produce(await connect(), ["a"]), [0]);
    await broker.stop();
  });

  test("an answer is late by the broker's clock; what was asked for is done at once", async () => {
    const { faults, broker, client } = await stage();
    faults.add({ api: "Produce", delayMs: 5_000, times: 1 });
    let isAnswered = false;
    const producing = produce(client, ["a"]).finally(() => {
      isAnswered = true;
    });
    const other = await broker.connectOverTcp();
    while ((await endOffset(other, "a")) === 0);
    broker.clock.advance(4_999);
    await endOffset(other, "a");
    assert.equal(isAnswered, false);
    broker.clock.advance(1);
    assert.deepEqual(await producing, [0]);
    await broker.stop();
  });

  test("a fetch within a session is about the topics of the session, and its partitions have the error", async () => {
    const { faults, broker, ids, client } = await stage();
    const ask = (topicId: string) => ({ topicId, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] });
    const limits = { maxWaitMs: 0, minBytes: 0, maxBytes: 1000 };
    const first = await client.call(apis.fetch, 16, { ...limits, sessionEpoch: 0, topics: [ask(ids.a), ask(ids.b)] });
    assert.ok(first.sessionId > 0);
    faults.add({ api: "Fetch", topic: "a", error: "OFFSET_OUT_OF_RANGE", times: 1 });
    const hit = await client.call(apis.fetch, 16, { ...limits, sessionId: first.sessionId, sessionEpoch: 1, topics: [] });
    const codes = new Map(hit.responses.map(({ topicId, partitions }) => [topicId, partitions.map(({ errorCode }) => errorCode)]));
    assert.deepEqual([hit.errorCode, hit.sessionId], [0, 0]);
    assert.deepEqual(codes.get(ids.a), [errors.OFFSET_OUT_OF_RANGE.code]);
    assert.deepEqual(codes.get(ids.b), [0]);
    const again = await client.call(apis.fetch, 16, { ...limits, sessionId: first.sessionId, sessionEpoch: 2, topics: [] });
    assert.equal(again.errorCode, errors.FETCH_SESSION_ID_NOT_FOUND.code);
    await broker.stop();
  });

  test("metadata still tells the brokers, and of the topic the error", async () => {
    const { faults, broker, client } = await stage();
    faults.add({ api: "Metadata", topic: "a", error: "LEADER_NOT_AVAILABLE" });
    const answer = await client.call(apis.metadata, 12, { topics: [{ name: "a" }, { name: "b" }] });
    assert.equal(answer.brokers.length, 1);
    assert.deepEqual(
      answer.topics.map(({ name, errorCode, partitions }) => [name, errorCode, partitions.length]),
      [
        ["a", errors.LEADER_NOT_AVAILABLE.code, 0],
        ["b", 0, 1],
      ],
    );
    await broker.stop();
  });

  test("acks=0: the connection ends, as nobody waits for an answer", async () => {
    const { faults, broker, client } = await stage();
    faults.add({ api: "Produce", error: "KAFKA_STORAGE_ERROR" });
    client.send(apis.produce, 9, { acks: 0, topicData: [{ name: "a", partitionData: [{ index: 0, records: records() }] }] });
    assert.equal(await client.frame(), undefined);
    await broker.stop();
  });

  test("an answer with an error can be encoded, whatever the topic", () => {
    const knowledge = {
      fetchSessions: { get: () => undefined },
      shareSessions: { get: () => undefined },
      nameOf: () => undefined,
      endFetchSession: () => {},
    };
    for (let version = 4; version <= 18; version++) {
      const body = { sessionId: 0, topics: [{ topic: "a", topicId: "AAAAAAAAAAAAAAAAAAAAAQ", partitions: [{ partition: 1 }] }] };
      const common = { apiKey: apis.fetch.key, version, body, topic: undefined, knowledge, handle: () => ({}) };
      for (const error of [errors.NOT_LEADER_OR_FOLLOWER, errors.FETCH_SESSION_ID_NOT_FOUND])
        apis.fetch.response.encode(new Writer(), errorAnswer({ ...common, error }) as never, version);
    }
  });

  test("rules that make no sense are refused", () => {
    const faults = new Faults(seededRandom(1));
    const wrong: readonly FaultRule[] = [
      {},
      { error: "NONE" },
      { error: "NO_SUCH_ERROR" as never },
      { api: "produce" as never, delayMs: 1 },
      { error: "NOT_COORDINATOR", drop: "request" },
      { drop: "both" as never },
      { delayMs: -1 },
      { delayMs: 1, times: 0 },
      { delayMs: 1, share: 0 },
    ];
    for (const rule of wrong) assert.throws(() => faults.add(rule), MillraceError, JSON.stringify(rule));
    assert.equal(faults.isArmed, false);
  });
});
