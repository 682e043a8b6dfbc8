import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { describe, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { dynamicConfigs } from "@millrace/configs";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis, batchHeader, decodeRecords, encodeBatch, splitBatches } from "@millrace/protocol";
import { RawClient } from "./harness/raw-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

const minuteMs = 60_000;
const large = "x".repeat(700_000);

/** A broker with a fresh topic, as a trial sees it. */
interface Surroundings {
  readonly broker: TestBroker;
  readonly files: FaultyFiles;
  readonly clock: ManualClock;
  readonly topic: string;
}

interface Trial {
  /** What the config is set to. */
  readonly value: string;
  /** Configs that the broker is started with. */
  readonly started?: Readonly<Record<string, string>>;
  /** Does something and tells what came of it; that has to be another thing once the config is set. */
  readonly see: (surroundings: Surroundings) => Promise<unknown>;
}

type Batch = Partial<Parameters<typeof encodeBatch>[0]>;

async function produced({ broker, topic }: Surroundings, values: readonly string[] = ["v"], batch: Batch = {}): Promise<number> {
  return (await broker.produce(topic, 0, values, batch)).errorCode;
}

function filesOf({ files, topic }: Surroundings, suffix: string): string[] {
  return files.list(`data/${topic}-0`).filter((name) => name.endsWith(suffix));
}

async function logStart({ broker, topic }: Surroundings): Promise<number | undefined> {
  const topics = [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: -2 }] }];
  return (await broker.call(apis.listOffsets, 7, { topics })).topics[0]?.partitions[0]?.offset;
}

/** Segments after two records with some time in between. */
function segmentsAfter(pauseMs: number): Trial["see"] {
  return async (surroundings) => {
    await produced(surroundings);
    surroundings.clock.advance(pauseMs);
    await produced(surroundings);
    return filesOf(surroundings, ".log").length;
  };
}

/** Where the log begins some time after two records that stand in segments of their own. */
const startLater: Trial["see"] = async (surroundings) => {
  await segmentsAfter(2000)(surroundings);
  surroundings.clock.advance(10 * minuteMs);
  await setImmediate();
  return logStart(surroundings);
};

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await setImmediate();
}

/** Whether a second client of this address is served while the first stays. */
const secondIsServed: Trial["see"] = async ({ broker }) => {
  const dial = async () => {
    const socket = connect(broker.broker.listeners[0]?.port ?? 0, "127.0.0.1");
    await once(socket, "connect");
    return new RawClient(socket);
  };
  const first = await dial();
  await first.call(apis.apiVersions, 0, {});
  const second = await dial();
  const served = second.call(apis.apiVersions, 0, {}).then(
    () => true,
    () => false,
  );
  // As many turns as a served client needs many times over: nothing tells of one that waits.
  const outcome = await Promise.race([served, turns(200).then(() => false)]);
  first.close();
  second.close();
  await turns(50); // until the broker has seen them go
  return outcome;
};

/** How many of clients that come at the same moment are served in that moment. */
const servedAtOnce: Trial["see"] = async ({ broker, clock }) => {
  let served = 0;
  const sockets = Array.from({ length: 15 }, () => connect(broker.broker.listeners[0]?.port ?? 0, "127.0.0.1"));
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  for (const socket of sockets)
    void new RawClient(socket).call(apis.apiVersions, 0, {}).then(
      () => served++,
      () => {},
    );
  await turns(200);
  const count = served;
  clock.advance(minuteMs / 2); // those that wait have their turn, and what was counted is forgotten
  await turns(50);
  for (const socket of sockets) socket.destroy();
  await turns(50);
  return count;
};

/** What a record comes to when the disk refuses to flush the partition, at once or some time later. */
function withoutFlush(laterMs: number): Trial["see"] {
  return async (surroundings) => {
    const { files, clock, topic } = surroundings;
    files.fail({ call: "sync", code: "EIO", path: `${topic}-0`, times: Number.POSITIVE_INFINITY });
    const outcomes = [await produced(surroundings)];
    clock.advance(laterMs);
    await turns(10);
    outcomes.push(await produced(surroundings));
    files.mend();
    return outcomes;
  };
}

/** Compaction of all topics, at once and however little there is. */
const compacting = {
  "log.cleanup.policy": "compact",
  "log.roll.ms": "1000",
  "log.cleaner.backoff.ms": "1000",
  "log.cleaner.min.cleanable.ratio": "0.01",
};

