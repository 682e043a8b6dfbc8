import { systemClock } from "@millrace/kit";
import type { Case, Suite } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { type BatchFields, recordBatch } from "../wire/batch.ts";
import { RawConnection } from "../wire/connection.ts";
import { createTopic, offsetAt } from "../wire/exchange.ts";
import { produce, produceFrame } from "../wire/produce.ts";
import { eventually } from "./outcome.ts";

const hourMs = 3_600_000;

interface Trial {
  readonly configs: Readonly<Record<string, string>>;
  /** Batches in the order in which they are produced. */
  readonly batches: () => readonly BatchFields[];
  /** Where the log begins once retention has done its work. */
  readonly expectedStart: number;
}

const at = (hoursAgo: number): BatchFields => ({ baseTimestamp: systemClock.now() - hoursAgo * hourMs });

/** A batch of about 100,000 bytes. */
const large = (): BatchFields => ({ ...at(0), records: [{ value: Buffer.alloc(100_000, "x") }] });

const largeOnes = (count: number) => () => Array.from({ length: count }, large);

/** The broker looks every half second, with its cleaner at compacted topics; `expectedStart` is what Apache Kafka was seen to come to. */
const trials: Readonly<Record<string, Trial>> = {
  "by time, all": { configs: { "retention.ms": "60000" }, batches: () => [at(3), at(2)], expectedStart: 2 },
  "by time, whole segments only": { configs: { "retention.ms": String(hourMs) }, batches: () => [at(0), at(3), at(2)], expectedStart: 0 },
  "by time, segments cut by segment.ms": {
    configs: { "retention.ms": String(hourMs), "segment.ms": "600000" },
    batches: () => [at(3), at(2), at(0)],
    expectedStart: 2,
  },
  "by time, log append time": {
    configs: { "retention.ms": String(hourMs), "message.timestamp.type": "LogAppendTime" },
    batches: () => [at(3), at(2)],
    expectedStart: 0,
  },
  "by time, switched off": { configs: { "retention.ms": "-1" }, batches: () => [at(3), at(2)], expectedStart: 0 },
  "by size": { configs: { "retention.bytes": "1500000", "segment.bytes": "1048576" }, batches: largeOnes(45), expectedStart: 30 },
  "by size, less than a segment": {
    configs: { "retention.bytes": "10", "segment.bytes": "1048576" },
    batches: largeOnes(12),
    expectedStart: 10,
  },
  "by size, switched off": { configs: { "retention.bytes": "-1", "segment.bytes": "1048576" }, batches: largeOnes(25), expectedStart: 0 },
  "not with compaction alone": {
    configs: { "retention.ms": "60000", "cleanup.policy": "compact" },
    batches: () => [{ ...at(3), records: [{ key: Buffer.from("k") }] }],
    expectedStart: 0,
  },
  "with compaction and deletion": {
    configs: { "retention.ms": String(hourMs), "segment.ms": "600000", "cleanup.policy": "compact,delete" },
    batches: () => [3, 2, 0].map((hoursAgo) => ({ ...at(hoursAgo), records: [{ key: Buffer.from(`k${hoursAgo}`) }] })),
    expectedStart: 2,
  },
};

/** For logs that have to stay as they are: long enough for several looks of the broker at a log that has to shrink. */
async function severalLooks(bootstrapServers: string, topic: string): Promise<void> {
  await createTopic(bootstrapServers, topic, 1, { "retention.ms": "60000" });
  for (let look = 1; look <= 3; look += 1) {
    await send(bootstrapServers, topic, [at(3)]);
    await eventually("old records go", async () => ((await offsetAt(bootstrapServers, topic, 0, "earliest")) === look ? true : undefined));
  }
}

async function send(bootstrapServers: string, topic: string, batches: readonly BatchFields[]): Promise<void> {
  const connection = await RawConnection.open(bootstrapServers);
  for (const batch of batches) await produce(connection, produceFrame(topic, recordBatch(batch)));
  connection.close();
}

async function attempt(bootstrapServers: string, topic: string, { configs, batches, expectedStart }: Trial): Promise<Verdict> {
  await createTopic(bootstrapServers, topic, 1, configs);
  await send(bootstrapServers, topic, batches());
  const start = () => offsetAt(bootstrapServers, topic, 0, "earliest");
  await eventually(`the log begins at ${expectedStart}`, async () => ((await start()) >= expectedStart ? true : undefined));
  await severalLooks(bootstrapServers, `${topic}.looks`);
  return { start: await start(), end: await offsetAt(bootstrapServers, topic, 0, "latest") };
}

/** What retention takes away, and what it leaves. */
export const retention: Suite = {
  name: "retention",
  config: { "log.retention.check.interval.ms": "500", "log.cleaner.backoff.ms": "500" },
  async prepare() {
    const cases: Case[] = Object.entries(trials).map(([name, trial]) => ({
      name,
      run: ({ bootstrapServers }) => attempt(bootstrapServers, `retention.${name.replace(/[^\w.-]+/g, "-")}`, trial),
    }));
    return { cases, async close() {} };
  },
};
