import {
  type Admin,
  type ClientOptions,
  Consumer,
  type ConsumerOptions,
  openAdmin,
  Producer,
  type ProducerOptions,
} from "@millrace/client";
import { Opened } from "@millrace/kit";
import { compressionTypes, errors } from "@millrace/protocol";
import type { Case, Suite } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { users } from "./millrace-client-users.ts";
import { eventually } from "./outcome.ts";

/** Our own client of the broker that a case is tried on, and a name of the case's own. */
interface Trial {
  readonly name: string;
  readonly options: ClientOptions;
  readonly admin: Admin;
  producer(options?: Partial<ProducerOptions>): Producer;
  consumer(options?: Partial<ConsumerOptions>): Consumer;
  createTopic(partitionCount?: number, configs?: Record<string, string>): Promise<void>;
}

const timestampMs = 1_700_000_000_000;

async function sendNumbered(trial: Trial, count: number, options: Partial<ProducerOptions> = {}): Promise<void> {
  const producer = trial.producer(options);
  const sent = Array.from({ length: count }, (_, at) =>
    producer.send({ topic: trial.name, key: `k${at % 7}`, value: `v${at}`, timestampMs: timestampMs + at }),
  );
  await Promise.all(sent);
  await producer.close();
}

/** Values in the order of reading, with where they stood. */
async function read(consumer: Consumer, count: number): Promise<string[]> {
  const values: string[] = [];
  while (values.length < count) {
    const batch = await consumer.next();
    if (batch === undefined) break;
    for (const { offset, value } of batch.records) values.push(`${batch.partition}@${offset} ${value}`);
  }
  return values;
}

function readerOfAll(trial: Trial, partitionCount: number, options: Partial<ConsumerOptions> = {}): Consumer {
  const consumer = trial.consumer(options);
  consumer.assign(Array.from({ length: partitionCount }, (_, partition) => ({ topic: trial.name, partition, from: "earliest" as const })));
  return consumer;
}

const codecs = Object.fromEntries(
  compressionTypes.map((compression) => [
    `produce-${compression}`,
    async (trial: Trial): Promise<Verdict> => {
      await trial.createTopic(3);
      await sendNumbered(trial, 500, { compression });
      return (await read(readerOfAll(trial, 3), 500)).sort();
    },
  ]),
);

async function acks(trial: Trial, who: 0 | 1): Promise<Verdict> {
  await trial.createTopic();
  await sendNumbered(trial, 20, { acks: who });
  return read(readerOfAll(trial, 1), 20);
}

async function headersAndNulls(trial: Trial): Promise<Verdict> {
  await trial.createTopic();
  const producer = trial.producer();
  const headers = [
    { key: "a", value: Buffer.from([0, 255]) },
    { key: "a", value: null },
  ];
  await producer.send({ topic: trial.name, key: Buffer.alloc(0), value: null, headers, timestampMs });
  const batch = await readerOfAll(trial, 1).next();
  return (batch?.records ?? []).map(({ key, value, timestamp, headers: found }) => ({
    key: key?.toString("hex") ?? null,
    value: value?.toString("hex") ?? null,
    timestamp,
    headers: found.map((header) => `${header.key}=${header.value?.toString("hex") ?? null}`),
  }));
}

/** Batches that the topic does not take are sent in parts; all records arrive once, in order. */
async function splitBatches(trial: Trial): Promise<Verdict> {
  await trial.createTopic(1, { "max.message.bytes": "600" });
  const producer = trial.producer();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 300 }, (_, at) =>
      producer.send({ topic: trial.name, value: at === 150 ? "x".repeat(1000) : `v${at}`, timestampMs }),
    ),
  );
  const refused = outcomes.flatMap((outcome, at) =>
    outcome.status === "rejected" ? [`${at} ${String(outcome.reason.message).split(":")[1]}`] : [],
  );
  return { refused, read: await read(readerOfAll(trial, 1), 299) };
}

