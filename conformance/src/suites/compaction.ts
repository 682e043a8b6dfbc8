import { sleep, systemClock } from "@millrace/kit";
import { apis, type BatchDraft, batchHeader, decodeRecords, encodeBatch, splitBatches } from "@millrace/protocol";
import { Talk } from "../differential/talk.ts";
import type { Case, Suite } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { eventually } from "./outcome.ts";

const hourMs = 3_600_000;
const rollMs = 10_000;

/** A batch: its records as `key=value`, `key` alone for a tombstone; and what its header says. */
type Written = { readonly records: string } & Partial<Omit<BatchDraft, "records">>;

/** What is tried: round by round segments are written, then cleaned. */
interface Trial {
  readonly configs?: Readonly<Record<string, string>>;
  /** Rounds of segments of batches. */
  readonly rounds: ReadonlyArray<ReadonlyArray<readonly Written[]>>;
  /** How old the first segment is. */
  readonly hoursAgo?: number;
}

const plain = (...batches: string[]): Written[] => batches.map((records) => ({ records }));
const idempotent = (producerId: number, baseSequence: number, records: string): Written => ({
  records,
  producerId,
  producerEpoch: 0,
  baseSequence,
});

const trials: Readonly<Record<string, Trial>> = {
  "last of each key": { rounds: [[plain("a=1 b=1 c=1", "a=2"), plain("b=2 d=1"), plain("a=3")]] },
  "batches partly superseded": { rounds: [[plain("a=1 b=1 c=1 d=1 e=1"), plain("a=2 e=2"), plain("c=2")]] },
  ...Object.fromEntries(
    (["gzip", "snappy", "lz4", "zstd"] as const).map((compression) => [
      `compressed with ${compression}`,
      { rounds: [[[{ records: "a=1 b=1 c=1 d", compression }], [{ records: "a=2", compression }], plain("b=2")]] },
    ]),
  ),
  "tombstones get a horizon": { rounds: [[plain("a=1 b=1", "c=1 a"), plain("d b"), plain("c=2")]] },
  "tombstones past their horizon": {
    configs: { "delete.retention.ms": "0" },
    rounds: [[plain("a=1 b=1", "c=1 a"), plain("d b")], [plain("e=1")], [plain("f=1")]],
  },
  "a tombstone is superseded": { rounds: [[plain("a=1", "a", "b=1")], [plain("a=2")]] },
  "the last batch of a producer": {
    rounds: [[[idempotent(4_000, 0, "a=1 b=1"), idempotent(4_000, 2, "a=2"), idempotent(4_001, 0, "a=3 b=3")], plain("a=4 b=4")]],
  },
  "cleaned again": { rounds: [[plain("a=1 b=1", "c=1")], [plain("a=2"), plain("c=2")], [plain("b=2 a=3")]] },
  "append time": {
    configs: { "message.timestamp.type": "LogAppendTime" },
    rounds: [[plain("a=1 b=1 c=1", "d=1"), plain("a=2 b")]],
  },
  "compact and delete": {
    configs: { "cleanup.policy": "compact,delete", "retention.ms": String(2 * hourMs) },
    hoursAgo: 1,
    rounds: [[plain("a=1 b=1"), plain("a=2")]],
  },
};

/** Settings under which the same transactions are cleaned. */
const transactional: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  transactions: {},
  "transactions whose markers go": { "delete.retention.ms": "0" },
};

const segmentMs = 1_000;
const topicConfigs: Readonly<Record<string, string>> = { "cleanup.policy": "compact", "segment.ms": String(segmentMs) };

/** A compacted topic that is cleaned only when told to, so that a cleaning finds all that was written for it. */
class Compacted {
  readonly #talk: Talk;
  readonly #topic: string;
  readonly #startMs: number;
  #segments = 0;
  #rounds = 0;
  /** Timestamps are the broker's, so that segments take their time. */
  #stampsAppends = false;

  constructor(talk: Talk, topic: string, startMs: number) {
    this.#talk = talk;
    this.#topic = topic;
    this.#startMs = startMs;
  }

