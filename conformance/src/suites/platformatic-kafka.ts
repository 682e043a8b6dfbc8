import * as client from "@platformatic/kafka";
import type { Case, Suite } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { createTopic } from "../wire/exchange.ts";
import { outcomeOf } from "./outcome.ts";

interface Trial {
  readonly topic: string;
  readonly base: { clientId: string; bootstrapBrokers: string[] };
  createTopic(partitions?: number, configs?: Record<string, string>): Promise<void>;
}

type Message = client.Message<string, string, string, string>;

const show = ({ partition, offset, key, value }: Message): string => `${partition}@${offset} ${key}=${value}`;

type ProducerSettings = Omit<client.ProduceOptions<string, string, string, string>, "partitioner">;

async function produce(trial: Trial, count: number, settings: ProducerSettings = {}): Promise<Verdict> {
  const producer = new client.Producer({ ...trial.base, serializers: client.stringSerializers, ...settings });
  try {
    const messages = Array.from({ length: count }, (_, at) => ({
      topic: trial.topic,
      partition: 0,
      key: `k${at}`,
      value: `v${at}`,
      timestamp: BigInt(1000 + at),
    }));
    const result = await producer.send({ messages });
    return (result.offsets ?? []).map(({ partition, offset }) => `${partition}@${offset}`);
  } finally {
    await producer.close();
  }
}

/** Reads in a group until `count` messages came. */
async function read(trial: Trial, count: number, settings: { mode: "earliest" | "committed"; commit?: boolean }): Promise<Message[]> {
  const consumer = new client.Consumer({ ...trial.base, groupId: trial.topic, deserializers: client.stringDeserializers });
  const messages: Message[] = [];
  try {
    const stream = await consumer.consume({
      topics: [trial.topic],
      mode: settings.mode,
      fallbackMode: "earliest",
      autocommit: false,
      sessionTimeout: 10_000,
      heartbeatInterval: 500,
    });
    for await (const message of stream) {
      messages.push(message);
      if (messages.length < count) continue;
      if (settings.commit) await message.commit();
      break;
    }
    return messages;
  } finally {
    await consumer.close(true);
  }
}

async function roundTrip(trial: Trial, settings: ProducerSettings): Promise<Verdict> {
  await trial.createTopic();
  const acknowledged = await produce(trial, 50, settings);
  const messages = await read(trial, 50, { mode: "earliest" });
  return { acknowledged, first: messages.map(show)[0] ?? null, last: messages.map(show)[49] ?? null };
}

async function goesOn(trial: Trial): Promise<Verdict> {
  await trial.createTopic();
  await produce(trial, 10);
  const first = await read(trial, 4, { mode: "committed", commit: true });
  const next = await read(trial, 4, { mode: "committed" });
  return { first: first.map(show), next: next.map(show) };
}

async function tooLarge(trial: Trial): Promise<Verdict> {
  await trial.createTopic(1, { "max.message.bytes": "1000" });
  const producer = new client.Producer({ ...trial.base, serializers: client.stringSerializers, retries: 0 });
  const outcome = await outcomeOf(
    async () => void (await producer.send({ messages: [{ topic: trial.topic, key: "k", value: "x".repeat(2000) }] })),
  );
  await producer.close();
  return outcome;
}

async function withAdmin(trial: Trial, use: (admin: client.Admin) => Promise<Verdict>): Promise<Verdict> {
  const admin = new client.Admin({ ...trial.base, retries: 1, retryDelay: 100 });
  try {
    return await use(admin);
  } finally {
    await admin.close();
  }
}

async function topics(trial: Trial): Promise<Verdict> {
  await trial.createTopic(2);
  return withAdmin(trial, async (admin) => {
    const create = (topic: string, partitions: number, replicas: number) =>
      outcomeOf(async () => void (await admin.createTopics({ topics: [topic], partitions, replicas })));
    return {
      exists: await create(trial.topic, 1, 1),
      "invalid name": await create("not valid", 1, 1),
      "factor 3": await create(`${trial.topic}.new`, 1, 3),
      listed: (await admin.listTopics()).includes(trial.topic),
      deleted: await outcomeOf(() => admin.deleteTopics({ topics: [trial.topic] })),
      "deleted again": await outcomeOf(() => admin.deleteTopics({ topics: [trial.topic] })),
    };
  });
}