async function topics({ admin, name }: Trial): Promise<Verdict> {
  const wanted = [
    { name, partitionCount: 2, configs: { "retention.ms": "5000" } },
    { name: `${name}!` },
    { name: `${name}-3`, replicationFactor: 3 },
  ];
  const created = await admin.createTopics(wanted);
  await eventually("the topic is known", async () => ((await admin.listTopics()).some((topic) => topic.name === name) ? true : undefined));
  const grown = [await admin.createPartitions([{ name, count: 4 }]), await admin.createPartitions([{ name, count: 1 }])].flat();
  const described = await eventually("the partitions are known", async () => {
    const answers = await admin.describeTopics([name, `${name}-none`]);
    return answers[0]?.topic?.partitions.length === 4 ? answers : undefined;
  });
  const [configs] = await admin.describeConfigs([{ type: "topic", name }], { names: ["retention.ms", "segment.bytes"], synonyms: true });
  const deleted = await admin.deleteTopics([name, `${name}-none`]);
  return {
    created: created.map(({ error, errorMessage, partitionCount, replicationFactor }) => ({
      error: error.name,
      message: errorMessage?.replaceAll(name, "NAME") ?? null,
      partitionCount,
      replicationFactor,
    })),
    grown: grown.map(({ error }) => error.name),
    described: described.map(({ error, topic }) => ({
      error: error.name,
      partitions: topic?.partitions.map(({ partition, leaderEpoch }) => `${partition} ${leaderEpoch}`) ?? null,
    })),
    configs: (configs?.entries ?? [])
      .map(({ name: config, value, source, type, synonyms }) =>
        [`${config}=${value} ${source} ${type}`, ...synonyms.map((each) => `${each.name}=${each.value} ${each.source}`)].join(", "),
      )
      .sort(),
    deleted: deleted.map(({ error }) => error.name),
  };
}

async function offsets(trial: Trial): Promise<Verdict> {
  await trial.createTopic();
  await sendNumbered(trial, 10, { batchBytes: 1 });
  const { admin, name: topic } = trial;
  const list = async (at: Parameters<Admin["listOffsets"]>[0][number]["at"]) => {
    const [found] = await admin.listOffsets([{ topic, partition: 0, at }]);
    return `${found?.error.name} ${found?.offset} ${found?.timestampMs}`;
  };
  const before = [
    await list("earliest"),
    await list("latest"),
    await list("max-timestamp"),
    await list(timestampMs + 4),
    await list(timestampMs + 99),
  ];
  const [deleted, outside] = await admin.deleteRecords([
    { topic, partition: 0, before: 4 },
    { topic, partition: 1, before: 4 },
  ]);
  return {
    before,
    deleted: [deleted, outside].map((each) => `${each?.error.name} ${each?.logStartOffset}`),
    earliest: await list("earliest"),
    reset: await read(readerFrom(trial, 1), 1),
  };
}

/** From a position that is outside of what the partition has. */
function readerFrom(trial: Trial, offset: number): Consumer {
  const consumer = trial.consumer({ offsetReset: "earliest" });
  consumer.assign([{ topic: trial.name, partition: 0, from: { offset } }]);
  return consumer;
}

async function groupOffsets(trial: Trial): Promise<Verdict> {
  await trial.createTopic(2);
  const { admin, name } = trial;
  const altered = await admin.alterGroupOffsets(name, [
    { topic: name, partition: 0, offset: 3, metadata: "m" },
    { topic: name, partition: 1, offset: 4, leaderEpoch: 0 },
    { topic: `${name}-none`, partition: 0, offset: 5 },
  ]);
  const listed = await admin.listGroupOffsets(name, { requireStable: true });
  const [group] = (await admin.listGroups()).filter(({ groupId }) => groupId === name);
  const deleted = await admin.deleteGroupOffsets(name, [{ topic: name, partition: 0 }]);
  const left = await admin.listGroupOffsets(name);
  return {
    altered: altered.map(({ error }) => error.name),
    listed: listed.offsets
      .map(({ partition, offset, leaderEpoch, metadata }) => `${partition} ${offset} ${leaderEpoch} ${metadata}`)
      .sort(),
    group: { protocolType: group?.protocolType ?? null, state: group?.state ?? null, type: group?.type ?? null },
    deleted: deleted.map(({ error }) => error.name),
    left: left.offsets.map(({ partition }) => partition),
    groups: (await admin.deleteGroups([name, `${name}-none`])).map(({ error }) => error.name),
  };
}

