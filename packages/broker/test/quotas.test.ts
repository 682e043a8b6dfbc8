import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { ManualClock } from "@millrace/kit";
import { apis, encodeBatch, errors } from "@millrace/protocol";
import { RawClient } from "./harness/raw-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

/** A part that is null stands for the default. */
type Parts = Readonly<Record<string, string | null>>;

function entityOf(parts: Parts) {
  return Object.entries(parts).map(([entityType, entityName]) => ({ entityType, entityName }));
}

async function setQuota(broker: TestBroker, parts: Parts, key: string, value: number | null): Promise<string | null> {
  const ops = [{ key, value: value ?? 0, remove: value === null }];
  const { entries } = await broker.call(apis.alterClientQuotas, 1, { entries: [{ entity: entityOf(parts), ops }] });
  return entries[0]?.errorMessage ?? null;
}

async function quotasOf(broker: TestBroker): Promise<unknown> {
  const { entries } = await broker.call(apis.describeClientQuotas, 1, {});
  return entries?.map(({ entity, values }) => [
    Object.fromEntries(entity.map(({ entityType, entityName }) => [entityType, entityName])),
    Object.fromEntries(values.map(({ key, value }) => [key, value])),
  ]);
}

/** A client from outside: what this process itself asks for has no quotas. */
async function dial(broker: TestBroker): Promise<RawClient> {
  const socket = connect(broker.broker.listeners[0]?.port ?? 0, "127.0.0.1");
  await once(socket, "connect");
  return new RawClient(socket);
}

/** Enough turns of the event loop for an answer over TCP. */
async function turns(count = 100): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function batchOf(sizeBytes: number): Buffer {
  return encodeBatch({ records: [{ key: null, value: Buffer.alloc(sizeBytes), timestamp: 1 }] });
}

function produceDraft(sizeBytes: number, acks = -1) {
  return { acks, timeoutMs: 1000, topicData: [{ name: "t", partitionData: [{ index: 0, records: batchOf(sizeBytes) }] }] };
}

function fetchDraft(fetchOffset: number, session = { sessionId: 0, sessionEpoch: -1 }) {
  const topics = [{ topic: "t", partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 1 << 20 }] }];
  return { maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 20, topics, ...session };
}

/** Asks for something; tells whether the answer has come. */
function ask(client: RawClient, clientId = "test"): { answered: boolean; done: Promise<void> } {
  const state = { answered: false, done: Promise.resolve() };
  state.done = client.call(apis.apiVersions, 0, {}, clientId).then(
    () => {
      state.answered = true;
    },
    () => {},
  );
  return state;
}

describe("quotas as they are set and told", () => {
  test("they survive a restart, from the log and from a snapshot", async () => {
    let broker = await TestBroker.start({ "metadata.log.max.record.bytes.between.snapshots": "1" });
    assert.equal(await setQuota(broker, { user: "alice" }, "producer_byte_rate", 1000), null);
    assert.equal(await setQuota(broker, { user: "alice", "client-id": null }, "request_percentage", 0.5), null);
    assert.equal(await setQuota(broker, { ip: null }, "connection_creation_rate", 7), null);
    assert.equal(await setQuota(broker, { "client-id": "gone" }, "request_percentage", 1), null);
    assert.equal(await setQuota(broker, { "client-id": "gone" }, "request_percentage", null), null);
    const set = [
      [{ user: "alice" }, { producer_byte_rate: 1000 }],
      [{ "client-id": null, user: "alice" }, { request_percentage: 0.5 }],
      [{ ip: null }, { connection_creation_rate: 7 }],
    ];
    assert.deepEqual(await quotasOf(broker), set);
    broker = await broker.restart();
    assert.deepEqual(await quotasOf(broker), set);
    await broker.stop();
  });

  test("validateOnly changes nothing, and a host that can't be found is refused", async () => {
    const broker = await TestBroker.start();
    const entries = [{ entity: entityOf({ user: "alice" }), ops: [{ key: "producer_byte_rate", value: 1 }] }];
    const reply = await broker.call(apis.alterClientQuotas, 1, { entries, validateOnly: true });
    assert.equal(reply.entries[0]?.errorCode, 0);
    assert.deepEqual(await quotasOf(broker), []);
    const refused = await setQuota(broker, { ip: "no such host" }, "connection_creation_rate", 1);
    assert.equal(refused, "no such host is not a valid IP or resolvable host.");
    assert.equal(await setQuota(broker, { ip: "localhost" }, "connection_creation_rate", 1), null);
    await broker.stop();
  });
});