/** Which of records are left that are written a while apart, each in a segment of its own, while the cleaner makes its passes. */
function left(written: ReadonlyArray<readonly [key: string, value: string | null]>): Trial["see"] {
  return async (at) => {
    for (const [key, value] of written) {
      const record = { key: Buffer.from(key), value: value === null ? null : Buffer.from(value), timestamp: at.clock.now() };
      await produced(at, [], { records: [record] });
      for (let pass = 0; pass < 4; pass++) {
        at.clock.advance(500);
        await turns(50);
      }
    }
    const topics = [{ topic: at.topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
    const { responses } = await at.broker.call(apis.fetch, 11, { maxBytes: 1 << 20, topics });
    const batches = splitBatches(responses[0]?.partitions[0]?.records ?? Buffer.alloc(0));
    return batches.flatMap((batch) => decodeRecords(batch)).map(({ key, value }) => `${key}=${value}`);
  };
}

/** Once the log is compacted, of the first key the newest value is left. */
const twice = left([
  ["k", "old"],
  ["k", "new"],
  ["end", ""],
]);

const idempotent = (producerId: number): Batch => ({ producerId, producerEpoch: 0, baseSequence: 0 });

const trials: Readonly<Record<string, Trial>> = {
  "message.max.bytes": { value: "1000", see: (at) => produced(at, ["x".repeat(2000)]) },
  "compression.type": {
    value: "gzip",
    async see(at) {
      await produced(at);
      const topics = [{ topic: at.topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1 << 20 }] }];
      const { responses } = await at.broker.call(apis.fetch, 11, { maxBytes: 1 << 20, topics });
      return batchHeader.compressionType(responses[0]?.partitions[0]?.records ?? Buffer.alloc(0));
    },
  },
  "max.connections.per.ip": { value: "1", see: secondIsServed },
  "max.connections.per.ip.overrides": { value: "127.0.0.1:1", see: secondIsServed },
  "max.connection.creation.rate": { value: "1", see: servedAtOnce },
  "max.connections": { value: "1", see: secondIsServed },
  "log.segment.bytes": {
    value: "1048576",
    async see(at) {
      for (let round = 0; round < 2; round++) await produced(at, [large]);
      return filesOf(at, ".log").length;
    },
  },
  "log.roll.ms": { value: "1000", see: segmentsAfter(2000) },
  "log.roll.jitter.ms": { value: "1000000", started: { "log.roll.ms": "1000000" }, see: segmentsAfter(999_900) },
  "log.retention.ms": { value: "1000", see: startLater },
  "log.retention.bytes": { value: "1", started: { "log.roll.ms": "1000" }, see: startLater },
  "log.cleanup.policy": { value: "compact", started: { "log.retention.ms": "1000" }, see: startLater },
  "log.index.size.max.bytes": {
    value: "24",
    started: { "log.index.interval.bytes": "0" },
    async see(at) {
      for (let round = 0; round < 5; round++) await produced(at);
      return filesOf(at, ".log").length;
    },
  },
  "log.index.interval.bytes": {
    value: "0",
    started: { "log.index.size.max.bytes": "24" },
    async see(at) {
      for (let round = 0; round < 5; round++) await produced(at);
      return filesOf(at, ".log").length;
    },
  },
  "log.flush.interval.messages": { value: "1", see: withoutFlush(0) },
  "log.flush.interval.ms": { value: "1000", see: withoutFlush(2000) },
  "log.segment.delete.delay.ms": {
    value: "1000",
    started: { "log.retention.ms": "1000", "log.retention.check.interval.ms": "30000" },
    async see(at) {
      await segmentsAfter(30_000)(at);
      at.clock.advance(30_000);
      await setImmediate();
      at.clock.advance(2000);
      await setImmediate();
      return filesOf(at, ".deleted").length > 0;
    },
  },
  "log.message.timestamp.type": {
    value: "LogAppendTime",
    see: async ({ broker, topic }) => (await broker.produce(topic, 0, ["v"])).logAppendTimeMs === -1,
  },
  "log.message.timestamp.before.max.ms": { value: "1000", see: (at) => produced(at, ["v"], { records: [recordAt(at, -minuteMs)] }) },
  "log.message.timestamp.after.max.ms": { value: "1000", see: (at) => produced(at, ["v"], { records: [recordAt(at, minuteMs)] }) },
  "log.cleaner.backoff.ms": { value: "1000", started: { ...compacting, "log.cleaner.backoff.ms": "100000000" }, see: twice },
  "log.cleaner.min.cleanable.ratio": { value: "1", started: compacting, see: twice },
  "log.cleaner.min.compaction.lag.ms": { value: "100000000", started: compacting, see: twice },
  "log.cleaner.max.compaction.lag.ms": {
    value: "1000",
    started: { ...compacting, "log.cleaner.min.cleanable.ratio": "1" },
    see: twice,
  },
  "log.cleaner.io.max.bytes.per.second": { value: "0.001", started: compacting, see: twice },
  "log.cleaner.delete.retention.ms": {
    value: "0",
    started: compacting,
    see: left([
      ["k", "old"],
      ["k", null],
      ["end", ""],
      ["end", ""],
      ["end", ""],
    ]),
  },
  "transaction.partition.verification.enable": {
    value: "false",
    async see(at) {
      const transactionalId = at.topic;
      await at.broker.call(apis.findCoordinator, 6, { keyType: 1, coordinatorKeys: [transactionalId] });
      const { producerId, producerEpoch } = await at.broker.call(apis.initProducerId, 5, {
        transactionalId,
        transactionTimeoutMs: minuteMs,
      });
      const records = encodeBatch({ records: [recordAt(at, 0)], producerId, producerEpoch, baseSequence: 0, transactional: true });
      const topicData = [{ name: at.topic, partitionData: [{ index: 0, records }] }];
      const { responses } = await at.broker.call(apis.produce, 11, { transactionalId, acks: -1, timeoutMs: 1000, topicData });
      return responses[0]?.partitionResponses[0]?.errorCode;
    },
  },
  "producer.id.expiration.ms": {
    value: "1000",
    async see(at) {
      await produced(at, ["v"], idempotent(77));
      at.clock.advance(30 * minuteMs);
      const topics = [{ name: at.topic, partitionIndexes: [0] }];
      return (await at.broker.call(apis.describeProducers, 0, { topics })).topics[0]?.partitions[0]?.activeProducers.length;
    },
  },
};

