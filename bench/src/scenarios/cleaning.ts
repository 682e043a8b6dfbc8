import { MillraceError, sleep, systemClock } from "@millrace/kit";
import { Link } from "../load/link.ts";
import { ProduceLoad } from "../load/produce-load.ts";
import { setConfig, storedBytes, type Topic, withTopic } from "../load/topic.ts";
import type { MeasureName } from "../measures.ts";
import type { BrokerProcess } from "../peers/broker-process.ts";
import { settle } from "../process/settled.ts";
import { usageOf } from "../process/usage.ts";
import { clientsInFlight } from "./produce.ts";
import type { Scenario } from "./scenario.ts";

const shape = { records: 256, valueBytes: 220, connections: 1, partitions: 1, inFlight: clientsInFlight };
/** Batches of that size that make 10⁹ bytes. */
const gigabyteBatches = 16_000;
/** Batches come round six times. In the last time, as in each, 63% (1 − e⁻¹) of the keys are drawn: a tenth of all records stays. */
const rounds = 6;
const warmUpShare = 0.3;

const dirtyRatio = "min.cleanable.dirty.ratio";
const backoff = "log.cleaner.backoff.ms";
/** The active segment, at most a fiftieth, is not cleaned. */
const configs = { "cleanup.policy": "compact", "segment.bytes": "10000000", [dirtyRatio]: "1" };

const pollMs = 50;
/** A log that has shrunk and not changed for this long has been cleaned. */
const settledMs = 3_000;
const patienceMs = 120_000;

interface Cleaning {
  readonly name: MeasureName;
  readonly rate: MeasureName;
  readonly compression: string;
}

const cleanings: readonly Cleaning[] = [
  { name: "clean", rate: "clean-rate", compression: "uncompressed" },
  { name: "clean-zstd", rate: "clean-zstd-rate", compression: "zstd" },
];

/** Waits until the log has been cleaned. What was taken is that up to the last change. */
async function cleaned(link: Link, topic: Topic, pid: number): Promise<{ cpuSeconds: number; wallSeconds: number }> {
  const before = await storedBytes(link, topic.name);
  const reading = () => ({ cpuSeconds: usageOf(pid).cpuSeconds, ms: systemClock.monotonicMs() });
  const start = reading();
  await setConfig(link, { topic: topic.name }, dirtyRatio, "0.01");
  let last = { ...reading(), bytes: before };
  for (;;) {
    await sleep(systemClock, pollMs);
    const bytes = await storedBytes(link, topic.name);
    const quietMs = systemClock.monotonicMs() - last.ms;
    if (bytes !== last.bytes) last = { ...reading(), bytes };
    else if (bytes < before && quietMs > settledMs) break;
    else if (quietMs > patienceMs)
      throw new MillraceError("REQUEST_FAILED", `The log, ${before} bytes, is not cleaned after ${quietMs} ms`);
  }
  return { cpuSeconds: last.cpuSeconds - start.cpuSeconds, wallSeconds: (last.ms - start.ms) / 1000 };
}

/** Writes a compacted topic and lets it be cleaned; CPU seconds and wall seconds for each 10⁹ bytes of records. */
function clean({ address, pid }: BrokerProcess, { name, compression }: Cleaning, link: Link, batches: number) {
  const use = async (topic: Topic) => {
    const load = await ProduceLoad.open(address, topic, { ...shape, keyedBatches: Math.ceil(batches / rounds) });
    const gigabytes = ((await load.run(batches)) * load.batchBytes) / 1e9;
    load.close();
    await settle();
    const { cpuSeconds, wallSeconds } = await cleaned(link, topic, pid);
    return { cpuSeconds: cpuSeconds / gigabytes, wallSeconds: wallSeconds / gigabytes };
  };
  return withTopic(address, name, 1, use, { ...configs, "compression.type": compression });
}

export const cleaningScenarios: readonly Scenario[] = cleanings.map((cleaning) => ({
  name: cleaning.name,
  async run(broker, { scale }) {
    const link = await Link.open(broker.address);
    try {
      await setConfig(link, "brokers", backoff, "100");
      await clean(broker, cleaning, link, gigabyteBatches * scale * warmUpShare);
      const { cpuSeconds, wallSeconds } = await clean(broker, cleaning, link, gigabyteBatches * scale);
      await setConfig(link, "brokers", backoff, null);
      return { [cleaning.name]: cpuSeconds, [cleaning.rate]: 1000 / wallSeconds };
    } finally {
      link.close();
    }
  },
}));