describe("a client beyond its quota", () => {
  test("is answered at once, then not read from until its time is over; others go on", async () => {
    const broker = await TestBroker.start();
    await broker.createTopic("t");
    await setQuota(broker, { "client-id": "greedy" }, "producer_byte_rate", 1000);
    const [greedy, other] = [await dial(broker), await dial(broker)];
    const reply = await greedy.call(apis.produce, 9, produceDraft(20_000), "greedy");
    assert.equal(reply.responses[0]?.partitionResponses[0]?.errorCode, 0);
    assert.ok(reply.throttleTimeMs > 9_000 && reply.throttleTimeMs < 12_000, `${reply.throttleTimeMs} ms`);
    const waiting = ask(greedy, "greedy");
    await turns();
    assert.equal(waiting.answered, false);
    assert.equal((await other.call(apis.produce, 9, produceDraft(20_000), "other")).throttleTimeMs, 0);
    assert.equal((await broker.produce("t", 0, ["from inside"])).errorCode, 0);
    broker.clock.advance(reply.throttleTimeMs - 1);
    await turns();
    assert.equal(waiting.answered, false);
    broker.clock.advance(1);
    await waiting.done;
    assert.ok(waiting.answered);
    for (const client of [greedy, other]) client.close();
    await broker.stop();
  });

  test("is held back without an answer too", async () => {
    const broker = await TestBroker.start();
    await broker.createTopic("t");
    await setQuota(broker, { user: null }, "producer_byte_rate", 1000);
    const client = await dial(broker);
    client.send(apis.produce, 9, produceDraft(20_000, 0));
    const waiting = ask(client);
    await turns();
    assert.equal(waiting.answered, false);
    broker.clock.advance(15_000);
    await waiting.done;
    assert.ok(waiting.answered);
    client.close();
    await broker.stop();
  });

  test("is held back in the midst of a request, and may go away meanwhile", async () => {
    const broker = await TestBroker.start();
    await broker.createTopic("t");
    await setQuota(broker, { user: "ANONYMOUS" }, "producer_byte_rate", 1000);
    const client = await dial(broker);
    const produced = client.call(apis.produce, 9, produceDraft(20_000));
    client.sendBytes(Buffer.from([0, 0, 0, 10, 0, 18]));
    const { throttleTimeMs } = await produced;
    client.sendBytes(Buffer.from([0, 0, 0, 0, 0, 7, 0xff, 0xff]));
    await turns();
    broker.clock.advance(throttleTimeMs);
    assert.equal((await client.receive(apis.apiVersions, 0, 7)).errorCode, 0);
    await client.call(apis.produce, 9, produceDraft(20_000));
    client.close();
    await turns();
    broker.clock.advance(60_000);
    await broker.stop();
  });

  test("is closed like any other when it has been silent for connections.max.idle.ms", async () => {
    const broker = await TestBroker.start({ "connections.max.idle.ms": "3000" });
    await broker.createTopic("t");
    await setQuota(broker, { user: null }, "producer_byte_rate", 1000);
    const client = await dial(broker);
    await client.call(apis.produce, 9, produceDraft(20_000));
    broker.clock.advance(5_000);
    assert.equal(await client.frame(), undefined);
    await broker.stop();
  });

  test("fetches nothing for a while, in a session that knows of nothing told", async () => {
    const broker = await TestBroker.start();
    await broker.createTopic("t");
    for (let at = 0; at < 20; at++) await broker.produce("t", 0, ["x".repeat(1000)]);
    await setQuota(broker, { user: null }, "consumer_byte_rate", 1000);
    const client = await dial(broker);
    const first = await client.call(apis.fetch, 11, fetchDraft(0, { sessionId: 0, sessionEpoch: 0 }));
    const records = first.responses[0]?.partitions[0]?.records?.length ?? 0;
    assert.ok(records > 8_000 && records <= 10_000, `${records} bytes: what all windows let through, in whole batches`);
    assert.equal(first.throttleTimeMs, 0);
    const next = { ...fetchDraft(9), sessionId: first.sessionId, sessionEpoch: 1 };
    const second = await client.call(apis.fetch, 11, next);
    assert.deepEqual([second.errorCode, second.sessionId, second.responses], [0, first.sessionId, []]);
    assert.ok(second.throttleTimeMs > 0);
    broker.clock.advance(11_000);
    const third = await client.call(apis.fetch, 11, { ...next, sessionEpoch: 2 });
    assert.equal(third.throttleTimeMs, 0);
    assert.ok((third.responses[0]?.partitions[0]?.records?.length ?? 0) > 8_000);
    client.close();
    await broker.stop();
  });

  test("of the process's time is held back for a window at most", async () => {
    /** Whenever somebody looks, ten milliseconds have passed. */
    class BusyClock extends ManualClock {
      #looks = 0;
      override monotonicMs(): number {
        return super.monotonicMs() + 10 * this.#looks++;
      }
    }
    const broker = await TestBroker.start({}, { clock: new BusyClock() });
    await setQuota(broker, { user: null }, "request_percentage", 0.1);
    const client = await dial(broker);
    let throttleTimeMs = 0;
    for (let request = 0; request < 100 && throttleTimeMs === 0; request++) {
      throttleTimeMs = (await client.call(apis.metadata, 9, {})).throttleTimeMs;
    }
    assert.equal(throttleTimeMs, 1000);
    client.close();
    await broker.stop();
  });
});

