import { type CompressionTypes, Kafka, type KafkaMessage, logLevel } from "kafkajs";
import type { Case, Suite } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { createTopic } from "../wire/exchange.ts";
import { eventually, outcomeOf } from "./outcome.ts";

/** A client of the broker that a case is tried on, and a name of the case's own. */
interface Trial {
  readonly kafka: Kafka;
  readonly topic: string;
  createTopic(partitions?: number, configs?: Record<string, string>): Promise<void>;
}

const show = (partition: number, { offset, key, value }: KafkaMessage): string => `${partition}@${offset} ${key}=${value}`;

/** Reads in a group from the beginning until `count` messages came. */
async function read(trial: Trial, count: number, groupId = trial.topic): Promise<{ partition: number; message: KafkaMessage }[]> {
  const consumer = trial.kafka.consumer({ groupId });
  const messages: { partition: number; message: KafkaMessage }[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [trial.topic], fromBeginning: true });
    await consumer.run({ eachMessage: async ({ partition, message }) => void messages.push({ partition, message }) });
    await eventually(`${count} messages come`, async () => (messages.length >= count ? true : undefined));
    return messages;
  } finally {
    await consumer.disconnect();
  }
}

async function produce(trial: Trial, count: number, options: { compression?: CompressionTypes; acks?: number } = {}): Promise<Verdict> {
  const producer = trial.kafka.producer();
  await producer.connect();
  try {
    const messages = Array.from({ length: count }, (_, at) => ({
      key: `k${at}`,
      value: `v${at}`,
      partition: 0,
      timestamp: String(1000 + at),
    }));
    const [result] = await producer.send({ topic: trial.topic, messages, ...options });
    return result?.baseOffset ?? null;
  } finally {
    await producer.disconnect();
  }
}

async function roundTrip(trial: Trial, options: { compression?: CompressionTypes; acks?: number }): Promise<Verdict> {
  await trial.createTopic();
  const baseOffset = await produce(trial, 50, options);
  const messages = await read(trial, 50);
  return { baseOffset, count: messages.length, last: messages.map(({ partition, message }) => show(partition, message)).at(-1) ?? null };
}

async function headersAndNulls(trial: Trial): Promise<Verdict> {
  await trial.createTopic();
  const producer = trial.kafka.producer({ idempotent: true });
  await producer.connect();
  await producer.send({
    topic: trial.topic,
    messages: [
      { value: null, headers: { one: "1", many: ["2", "3"] } },
      { key: "k", value: "" },
    ],
  });
  await producer.disconnect();
  const messages = await read(trial, 2);
  return messages.map(({ partition, message }) => ({
    record: show(partition, message),
    headers: Object.entries(message.headers ?? {}).map(([name, value]) => `${name}=${value}`),
  }));
}

async function autoCreated(trial: Trial): Promise<Verdict> {
  return outcomeOf(() => produce(trial, 1));
}

async function tooLarge(trial: Trial): Promise<Verdict> {
  await trial.createTopic(1, { "max.message.bytes": "1000" });
  const producer = trial.kafka.producer({ retry: { retries: 0 } });
  await producer.connect();
  const outcome = await outcomeOf(async () => void (await producer.send({ topic: trial.topic, messages: [{ value: "x".repeat(2000) }] })));
  await producer.disconnect();
  return outcome;
}

async function group(trial: Trial): Promise<Verdict> {
  await trial.createTopic(4);
  const shares = new Map<string, number>();
  const consumers = [1, 2].map(() => trial.kafka.consumer({ groupId: trial.topic, heartbeatInterval: 500 }));
  for (const [at, consumer] of consumers.entries()) {
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => shares.set(String(at), payload.memberAssignment[trial.topic]?.length ?? 0));
    await consumer.connect();
    await consumer.subscribe({ topics: [trial.topic] });
    await consumer.run({ eachMessage: async () => {} });
  }
  const sizes = (): string => [...shares.values()].join(",");
  await eventually("both have two", async () => (sizes() === "2,2" ? true : undefined));
  const admin = trial.kafka.admin();
  await admin.connect();
  const described = (await admin.describeGroups([trial.topic])).groups[0];
  const deleted = await outcomeOf(async () => void (await admin.deleteGroups([trial.topic])));
  await consumers[0]?.disconnect();
  shares.delete("0");
  await eventually("the other has four", async () => (sizes() === "4" ? true : undefined));
  await consumers[1]?.disconnect();
  const afterwards = await outcomeOf(async () => void (await admin.deleteGroups([trial.topic])));
  await admin.disconnect();
  return {
    state: described?.state ?? null,
    protocol: described?.protocol ?? null,
    members: described?.members.length ?? 0,
    deleted,
    afterwards,
  };
}

