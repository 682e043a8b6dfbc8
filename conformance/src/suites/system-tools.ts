import { sleep, systemClock } from "@millrace/kit";
import { type JavaProgram, type JavaPrograms, withPrograms } from "../java-programs.ts";
import type { Peer } from "../peers/peer.ts";
import type { Case, Scale, Suite } from "../suite.ts";
import { kafkaClasspath } from "../toolchain/java.ts";
import type { Verdict } from "../verdicts.ts";
import { createTopic } from "../wire/exchange.ts";
import { readCommittedLines } from "./console-consumer.ts";

/** Of the machine as well: Java takes seconds to start when others work too. */
const patienceMs = 120_000;

const tools = "org.apache.kafka.tools";

interface Trial {
  readonly peer: Peer;
  readonly programs: JavaPrograms;
  readonly scale: Scale;
  readonly topic: string;
}

type Tried = (trial: Trial) => Promise<Verdict>;

function produceVerifiably({ peer, programs, topic }: Trial, count: number, throughput: number): Promise<JavaProgram> {
  const args = ["--bootstrap-server", peer.bootstrapServers, "--topic", topic, "--max-messages", String(count), "--acks", "-1"];
  return programs.start(`${tools}.VerifiableProducer`, [...args, "--throughput", String(throughput)]);
}

/** How many records VerifiableProducer sent and saw acknowledged. */
async function produced(producer: JavaProgram): Promise<Verdict> {
  await producer.succeed(patienceMs);
  const sum = (await producer.events()).find(({ name }) => name === "tool_data");
  return { sent: Number(sum?.sent), acknowledged: Number(sum?.acked) };
}

/** Partition and offset of each record that a VerifiableConsumer printed. */
async function consumedBy(consumer: JavaProgram): Promise<string[]> {
  const records = (await consumer.events()).filter(({ name }) => name === "record_data");
  return records.map(({ partition, offset }) => `${partition}@${offset}`);
}

/** Partitions that a VerifiableConsumer was given last. */
async function assignedTo(consumer: JavaProgram): Promise<number> {
  const given = (await consumer.events()).filter(({ name }) => name === "partitions_assigned" || name === "partitions_revoked");
  return given.reduce((count, { name, partitions }) => {
    const { length } = partitions as unknown[];
    return name === "partitions_assigned" ? count + length : count - length;
  }, 0);
}

/** Two consumers share a topic, one is killed: nothing is lost. */
function verifiableConsumers(groupProtocol: "classic" | "consumer"): Tried {
  return async (trial) => {
    const { peer, programs, scale, topic } = trial;
    const count = scale === "nightly" ? 20_000 : 3_000;
    await createTopic(peer.bootstrapServers, topic, 4);
    const session = groupProtocol === "classic" ? ["--session-timeout", "6000"] : [];
    const args = ["--bootstrap-server", peer.bootstrapServers, "--topic", topic, "--group-id", topic, "--reset-policy", "earliest"];
    const consume = () =>
      programs.start(`${tools}.VerifiableConsumer`, [...args, "--verbose", "--group-protocol", groupProtocol, ...session]);
    const consumers = [await consume(), await consume()] as const;
    for (const each of consumers)
      await each.until("it has two partitions", patienceMs, async () => ((await assignedTo(each)) === 2 ? true : undefined));
    const producer = await produceVerifiably(trial, count, 500);
    const [killed, left] = consumers;
    await killed.until("it has records", patienceMs, async () => ((await consumedBy(killed)).length > 0 ? true : undefined));
    await killed.kill9();
    const acknowledged = await produced(producer);
    const consumed = await left.until("all records are consumed", patienceMs, async () => {
      const records = new Set([...(await consumedBy(killed)), ...(await consumedBy(left))]);
      return records.size >= count ? records.size : undefined;
    });
    const assigned = await left.until("it has all partitions", patienceMs, async () => ((await assignedTo(left)) === 4 ? 4 : undefined));
    await left.stop();
    const names = (await left.events()).map(({ name }) => name);
    return { produced: acknowledged, consumed, "assigned to the one left": assigned, "shut down": names.includes("shutdown_complete") };
  };
}

/** Of the topics that are copied. */
const partitions = 2;

/** A program that copies, and its transactional id. */
interface Copier {
  readonly id: string;
  readonly program: JavaProgram;
}

/** The first of the copiers that is amid its work: one that comes late may find hardly anything left to do. */
function busy(copiers: readonly Copier[]): Promise<Copier> {
  const looks = copiers.map((copier) =>
    copier.program.until("it is amid its work", patienceMs, async () => {
      const last = (await copier.program.events()).findLast(({ stage }) => stage === "ProcessLoop");
      return Number(last?.totalProcessed) >= 100 && Number(last?.remaining) > 0 ? copier : undefined;
    }),
  );
  return Promise.any(looks);
}