describe("changes of topics beyond the quota", () => {
  const topics = (...names: string[]) => names.map((name) => ({ name, numPartitions: 10, replicationFactor: 1 }));
  const quotaExceeded = errors.THROTTLING_QUOTA_EXCEEDED.code;

  test("are refused to clients that know the error, with the time after which they may try again", async () => {
    const broker = await TestBroker.start({ "controller.quota.window.num": "1" });
    await setQuota(broker, { user: null }, "controller_mutation_rate", 1);
    const client = await dial(broker);
    const made = await client.call(apis.createTopics, 7, { topics: topics("a", "b"), timeoutMs: 1000 });
    assert.deepEqual(
      made.topics.map(({ name, errorCode, errorMessage }) => [name, errorCode, errorMessage]),
      [
        ["a", 0, null],
        ["b", quotaExceeded, null],
      ],
    );
    assert.equal(made.throttleTimeMs, 9000);
    broker.clock.advance(9000);
    const grown = await client.call(apis.createPartitions, 3, { topics: [{ name: "a", count: 12, assignments: null }], timeoutMs: 1000 });
    assert.equal(grown.results[0]?.errorCode, 0);
    const again = await client.call(apis.createPartitions, 3, { topics: [{ name: "a", count: 13, assignments: null }], timeoutMs: 1000 });
    assert.deepEqual([again.results[0]?.errorCode, again.throttleTimeMs], [quotaExceeded, 2000]);
    broker.clock.advance(1000);
    await turns();
    assert.equal(ask(client).answered, false);
    broker.clock.advance(1000);
    client.close();
    const other = await dial(broker);
    const removed = await other.call(apis.deleteTopics, 6, { topics: [{ name: "a" }], timeoutMs: 1000 });
    assert.equal(removed.responses[0]?.errorCode, 0);
    const refused = await other.call(apis.deleteTopics, 6, { topics: [{ name: "none" }], timeoutMs: 1000 });
    assert.equal(refused.responses[0]?.errorCode, errors.UNKNOWN_TOPIC_OR_PARTITION.code);
    other.close();
    await broker.stop();
  });

  test("are made for older clients, who wait afterwards", async () => {
    const broker = await TestBroker.start({ "controller.quota.window.num": "1" });
    await setQuota(broker, { user: null }, "controller_mutation_rate", 1);
    const client = await dial(broker);
    const made = await client.call(apis.createTopics, 5, { topics: topics("a", "b"), timeoutMs: 1000 });
    assert.deepEqual(
      made.topics.map(({ errorCode }) => errorCode),
      [0, 0],
    );
    assert.equal(made.throttleTimeMs, 19_000);
    client.close();
    await broker.stop();
  });

  test("are not made for clients that merely asked about a topic", async () => {
    const broker = await TestBroker.start({ "controller.quota.window.num": "1", "num.partitions": "10" });
    await setQuota(broker, { user: null }, "controller_mutation_rate", 1);
    const client = await dial(broker);
    const [first, second] = [
      await client.call(apis.metadata, 9, { topics: [{ name: "a" }], allowAutoTopicCreation: true }),
      await client.call(apis.metadata, 9, { topics: [{ name: "b" }], allowAutoTopicCreation: true }),
    ];
    assert.equal(first.topics[0]?.errorCode, 0);
    assert.deepEqual([second.topics[0]?.errorCode, second.throttleTimeMs], [errors.UNKNOWN_TOPIC_OR_PARTITION.code, 0]);
    client.close();
    await broker.stop();
  });
});

describe("connections that come too fast", () => {
  test("from one address are closed after a while", async () => {
    const broker = await TestBroker.start();
    await setQuota(broker, { ip: "127.0.0.1" }, "connection_creation_rate", 1);
    const clients = await Promise.all(Array.from({ length: 12 }, () => dial(broker)));
    const asked = clients.map((client) => ask(client));
    await turns(300);
    assert.equal(asked.filter(({ answered }) => answered).length, 10);
    broker.clock.advance(1000);
    await Promise.all(asked.map(({ done }) => done));
    assert.equal(asked.filter(({ answered }) => answered).length, 10);
    for (const client of clients) client.close();
    await broker.stop();
  });

  test("at one listener wait for their turn", async () => {
    const broker = await TestBroker.start({ "listener.name.plain-9092.max.connection.creation.rate": "1" });
    const clients = await Promise.all(Array.from({ length: 13 }, () => dial(broker)));
    const asked = clients.map((client) => ask(client));
    const answered = async () => {
      await turns(300);
      return asked.filter((each) => each.answered).length;
    };
    assert.equal(await answered(), 10);
    broker.clock.advance(1001);
    assert.equal(await answered(), 11);
    for (let second = 0; second < 3; second++) {
      broker.clock.advance(1001);
      await answered();
    }
    assert.equal(await answered(), 13);
    for (const client of clients) client.close();
    await broker.stop();
  });
});