async function offsets(trial: Trial): Promise<Verdict> {
  await trial.createTopic();
  await produce(trial, 10);
  const admin = trial.kafka.admin();
  await admin.connect();
  const plain = async () =>
    (await admin.fetchTopicOffsets(trial.topic)).map(({ partition, offset, high, low }) => `${partition} ${offset} ${high} ${low}`);
  const committed = async () =>
    (await admin.fetchOffsets({ groupId: trial.topic, topics: [trial.topic] }))[0]?.partitions.map(
      ({ offset, metadata }) => `${offset} '${metadata}'`,
    ) ?? [];
  // Its admin client does not ask again while a fresh broker still makes the topic of offsets.
  await eventually("there is a coordinator", () =>
    committed().then(
      () => true,
      () => undefined,
    ),
  );
  const seen = {
    offsets: await plain(),
    "at 1003": (await admin.fetchTopicOffsetsByTimestamp(trial.topic, 1003)).map(({ partition, offset }) => `${partition} ${offset}`),
    committed: await committed(),
    set: await outcomeOf(() =>
      admin.setOffsets({ groupId: trial.topic, topic: trial.topic, partitions: [{ partition: 0, offset: "4" }] }).then(() => undefined),
    ),
    "committed then": await committed(),
    reset: await outcomeOf(() => admin.resetOffsets({ groupId: trial.topic, topic: trial.topic, earliest: true }).then(() => undefined)),
    "deleted records": await outcomeOf(() =>
      admin.deleteTopicRecords({ topic: trial.topic, partitions: [{ partition: 0, offset: "3" }] }).then(() => undefined),
    ),
    "offsets then": await plain(),
  };
  await admin.disconnect();
  return seen;
}

async function topics(trial: Trial): Promise<Verdict> {
  const admin = trial.kafka.admin();
  await admin.connect();
  const create = (topic: string, numPartitions: number, replicationFactor: number) =>
    outcomeOf(() => admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor }] }));
  await trial.createTopic(2);
  const seen = {
    exists: await create(trial.topic, 1, 1),
    "factor 3": await create(`${trial.topic}.new`, 1, 3),
    "no partitions": await create(`${trial.topic}.new`, 0, 1),
    partitions: await outcomeOf(async () => void (await admin.createPartitions({ topicPartitions: [{ topic: trial.topic, count: 3 }] }))),
    deleted: await outcomeOf(() => admin.deleteTopics({ topics: [trial.topic] })),
    "deleted again": await outcomeOf(() => admin.deleteTopics({ topics: [trial.topic] })),
  };
  await admin.disconnect();
  return seen;
}

async function configs(trial: Trial): Promise<Verdict> {
  await trial.createTopic(1, { "retention.ms": "5000" });
  const admin = trial.kafka.admin();
  await admin.connect();
  const type = 2; // ConfigResourceTypes.TOPIC, which a module of the older kind does not hand out by name
  const { resources } = await admin.describeConfigs({
    includeSynonyms: true,
    resources: [{ type, name: trial.topic, configNames: ["retention.ms", "segment.bytes"] }],
  });
  const alter = (value: string) =>
    outcomeOf(
      async () =>
        void (await admin.alterConfigs({
          validateOnly: false,
          resources: [{ type, name: trial.topic, configEntries: [{ name: "retention.ms", value }] }],
        })),
    );
  const seen = {
    rows: (resources[0]?.configEntries ?? [])
      .map(({ configName, configValue, configSource }) => `${configName}=${configValue} ${configSource}`)
      .sort(),
    altered: await alter("7000"),
    invalid: await alter("soon"),
  };
  await admin.disconnect();
  return seen;
}

const attempts: Readonly<Record<string, (trial: Trial) => Promise<Verdict>>> = {
  "produce-plain": (trial) => roundTrip(trial, {}),
  "produce-gzip": (trial) => roundTrip(trial, { compression: 1 }),
  "produce-acks-1": (trial) => roundTrip(trial, { acks: 1 }),
  "produce-acks-0": (trial) => roundTrip(trial, { acks: 0 }),
  "headers-and-nulls": headersAndNulls,
  "auto-created-topic": autoCreated,
  "too-large": tooLarge,
  group,
  offsets,
  topics,
  configs,
};

/** The old, most used client of Node. */
export const kafkaJs: Suite = {
  name: "kafkajs",
  async prepare() {
    const cases: Case[] = Object.entries(attempts).map(([name, attempt]) => ({
      name,
      run: ({ bootstrapServers }) => {
        const topic = `kafkajs.${name}`;
        const kafka = new Kafka({ brokers: [bootstrapServers], clientId: topic, logLevel: logLevel.NOTHING });
        return attempt({ kafka, topic, createTopic: (partitions, configs) => createTopic(bootstrapServers, topic, partitions, configs) });
      },
    }));
    return { cases, async close() {} };
  },
};