  async create(configs: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#stampsAppends = configs["message.timestamp.type"] === "LogAppendTime";
    await this.#talk.createTopic(this.#topic, 1, { ...topicConfigs, ...configs, "min.cleanable.dirty.ratio": "1" });
  }

  /** Writes the segments, with a key that is superseded at their end, and waits until that was cleaned. */
  async round(segments: ReadonlyArray<readonly Written[]>): Promise<void> {
    const probe = `round${this.#rounds++}`;
    await this.segment([{ records: `${probe}=first` }]);
    for (const batches of segments) await this.segment(batches);
    await this.segment([{ records: `${probe}=last` }]);
    await this.segment([{ records: "active=1" }]);
    await this.cleanFrom("0.01");
    await eventually("the log is cleaned", async () => {
      const records = (await this.batches()).flatMap((batch) => decodeRecords(batch));
      return records.some(({ value }) => value?.toString() === "first") ? undefined : true;
    });
    await this.cleanFrom("1");
  }

  /** Writes batches whose timestamps make them a segment of their own, `laterMs` more than theirs by turn. */
  async segment(batches: readonly Written[], transactionalId: string | null = null, laterMs = 0): Promise<void> {
    const timestamp = this.#startMs + rollMs * this.#segments++ + laterMs;
    if (this.#stampsAppends) await sleep(systemClock, segmentMs + 100);
    for (const { records, ...draft } of batches) {
      const drafts = records.split(" ").map((text) => {
        const [key = "", value] = text.split("=");
        return { timestamp, key: Buffer.from(key), value: value === undefined ? null : Buffer.from(value) };
      });
      const partitionData = [{ index: 0, records: encodeBatch({ ...draft, records: drafts }) }];
      const topicData = [{ name: this.#topic, partitionData }];
      const { responses } = await this.#talk.call(apis.produce, 11, { transactionalId, acks: -1, timeoutMs: 10_000, topicData });
      const errorCode = responses[0]?.partitionResponses[0]?.errorCode;
      if (errorCode !== 0) throw new Error(`the batch “${records}” was refused with ${errorCode}`);
    }
  }

  /** Writes records in a transaction and ends it. */
  async transaction(transactionalId: string, records: string, committed: boolean): Promise<void> {
    const talk = this.#talk;
    const { coordinators } = await talk.call(apis.findCoordinator, 4, { keyType: 1, coordinatorKeys: [transactionalId] });
    if (coordinators[0]?.errorCode !== 0)
      await talk.until("there is a coordinator", async () => {
        const again = await talk.call(apis.findCoordinator, 4, { keyType: 1, coordinatorKeys: [transactionalId] });
        return again.coordinators[0]?.errorCode === 0;
      });
    const producer = await eventually("the producer has an id", async () => {
      const { errorCode, producerId, producerEpoch } = await talk.call(apis.initProducerId, 4, {
        transactionalId,
        transactionTimeoutMs: 60_000,
      });
      return errorCode === 0 ? { producerId, producerEpoch } : undefined;
    });
    const topics = [{ name: this.#topic, partitions: [0] }];
    await eventually("the partition is part of the transaction", async () => {
      const { resultsByTopicV3AndBelow } = await talk.call(apis.addPartitionsToTxn, 3, {
        v3AndBelowTransactionalId: transactionalId,
        v3AndBelowProducerId: producer.producerId,
        v3AndBelowProducerEpoch: producer.producerEpoch,
        v3AndBelowTopics: topics,
      });
      return resultsByTopicV3AndBelow[0]?.resultsByPartition[0]?.partitionErrorCode === 0 ? true : undefined;
    });
    await this.segment([{ records, ...producer, baseSequence: 0, transactional: true }], transactionalId);
    const ended = await talk.call(apis.endTxn, 3, { transactionalId, ...producer, committed });
    if (ended.errorCode !== 0) throw new Error(`EndTxn was refused with ${ended.errorCode}`);
    await eventually("the marker is written", async () =>
      (await this.batches()).some(
        (batch) =>
          batchHeader.isControl(batch) &&
          batchHeader.producerId(batch) === producer.producerId &&
          batchHeader.producerEpoch(batch) === producer.producerEpoch,
      )
        ? true
        : undefined,
    );
  }

  /** Changes `min.cleanable.dirty.ratio`; at 1 nothing is cleaned. */
  async cleanFrom(dirtyRatio: string): Promise<void> {
    const configs = [{ name: "min.cleanable.dirty.ratio", configOperation: 0, value: dirtyRatio }];
    const resources = [{ resourceType: 2, resourceName: this.#topic, configs }];
    const { responses } = await this.#talk.call(apis.incrementalAlterConfigs, 1, { resources });
    if (responses[0]?.errorCode !== 0) throw new Error(`the config was refused with ${responses[0]?.errorCode}`);
  }

  /** All batches of the partition. */
  async batches(): Promise<Buffer[]> {
    const found: Buffer[] = [];
    for (let offset = 0, endOffset = 1; offset < endOffset; ) {
      const partitions = [{ partition: 0, fetchOffset: offset, partitionMaxBytes: 4_000_000 }];
      const { responses } = await this.#talk.call(apis.fetch, 12, { topics: [{ topic: this.#topic, partitions }], maxBytes: 8_000_000 });
      const answer = responses[0]?.partitions[0];
      if (answer === undefined || answer.errorCode !== 0) throw new Error(`a fetch was answered with ${answer?.errorCode}`);
      endOffset = answer.highWatermark;
      const batches = splitBatches(answer.records ?? Buffer.alloc(0));
      for (const batch of batches) offset = batchHeader.lastOffset(batch) + 1;
      found.push(...batches);
    }
    return found;
  }

  /** What is in the partition now. */
  async verdict(): Promise<Verdict> {
    return (await this.batches()).map((batch) => ({
      offsets: `${batchHeader.baseOffset(batch)}-${batchHeader.lastOffset(batch)}`,
      header: this.#header(batch),
      records: decodeRecords(batch).map(({ offset, timestamp, key, value }) =>
        batchHeader.isControl(batch)
          ? `${offset} ${key?.toString("hex")}`
          : `${offset} ${key}${value === null ? "" : `=${value.subarray(0, 9)}`}${this.#time(batch, timestamp)}`,
      ),
    }));
  }

  #header(batch: Buffer): string {
    const producer = batchHeader.producerId(batch) < 0 ? "no producer" : `epoch ${batchHeader.producerEpoch(batch)}`;
    return [
      batchHeader.compressionType(batch),
      `${producer} sequence ${batchHeader.baseSequence(batch)}`,
      `largest${this.#time(batch, batchHeader.maxTimestamp(batch))}`,
      ...(batchHeader.isTransactional(batch) ? ["transactional"] : []),
      ...(batchHeader.isControl(batch) ? ["control"] : []),
      ...(batchHeader.deleteHorizonMs(batch) === undefined ? [] : ["horizon"]),
      ...(batchHeader.computeBatchCrc(batch, 0, batch.length) === batchHeader.batchCrc(batch) ? [] : ["wrong checksum"]),
    ].join(", ");
  }

  #time(batch: Buffer, timestamp: number): string {
    if (batchHeader.isControl(batch)) return "";
    return batchHeader.timestampType(batch) === "LogAppendTime" ? " appended" : ` +${timestamp - this.#startMs}`;
  }
}

/** Whether a cleaning has taken away the 1 that `key` was given first; undefined: not yet. */
async function isCleanedOf(topic: Compacted, key: string): Promise<true | undefined> {
  const records = (await topic.batches()).flatMap((batch) => decodeRecords(batch));
  return records.some((record) => record.key?.toString() === key && record.value?.toString() === "1") ? undefined : true;
}

/** What is younger than `min.compaction.lag.ms` stays as it is, and does not supersede what is older. */
function youngRecords(bootstrapServers: string, name: string): Promise<Verdict> {
  return withTopic(bootstrapServers, name, 3, async (topic) => {
    await topic.create({ "min.compaction.lag.ms": String(hourMs) });
    await topic.segment(plain("a=1 b=1"));
    await topic.segment(plain("a=2"));
    await topic.segment(plain("c=1 b=2"), null, 3 * hourMs);
    await topic.segment(plain("a=3 c=2"), null, 3 * hourMs);
    await topic.segment(plain("active=1"), null, 3 * hourMs);
    await topic.cleanFrom("0.01");
    await eventually("the older records are cleaned", () => isCleanedOf(topic, "a"));
    return topic.verdict();
  });
}

/** What is older than `max.compaction.lag.ms` is cleaned, however little of the log it is, and a segment does not take records for longer. */
function oldRecords(bootstrapServers: string, name: string): Promise<Verdict> {
  return withTopic(bootstrapServers, name, 3, async (topic) => {
    await topic.create({ "max.compaction.lag.ms": String(hourMs), "segment.ms": String(24 * hourMs) });
    await topic.segment(plain("a=1 b=1", "a=2"));
    await topic.segment(plain("active=1"), null, 3 * hourMs);
    await eventually("the old records are cleaned", () => isCleanedOf(topic, "a"));
    return topic.verdict();
  });
}

/** Cases whose records are not all of about the same age. */
const ages: Readonly<Record<string, (bootstrapServers: string, name: string) => Promise<Verdict>>> = {
  "min.compaction.lag.ms": youngRecords,
  "max.compaction.lag.ms": oldRecords,
};

async function withTopic(
  bootstrapServers: string,
  name: string,
  hoursAgo: number,
  body: (topic: Compacted) => Promise<Verdict>,
): Promise<Verdict> {
  const talk = new Talk(bootstrapServers);
  try {
    return await body(new Compacted(talk, `compaction.${name.replace(/\W+/g, "-")}`, systemClock.now() - hoursAgo * hourMs));
  } finally {
    talk.close();
  }
}

function attempt(bootstrapServers: string, name: string, { configs, rounds, hoursAgo = 3 }: Trial): Promise<Verdict> {
  return withTopic(bootstrapServers, name, hoursAgo, async (topic) => {
    await topic.create(configs);
    const seen: Verdict[] = [];
    for (const segments of rounds) {
      await topic.round(segments);
      seen.push(await topic.verdict());
    }
    return seen;
  });
}

/** Committed and aborted data, and the markers as long as they are needed. Markers have the time of their writing, which is before the records'. */
function transactions(bootstrapServers: string, name: string, configs: Readonly<Record<string, string>>): Promise<Verdict> {
  return withTopic(bootstrapServers, name, -0.05, async (topic) => {
    await topic.create(configs);
    await topic.transaction(`${name}.1`, "a=1 b=1", true);
    await topic.transaction(`${name}.2`, "b=2 c=2", false);
    await topic.transaction(`${name}.1`, "c=3 d=3", true);
    const seen: Verdict[] = [];
    for (const segments of [[plain("a=4")], [plain("b=5 c=5 d=5")], [plain("e=6")], [plain("f=7")]]) {
      await topic.round(segments);
      seen.push(await topic.verdict());
    }
    return seen;
  });
}

/** What a cleaning leaves of a log, batch by batch and record by record. */
export const compaction: Suite = {
  name: "compaction",
  config: { "log.cleaner.backoff.ms": "100" },
  async prepare() {
    const cases: Case[] = Object.entries(trials).map(([name, trial]) => ({
      name,
      run: ({ bootstrapServers }) => attempt(bootstrapServers, name, trial),
    }));
    for (const [name, age] of Object.entries(ages)) cases.push({ name, run: ({ bootstrapServers }) => age(bootstrapServers, name) });
    for (const [name, configs] of Object.entries(transactional)) {
      cases.push({ name, run: ({ bootstrapServers }) => transactions(bootstrapServers, name, configs) });
    }
    return { cases, async close() {} };
  },
};