describe("the quotas of Strimzi's plugin", () => {
  const plugin = { "client.quota.callback.class": "io.strimzi.kafka.quotas.StaticQuotaCallback" };
  const throttleOf = async (broker: TestBroker, clientId: string) => {
    const client = await dial(broker);
    const { throttleTimeMs } = await client.call(apis.produce, 9, produceDraft(8_000), clientId);
    client.close();
    return throttleTimeMs;
  };

  test("are used up by all clients together, whatever quotas single ones have", async () => {
    const broker = await TestBroker.start({ ...plugin, "client.quota.callback.static.produce": "1000" });
    await broker.createTopic("t");
    await setQuota(broker, { user: null }, "producer_byte_rate", 1_000_000);
    assert.equal(await throttleOf(broker, "one"), 0);
    assert.ok((await throttleOf(broker, "two")) > 0);
    await broker.stop();
  });

  test("don't bind those who are excluded", async () => {
    const excluded = { "client.quota.callback.static.excluded.principal.name.list": "User:CN=a,O=b; User:ANONYMOUS" };
    const broker = await TestBroker.start({ ...plugin, "client.quota.callback.static.produce": "1000", ...excluded });
    await broker.createTopic("t");
    for (let at = 0; at < 3; at++) assert.equal(await throttleOf(broker, "one"), 0);
    await broker.stop();
  });

  const own = "client.quota.callback.static.";
  const room = `${own}storage.per.volume.limit.min.available.`;

  for (const [by, least] of [
    ["ratio", "0.1"],
    ["bytes", "100"],
  ] as const) {
    test(`let next to nothing be produced while the disk is as good as full by ${by}`, async () => {
      let usableBytes = 101;
      const volume = () => ({ totalBytes: 1000, usableBytes });
      const broker = await TestBroker.start({ ...plugin, [`${room}${by}`]: least }, { volume });
      await broker.createTopic("t");
      assert.equal(await throttleOf(broker, "one"), 0);
      usableBytes = 100;
      broker.clock.advance(60_000);
      assert.ok((await throttleOf(broker, "one")) > 1_000_000);
      usableBytes = 101;
      broker.clock.advance(60_000);
      assert.equal(await throttleOf(broker, "one"), 0);
      await broker.stop();
    });
  }

  test("pass over the disk where it is never to be looked at", async () => {
    const volume = () => ({ totalBytes: 1000, usableBytes: 1 });
    const never = { [`${room}bytes`]: "100", [`${own}storage.check-interval`]: "0" };
    const broker = await TestBroker.start({ ...plugin, ...never }, { volume });
    await broker.createTopic("t");
    assert.equal(await throttleOf(broker, "one"), 0);
    await broker.stop();
  });

  test("limit the time of requests, too", async () => {
    const broker = await TestBroker.start({ ...plugin, [`${own}request`]: "1" });
    const families = await broker.broker.metrics({
      naming: "strimziMetricsReporter",
      exported: { topic: () => true, group: () => true, showAllOffsets: true },
      process: { idleRatio: () => 1, idleNanos: () => 0, diskReadBytes: () => undefined, diskWriteBytes: () => undefined },
    });
    const told = families.find(({ name }) => name === "kafka_server_request_request_time");
    const client = await dial(broker);
    await client.call(apis.apiVersions, 0, {});
    client.close();
    assert.deepEqual(
      Array.from(told?.samples() ?? [], ({ labels }) => labels),
      [{ user: "", client_id: "" }],
    );
    await broker.stop();
  });

  test("start with nothing that the plugin would not start with", async () => {
    const wrong: ReadonlyArray<readonly [Record<string, string>, RegExp]> = [
      [{ [`${room}bytes`]: "1", [`${room}ratio`]: "0.1" }, /exclude each other/],
      [{ [`${room}ratio`]: "1.1" }, /from 0 to 1/],
      [{ [`${room}bytes`]: "-1" }, /at least 0/],
      [{ [`${own}produce`]: "much" }, /is no number/],
      [{ [`${own}excluded.principal.name.list`]: "User:a;bob" }, /configuration for "bob" - missing User: prefix/],
    ];
    for (const [properties, problem] of wrong) await assert.rejects(TestBroker.start({ ...plugin, ...properties }), problem);
  });
});