/** Copies a topic in transactions, some of them aborted, while `disturb` does its worst: each record arrives once. */
function transactionalCopy(
  disturb: (copiers: readonly Copier[], trial: Trial, restart: (id: string) => Promise<Copier>) => Promise<readonly Copier[]>,
) {
  return async (trial: Trial): Promise<Verdict> => {
    const { peer, programs, topic, scale } = trial;
    const count = scale === "nightly" ? 50_000 : 5_000;
    const output = `${topic}-copy`;
    await createTopic(peer.bootstrapServers, topic, partitions);
    await createTopic(peer.bootstrapServers, output, partitions);
    const acknowledged = await produced(await produceVerifiably(trial, count, -1));
    const copy = async (id: string): Promise<Copier> => {
      const topics = ["--input-topic", topic, "--input-partition", "-1", "--output-topic", output, "--consumer-group", topic];
      const ways = ["--group-mode", "--use-group-metadata", "--enable-random-aborts", "--transaction-size", "50"];
      const identity = ["--transactional-id", id, "--transaction-timeout", "30000"];
      const args = ["--broker-list", peer.bootstrapServers, ...topics, ...ways, ...identity];
      return { id, program: await programs.start(`${tools}.TransactionalMessageCopier`, args) };
    };
    const left = await disturb([await copy(`${topic}-a`), await copy(`${topic}-b`)], trial, copy);
    for (const { program } of left) await program.succeed(patienceMs);
    const values = (await readCommittedLines(programs, peer, output, partitions)).filter((line) => /^\d+$/.test(line));
    const distinct = new Set(values);
    return { produced: acknowledged, copied: distinct.size, twice: values.length - distinct.size };
  };
}

/** The same transactional id comes back after a crash and goes on. */
const copierKilled = transactionalCopy(async (copiers, _trial, restart) => {
  const killed = await busy(copiers);
  await killed.program.kill9();
  return [...copiers.filter((copier) => copier !== killed), await restart(killed.id)];
});

const brokerKilled = transactionalCopy(async (copiers, { peer }) => {
  await busy(copiers);
  await peer.kill9();
  await sleep(systemClock, 500);
  await peer.restart();
  return copiers;
});

/** What Kafka's own torture test of compaction finds: it compares what it produced with what is left, key by key. */
function logCompaction(compression: string): Tried {
  return async ({ peer, programs, scale }) => {
    const messages = scale === "nightly" ? "1000000" : "200000";
    const args = ["--bootstrap-server", peer.bootstrapServers, "--messages", messages, "--topics", "2", "--compression-type", compression];
    const tester = await programs.start(`${tools}.LogCompactionTester`, [...args, "--percent-deletes", "20", "--sleep", "15"]);
    const output = await tester.succeed(300_000);
    const reduction = Number(/\(([\d.]+)% reduction\)/.exec(output)?.[1]);
    const mismatches = Number(/, (\d+) mismatches/.exec(output)?.[1]);
    return { verified: output.includes("Data verification is completed"), mismatches, compacted: reduction > 10 };
  };
}

/** Kafka's test of what its clients can do on a broker. */
const clientCompatibility: Tried = async ({ peer, programs, topic }) => {
  await createTopic(peer.bootstrapServers, topic);
  const supported = ["offsets-for-times", "cluster-id", "create-topics", "describe-configs", "describe-acls", "idempotent-producer"];
  const tested = await programs.start(`${tools}.ClientCompatibilityTest`, [
    ...["--bootstrap-server", peer.bootstrapServers, "--topic", topic, "--num-cluster-nodes", "1"],
    ...supported.flatMap((feature) => [`--${feature}-supported`, "True"]),
    ...["--expect-record-too-large-exception", "False"],
  ]);
  return { success: (await tested.succeed(patienceMs)).includes("SUCCESS.") };
};

const transactionalPerformance: Tried = async ({ peer, programs, topic }) => {
  await createTopic(peer.bootstrapServers, topic, 3);
  const producer = await programs.start(`${tools}.ProducerPerformance`, [
    ...["--bootstrap-server", peer.bootstrapServers, "--topic", topic, "--num-records", "50000", "--record-size", "100"],
    ...["--throughput", "-1", "--transactional-id", topic, "--transaction-duration-ms", "50"],
  ]);
  return { sent: /^50000 records sent/m.test(await producer.succeed(patienceMs)) };
};

const endToEndLatency: Tried = async ({ peer, programs, topic }) => {
  await createTopic(peer.bootstrapServers, topic);
  const args = ["--bootstrap-server", peer.bootstrapServers, "--topic", topic, "--num-records", "2000", "--producer-acks", "all"];
  const latency = await programs.start(`${tools}.EndToEndLatency`, [...args, "--record-size", "100"]);
  return { measured: /^Avg latency: /m.test(await latency.succeed(patienceMs)) };
};

const trials: Readonly<Record<string, Tried>> = {
  ClientCompatibilityTest: clientCompatibility,
  EndToEndLatency: endToEndLatency,
  "LogCompactionTester none": logCompaction("none"),
  "LogCompactionTester zstd": logCompaction("zstd"),
  "ProducerPerformance in transactions": transactionalPerformance,
  "TransactionalMessageCopier killed": copierKilled,
  "VerifiableConsumer classic": verifiableConsumers("classic"),
  "VerifiableConsumer consumer": verifiableConsumers("consumer"),
  "alone.TransactionalMessageCopier and the broker killed": brokerKilled,
};

/** The programs that Kafka's system tests are made of. */
export const systemTools: Suite = {
  name: "system-tools",
  config: {
    // So that there is something to compact after a few thousand records.
    "log.segment.bytes": "1048576",
    "log.cleaner.backoff.ms": "500",
    // A consumer that was killed is missed soon.
    "group.consumer.min.session.timeout.ms": "6000",
    "group.consumer.session.timeout.ms": "6000",
  },
  async prepare(scale) {
    const classpath = await kafkaClasspath();
    const cases = Object.entries(trials).map(
      ([name, tried]): Case => ({
        name,
        alone: name.startsWith("alone."),
        run: (peer) =>
          withPrograms(classpath, (programs) => tried({ peer, programs, scale, topic: `tools.${name.replaceAll(/[^A-Za-z]+/g, "-")}` })),
      }),
    );
    return { cases, async close() {} };
  },
};