async function groupOfThree(trial: Trial): Promise<Verdict> {
  await trial.createTopic(6);
  const seen = new Set<string>();
  const members = ["a", "b", "c"].map((clientId) => {
    const consumer = trial.consumer({
      groupId: trial.name,
      clientId,
      offsetReset: "earliest",
      heartbeatIntervalMs: 200,
      sessionTimeoutMs: 6_000,
    });
    consumer.subscribe([trial.name]);
    const done = (async () => {
      for await (const { partition, records } of consumer) for (const { offset } of records) seen.add(`${partition}@${offset}`);
    })();
    return { consumer, done };
  });
  const sizes = (): string => members.map(({ consumer }) => consumer.assignment.length).join();
  await eventually("each has two", async () => (sizes() === "2,2,2" ? true : undefined));
  await sendNumbered(trial, 300);
  await eventually("all is read", async () => (seen.size >= 300 ? true : undefined));
  const [described] = await trial.admin.describeGroups([trial.name]);
  const [busy] = await trial.admin.deleteGroups([trial.name]);
  await members[0]?.consumer.close();
  await eventually("the others have three", async () => (sizes().endsWith("3,3") ? true : undefined));
  await Promise.all(members.map(({ consumer }) => consumer.close()));
  await Promise.all(members.map(({ done }) => done));
  const { offsets: committed } = await trial.admin.listGroupOffsets(trial.name);
  return {
    read: seen.size,
    state: described?.state ?? null,
    protocol: described?.protocol ?? null,
    clients: (described?.members ?? []).map(({ clientId, assignment }) => `${clientId} ${assignment.length}`).sort(),
    busy: busy?.error.name ?? null,
    committed: committed.reduce((sum, { offset }) => sum + offset, 0),
  };
}

async function staticMember(trial: Trial): Promise<Verdict> {
  await trial.createTopic(2);
  const start = (groupInstanceId: string): Consumer => {
    const consumer = trial.consumer({ groupId: trial.name, groupInstanceId, heartbeatIntervalMs: 200 });
    consumer.subscribe([trial.name]);
    void consumer.next().catch(() => {});
    return consumer;
  };
  const stays = start("one");
  const leaves = start("two");
  const held = (consumer: Consumer): string => consumer.assignment.map(({ partition }) => partition).join();
  await eventually("both have one", async () => (held(stays).length === 1 && held(leaves).length === 1 ? true : undefined));
  const before = [held(stays), held(leaves)];
  await leaves.close();
  const back = start("two");
  await eventually("it is back", async () => (held(back).length === 1 ? true : undefined));
  const kept = [held(stays), held(back)].join() === before.join();
  const [group] = await trial.admin.describeGroups([trial.name]);
  return { kept, instances: (group?.members ?? []).map(({ groupInstanceId }) => groupInstanceId).sort() };
}

async function cluster({ admin }: Trial): Promise<Verdict> {
  const { brokers, clusterId } = await admin.describeCluster();
  const [directory] = await admin.describeLogDirs();
  const [broker] = await admin.describeConfigs([{ type: "broker", name: String(brokers[0]?.id) }], { names: ["log.retention.ms"] });
  const served = await admin.apiVersions();
  return {
    brokers: brokers.length,
    clusterId: clusterId.length,
    directory: directory?.error.name ?? null,
    config: broker?.entries.map(({ name, value, source }) => `${name}=${value} ${source}`) ?? null,
    metadata: served.flatMap(({ name, first, last }) => (name === "Metadata" ? [first, last] : [])),
  };
}

const attempts: Readonly<Record<string, (trial: Trial) => Promise<Verdict>>> = {
  ...codecs,
  "produce-acks-0": (trial) => acks(trial, 0),
  "produce-acks-1": (trial) => acks(trial, 1),
  "headers-and-nulls": headersAndNulls,
  "split-batches": splitBatches,
  topics,
  offsets,
  "group-offsets": groupOffsets,
  "group-of-three": groupOfThree,
  "static-member": staticMember,
  cluster,
  users,
};

let trials = 0;

function caseOf([name, attempt]: readonly [string, (trial: Trial) => Promise<Verdict>]): Case {
  return {
    name,
    async run({ bootstrapServers }) {
      const opened = new Opened();
      const options = { bootstrapServers, operationTimeoutMs: 30_000 };
      const admin = opened.add(openAdmin(options));
      const trial: Trial = {
        ...{ name: `client-${name}-${++trials}`, options, admin },
        producer: (more = {}) => opened.add(new Producer({ ...options, ...more })),
        consumer: (more = {}) => opened.add(new Consumer({ ...options, ...more })),
        async createTopic(partitionCount = 1, configs = {}) {
          const [created] = await admin.createTopics([{ name: trial.name, partitionCount, configs }]);
          if (created?.error !== errors.NONE)
            throw new Error(`${trial.name} was not created: ${created?.error.name} ${created?.errorMessage}`);
          // A broker learns of a topic a moment after the controller has made it.
          const known = async () => ((await admin.listTopics()).some((topic) => topic.name === trial.name) ? true : undefined);
          await eventually("the topic is known", known);
        },
      };
      try {
        return await attempt(trial);
      } finally {
        await opened.close();
      }
    },
  };
}

/** Our own client. */
export const millraceClient: Suite = {
  name: "millrace-client",
  prepare: async () => ({ cases: Object.entries(attempts).map(caseOf), close: async () => {} }),
};
