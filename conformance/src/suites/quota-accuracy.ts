import { sleep, systemClock } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { QuotaKeeper } from "../differential/cases/quota-keeper.ts";
import { Talk } from "../differential/talk.ts";
import { type JavaProgram, type JavaPrograms, withPrograms } from "../java-programs.ts";
import type { Case } from "../suite.ts";
import { kafkaClasspath } from "../toolchain/java.ts";
import type { Verdict } from "../verdicts.ts";

/** Each is a batch by itself, so that fetches waste nothing on parts of batches. */
const recordBytes = 10_000;
const batchBytesMax = 10_200;
/** Records a second that a client with a quota may write or read. */
const held = 50;
/** What another one does meanwhile. */
const free = 100;
const measuredMs = 20_000;
/** How long clients may take to come into their stride, Java machines and all. */
const startMs = 60_000;
const tolerance = 0.1;
/** A machine that is busy with something else makes clients that are held slower, never faster: too little is measured again. */
const attemptsMax = 3;

function producer(programs: JavaPrograms, bootstrapServers: string, topic: string, recordsPerSecond: string, count = 1_000_000) {
  const properties = ["--producer-props", `bootstrap.servers=${bootstrapServers}`, `client.id=${topic}`, "batch.size=0"];
  const load = ["--topic", topic, "--num-records", String(count), "--record-size", String(recordBytes), "--throughput", recordsPerSecond];
  return programs.start("org.apache.kafka.tools.ProducerPerformance", [...load, ...properties]);
}

async function endOffset(talk: Talk, name: string): Promise<number> {
  const topics = [{ name, partitions: [{ partitionIndex: 0, timestamp: -1 }] }];
  const reply = await talk.call(apis.listOffsets, 7, { replicaId: -1, topics });
  return reply.topics[0]?.partitions[0]?.offset ?? 0;
}

/** Records a second that topics grew by while they were watched. */
async function growth(talk: Talk, topics: readonly string[]): Promise<number[]> {
  for (const topic of topics) await talk.until(`${topic} is written to`, async () => (await endOffset(talk, topic)) > 2 * held, startMs);
  const beganMs = systemClock.monotonicMs();
  const before = await offsetsOf(talk, topics);
  await sleep(systemClock, measuredMs);
  const after = await offsetsOf(talk, topics);
  const tookSeconds = (systemClock.monotonicMs() - beganMs) / 1000;
  return after.map((offset, at) => (offset - (before[at] ?? 0)) / tookSeconds);
}

async function offsetsOf(talk: Talk, topics: readonly string[]): Promise<number[]> {
  const offsets: number[] = [];
  for (const topic of topics) offsets.push(await endOffset(talk, topic));
  return offsets;
}

const isNear = (rate: number, expected: number): boolean => Math.abs(rate / expected - 1) <= tolerance;

/** A rate is told only where it is not what was expected. */
const judged = (rate: number, expected: number): Verdict => (isNear(rate, expected) ? `about ${expected} records a second` : rate);

async function producers(talk: Talk, keeper: QuotaKeeper, programs: JavaPrograms, bootstrapServers: string): Promise<Verdict> {
  const topics = ["held-producer", "free-producer"] as const;
  for (const topic of topics) await talk.createTopic(topic);
  await keeper.set({ "client-id": topics[0] }, { producer_byte_rate: held * recordBytes });
  await producer(programs, bootstrapServers, topics[0], "-1");
  await producer(programs, bootstrapServers, topics[1], String(free));
  for (let attempt = 1; ; attempt++) {
    const [heldRate = 0, freeRate = 0] = await growth(talk, topics);
    // One that keeps a pace of its own makes up for what it lost before, so that it may be faster for a while.
    const isFreeSlowed = freeRate < free * (1 - tolerance);
    const isTooLittle = isFreeSlowed || heldRate < held * (1 - tolerance);
    if (!isTooLittle || attempt === attemptsMax) return { held: judged(heldRate, held), isFreeSlowed };
  }
}

async function consumers(talk: Talk, keeper: QuotaKeeper, programs: JavaPrograms, bootstrapServers: string): Promise<Verdict> {
  const topic = "read-by-two";
  await talk.createTopic(topic);
  await (await producer(programs, bootstrapServers, topic, "-1", 2 * held * (measuredMs / 1000))).succeed(60_000);
  await keeper.set({ "client-id": "held-consumer" }, { consumer_byte_rate: held * recordBytes });
  const consumer = async (clientId: string, count: number) => {
    const config = await programs.properties(`${clientId}.properties`, { "client.id": clientId });
    // One batch at a time, so that a client that is held back is not so for long.
    const size = ["--fetch-size", String(batchBytesMax), "--timeout", "30000"];
    const load = ["--bootstrap-server", bootstrapServers, "--topic", topic, "--num-records", String(count), ...size];
    return programs.start("org.apache.kafka.tools.ConsumerPerformance", [...load, "--consumer.config", config, "--hide-header"]);
  };
  const slow = await consumer("held-consumer", (held * measuredMs) / 1000);
  const fast = await consumer("free-consumer", 2 * held * (measuredMs / 1000));
  const [fastRate, slowRate] = [await rateOf(fast, 60_000), await rateOf(slow, 90_000)];
  return { held: judged(slowRate, held), isFreeFaster: fastRate > 4 * held };
}

/** The last of the numbers that ConsumerPerformance prints: records a second, without the time in which it joined its group. */
async function rateOf(program: JavaProgram, timeoutMs: number): Promise<number> {
  const output = await program.succeed(timeoutMs);
  const line = output.split("\n").findLast((each) => /^\d{4}-.*(, [\d.-]+){8}/.test(each)) ?? "";
  return Number(line.split(", ").at(-1));
}

/** Clients that would do more than they may, beside others, with Kafka's own tools. */
export async function quotaAccuracyCases(): Promise<Case[]> {
  const classpath = await kafkaClasspath();
  return Object.entries({ producers, consumers }).map(([name, run]) => ({
    name: `held to their rate: ${name}`,
    alone: true,
    async run({ bootstrapServers }) {
      const talk = new Talk(bootstrapServers);
      const keeper = new QuotaKeeper(talk);
      try {
        return await withPrograms(classpath, (programs) => run(talk, keeper, programs, bootstrapServers));
      } finally {
        await keeper.clear();
        talk.close();
      }
    },
  }));
}