async function offsets(trial: Trial): Promise<Verdict> {
  await trial.createTopic();
  await produce(trial, 10);
  return withAdmin(trial, async (admin) => {
    const seen: Record<string, Verdict> = {};
    for (const timestamp of [-1n, -2n, -3n, -4n, -5n, 1003n]) {
      const [topic] = await admin.listOffsets({ topics: [{ name: trial.topic, partitions: [{ partitionIndex: 0, timestamp }] }] });
      seen[String(timestamp)] = (topic?.partitions ?? []).map((partition) => `${partition.offset} of ${partition.timestamp}`);
    }
    return seen;
  });
}

async function groups(trial: Trial): Promise<Verdict> {
  await trial.createTopic();
  await produce(trial, 3);
  await read(trial, 3, { mode: "earliest", commit: true });
  return withAdmin(trial, async (admin) => {
    const described = (await admin.describeGroups({ groups: [trial.topic] })).get(trial.topic);
    const [committed] = await admin.listConsumerGroupOffsets({ groups: [trial.topic] });
    return {
      state: described?.state ?? null,
      committed: (committed?.topics ?? []).flatMap(({ partitions }) => partitions.map(({ committedOffset }) => Number(committedOffset))),
      listed: (await admin.listGroups()).has(trial.topic),
      deleted: await outcomeOf(async () => void (await admin.deleteGroups({ groups: [trial.topic] }))),
      "deleted again": await outcomeOf(async () => void (await admin.deleteGroups({ groups: [trial.topic] }))),
    };
  });
}

async function configs(trial: Trial): Promise<Verdict> {
  await trial.createTopic(1, { "retention.ms": "5000" });
  return withAdmin(trial, async (admin) => {
    const resource = { resourceType: client.ConfigResourceTypes.TOPIC, resourceName: trial.topic };
    const [described] = await admin.describeConfigs({
      resources: [{ ...resource, configurationKeys: ["retention.ms", "segment.bytes"] }],
      includeSynonyms: true,
    });
    const alter = (value: string) =>
      outcomeOf(() =>
        admin.incrementalAlterConfigs({
          resources: [
            { ...resource, configs: [{ name: "retention.ms", configOperation: client.IncrementalAlterConfigOperationTypes.SET, value }] },
          ],
        }),
      );
    return {
      rows: (described?.configs ?? []).map(({ name, value, configSource }) => `${name}=${value} ${configSource}`).sort(),
      altered: await alter("6000"),
      invalid: await alter("soon"),
    };
  });
}

const attempts: Readonly<Record<string, (trial: Trial) => Promise<Verdict>>> = {
  "produce-plain": (trial) => roundTrip(trial, {}),
  "produce-idempotent": (trial) => roundTrip(trial, { idempotent: true }),
  "produce-gzip": (trial) => roundTrip(trial, { compression: "gzip" }),
  "produce-snappy": (trial) => roundTrip(trial, { compression: "snappy" }),
  "produce-lz4": (trial) => roundTrip(trial, { compression: "lz4" }),
  "produce-zstd": (trial) => roundTrip(trial, { compression: "zstd" }),
  "auto-created-topic": (trial) => outcomeOf(() => produce(trial, 1, { autocreateTopics: true })),
  "group-goes-on": goesOn,
  "too-large": tooLarge,
  topics,
  offsets,
  groups,
  configs,
};

/** The newest client of Node. */
export const platformaticKafka: Suite = {
  name: "platformatic-kafka",
  async prepare() {
    const cases: Case[] = Object.entries(attempts).map(([name, attempt]) => ({
      name,
      run: ({ bootstrapServers }) => {
        const topic = `platformatic.${name}`;
        const base = { clientId: topic, bootstrapBrokers: [bootstrapServers] };
        return attempt({ topic, base, createTopic: (partitions, configs) => createTopic(bootstrapServers, topic, partitions, configs) });
      },
    }));
    return { cases, async close() {} };
  },
};
