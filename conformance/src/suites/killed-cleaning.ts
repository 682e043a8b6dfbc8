import { sleep, systemClock } from "@millrace/kit";
import { apis, batchHeader, decodeRecords, encodeBatch, splitBatches } from "@millrace/protocol";
import { Talk } from "../differential/talk.ts";
import type { Peer } from "../peers/peer.ts";
import type { Case } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { eventually } from "./outcome.ts";

const topic = "durability.killed-cleaning";
const keys = 3_000;
/** Each key is written so often, a kilobyte each time: twelve segments of the least size. */
const times = 4;
const recordsPerBatch = 100;
const valueBytes = 1_000;
/** Of the cleaner, so that a cleaning takes some seconds. */
const slowBytesPerSecond = "4000000";
/** What goes on between a start and the next kill; a cleaning's first pass, its second, or nothing any more. */
const killsAfterMs = [700, 1_500, 3_000, 5_000];

const topicResource = 2;
const brokerResource = 4;

async function setConfigs(talk: Talk, resourceType: number, resourceName: string, configs: Readonly<Record<string, string | null>>) {
  const operations = Object.entries(configs).map(([name, value]) => ({ name, value, configOperation: value === null ? 1 : 0 }));
  const { responses } = await talk.call(apis.incrementalAlterConfigs, 1, {
    resources: [{ resourceType, resourceName, configs: operations }],
  });
  if (responses[0]?.errorCode !== 0) throw new Error(`the configs were refused: ${responses[0]?.errorMessage}`);
}

/** Writes each key with numbers that go up. */
async function write(talk: Talk): Promise<void> {
  for (let at = 0; at < keys * times; at += recordsPerBatch) {
    const records = Array.from({ length: recordsPerBatch }, (_, index) => ({
      timestamp: systemClock.now(),
      key: Buffer.from(`k${(at + index) % keys}`),
      value: Buffer.from(`${at + index}`.padEnd(valueBytes)),
    }));
    const { errorCode } = await talk.produce(topic, 0, encodeBatch({ records }));
    if (errorCode !== 0) throw new Error(`a batch was refused with ${errorCode}`);
  }
}

/** How many records there are, and of how many keys the last value is the one that was written last. */
async function look(talk: Talk): Promise<{ readonly records: number; readonly rightKeys: number }> {
  const last = new Map<string, number>();
  let records = 0;
  for (let offset = 0, endOffset = 1; offset < endOffset; ) {
    const partitions = [{ partition: 0, fetchOffset: offset, partitionMaxBytes: 2_000_000 }];
    const { responses } = await talk.call(apis.fetch, 12, { topics: [{ topic, partitions }], maxBytes: 2_000_000 });
    const answer = responses[0]?.partitions[0];
    if (answer === undefined || answer.errorCode !== 0) throw new Error(`a fetch was answered with ${answer?.errorCode}`);
    endOffset = answer.highWatermark;
    for (const batch of splitBatches(answer.records ?? Buffer.alloc(0))) {
      offset = batchHeader.lastOffset(batch) + 1;
      for (const { key, value } of decodeRecords(batch)) {
        records += 1;
        last.set(String(key), Number(value));
      }
    }
  }
  const rightKeys = Array.from({ length: keys }, (_, key) => last.get(`k${key}`) === keys * (times - 1) + key).filter(Boolean).length;
  return { records, rightKeys };
}

async function cleanThroughKills(peer: Peer, talk: Talk): Promise<Verdict> {
  const topicConfigs = { "cleanup.policy": "compact", "segment.bytes": "1048576", "min.cleanable.dirty.ratio": "1" };
  await talk.createTopic(topic, 1, topicConfigs);
  await write(talk);
  await setConfigs(talk, brokerResource, "", {
    "log.cleaner.backoff.ms": "100",
    "log.cleaner.io.max.bytes.per.second": slowBytesPerSecond,
  });
  await setConfigs(talk, topicResource, topic, { "min.cleanable.dirty.ratio": "0.01" });
  const rightKeys = new Set<number>();
  for (const afterMs of killsAfterMs) {
    await sleep(systemClock, afterMs);
    await peer.kill9();
    talk.close();
    await peer.restart();
    await talk.untilUsable(topic, 1);
    rightKeys.add((await look(talk)).rightKeys);
  }
  await setConfigs(talk, brokerResource, "", { "log.cleaner.io.max.bytes.per.second": null });
  // What is in the active segment is not cleaned.
  const cleaned = await eventually("the log is cleaned", async () => {
    const { records, ...seen } = await look(talk);
    return records < keys * 2 ? seen : undefined;
  });
  await setConfigs(talk, brokerResource, "", { "log.cleaner.backoff.ms": null });
  return { "right keys after each kill": [...rightKeys], "and in the end": cleaned.rightKeys };
}

/** The broker is killed again and again while it cleans a log: nothing is lost, and the cleaning comes to its end. */
export const killedCleaning: Case = {
  name: "a cleaning",
  alone: true,
  async run(peer) {
    const talk = new Talk(peer.bootstrapServers);
    try {
      return await cleanThroughKills(peer, talk);
    } finally {
      talk.close();
    }
  },
};