function recordAt({ clock }: Surroundings, offsetMs: number) {
  return { key: null, value: Buffer.from("v"), timestamp: clock.now() + offsetMs };
}

const ofListeners = "may be changed for a listener by itself, as in tls.test.ts, or not at all";
const listenerConfigs = [
  ...["type", "location", "password", "key", "certificate.chain"].map((part) => `ssl.keystore.${part}`),
  ...["type", "location", "password", "certificates"].map((part) => `ssl.truststore.${part}`),
  ...[
    "ssl.key.password",
    "ssl.client.auth",
    "ssl.protocol",
    "ssl.enabled.protocols",
    "ssl.cipher.suites",
    "listener.security.protocol.map",
  ],
];

/** Working configs that have their trial elsewhere, or can't have one. */
const elsewhere: Readonly<Record<string, string>> = {
  ...Object.fromEntries(listenerConfigs.map((name) => [name, ofListeners])),
  listeners: "stay as they were opened: nobody can change them",
  "listener.security.protocol.map": "is as that",
  "sasl.enabled.mechanisms": "is as that, and tried in sasl.test.ts",
  "sasl.jaas.config": "is as that, and tried in sasl.test.ts",
  "log.cleaner.dedupe.buffer.size": "is tried with small ones, in the log's cleaner.test.ts",
  "log.cleaner.io.buffer.load.factor": "is as that",
  "log.cleaner.io.buffer.size": "is memory that nobody sees from outside",
  "group.share.assignment.interval.ms": "is tried in the coordinators' share-groups.test.ts",
  "group.streams.assignment.interval.ms": "is tried in the coordinators' streams-groups.test.ts",
  "group.consumer.assignment.interval.ms": "is tried with groups' own intervals, in consumer-groups.test.ts",
};

async function set(broker: TestBroker, name: string, value: string | null): Promise<string | null | undefined> {
  const configs = [{ name, configOperation: value === null ? 1 : 0, value }];
  const { responses } = await broker.call(apis.incrementalAlterConfigs, 1, { resources: [{ resourceType: 4, resourceName: "", configs }] });
  return responses[0]?.errorMessage;
}

describe("configs of brokers that can be changed while one runs", () => {
  test("each that works has a trial", () => {
    const working = [...dynamicConfigs].filter(([, def]) => def.works).map(([name]) => name);
    assert.deepEqual(working.sort(), [...Object.keys(trials), ...Object.keys(elsewhere)].sort());
  });

  for (const [name, { value, started = {}, see }] of Object.entries(trials)) {
    test(`${name} takes effect, and loses it, without a restart, and survives one`, async () => {
      const clock = new ManualClock();
      const files = new FaultyFiles(clock, seededRandom(1));
      const properties = { "connections.max.idle.ms": "-1", "log.retention.check.interval.ms": "300000", ...started };
      let broker = await TestBroker.start(properties, { files, clock });
      const observe = async (topic: string) => {
        await broker.createTopic(topic);
        return see({ broker, files, clock, topic });
      };
      try {
        const before = await observe("before");
        assert.equal(await set(broker, name, value), null);
        const meanwhile = await observe("meanwhile");
        assert.notDeepEqual(meanwhile, before);
        broker = await broker.restart(properties);
        assert.deepEqual(await observe("restarted"), meanwhile);
        assert.equal(await set(broker, name, null), null);
        assert.deepEqual(await observe("after"), before);
      } finally {
        await broker.stop();
      }
    });
  }
});
