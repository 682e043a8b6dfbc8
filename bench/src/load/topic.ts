import { MillraceError, sleep, systemClock } from "@millrace/kit";
import { type Api, apis, errorByCode } from "@millrace/protocol";
import { type Address, Link } from "./link.ts";

/** Kafka takes that long to make 5,000 partitions. */
const readyMsMax = 120_000;
const pollMs = 20;
const none = -1;

/** What ListOffsets takes in place of a time. */
export const timestamps = { earliest: -2, latest: -1 } as const;

export interface Topic {
  readonly name: string;
  /** 22 characters, as Kafka prints it. */
  readonly id: string;
}

function refuse(api: Pick<Api, "name">, errorCode: number): void {
  if (errorCode !== 0) throw new MillraceError("REQUEST_FAILED", `${api.name} was answered with ${errorByCode(errorCode).name}`);
}

export type Configs = Readonly<Record<string, string>>;

/** Makes a topic; all of its partitions answer. */
export async function createTopic(link: Link, name: string, partitions: number, configs: Configs = {}): Promise<Topic> {
  const { topics } = await link.call(apis.createTopics, {
    timeoutMs: 30_000,
    topics: [
      {
        name,
        numPartitions: partitions,
        replicationFactor: 1,
        configs: Object.entries(configs).map(([config, value]) => ({ name: config, value })),
      },
    ],
  });
  refuse(apis.createTopics, topics[0]?.errorCode ?? 0);
  // CreateTopics is answered before every partition has its leader.
  await offsetsOf(link, name, partitions, timestamps.earliest);
  return { name, id: topics[0]?.topicId ?? "" };
}

/** Makes a topic, hands it to `use` and deletes it. */
export async function withTopic<T>(
  address: Address,
  name: string,
  partitions: number,
  use: (topic: Topic) => Promise<T>,
  configs: Configs = {},
): Promise<T> {
  const link = await Link.open(address);
  try {
    const result = await use(await createTopic(link, name, partitions, configs));
    const deleted = await link.call(apis.deleteTopics, { timeoutMs: 30_000, topics: [{ name }] });
    refuse(apis.deleteTopics, deleted.responses[0]?.errorCode ?? 0);
    return result;
  } finally {
    link.close();
  }
}

/** The offset of each partition at a timestamp, as soon as all of them answer; throws REQUEST_FAILED if they don't in two minutes. */
export async function offsetsOf(link: Link, name: string, partitions: number, timestamp: number): Promise<number[]> {
  const asked = Array.from({ length: partitions }, (_, partitionIndex) => ({ partitionIndex, timestamp }));
  const endMs = systemClock.monotonicMs() + readyMsMax;
  for (;;) {
    const { topics } = await link.call(apis.listOffsets, { topics: [{ name, partitions: asked }] });
    const answered = topics[0]?.partitions ?? [];
    const failed = answered.find(({ errorCode }) => errorCode !== 0);
    if (failed === undefined) return [...answered].sort((a, b) => a.partitionIndex - b.partitionIndex).map(({ offset }) => offset);
    if (systemClock.monotonicMs() > endMs) refuse(apis.listOffsets, failed.errorCode);
    await sleep(systemClock, pollMs);
  }
}

/** What a config is of: a topic, a group, or, with an empty name, every broker. */
export type ConfigOwner = { readonly topic: string } | { readonly group: string } | "brokers";

/** Sets a config while the broker runs; null takes it back. */
export async function setConfig(link: Link, owner: ConfigOwner, name: string, value: string | null): Promise<void> {
  const resource = resourceOf(owner);
  const configs = [{ name, configOperation: value === null ? 1 : 0, value }];
  const { responses } = await link.call(apis.incrementalAlterConfigs, { resources: [{ ...resource, configs }] });
  refuse(apis.incrementalAlterConfigs, responses[0]?.errorCode ?? 0);
}

function resourceOf(owner: ConfigOwner) {
  if (owner === "brokers") return { resourceType: 4, resourceName: "" };
  return "topic" in owner ? { resourceType: 2, resourceName: owner.topic } : { resourceType: 32, resourceName: owner.group };
}

/** Bytes of a topic's first partition as the broker stores it. */
export async function storedBytes(link: Link, name: string): Promise<number> {
  const { errorCode, results } = await link.call(apis.describeLogDirs, { topics: [{ topic: name, partitions: [0] }] });
  refuse(apis.describeLogDirs, errorCode);
  return results[0]?.topics[0]?.partitions[0]?.partitionSize ?? 0;
}

/** A new producer id with epoch 0, for transactions if they have an id. */
export async function newProducerId(link: Link, transactionalId: string | null = null): Promise<number> {
  const endMs = systemClock.monotonicMs() + readyMsMax;
  for (;;) {
    const { errorCode, producerId } = await link.call(apis.initProducerId, {
      transactionalId,
      transactionTimeoutMs: 60_000,
      producerId: none,
      producerEpoch: none,
    });
    if (errorCode === 0) return producerId;
    // Kafka answers COORDINATOR_LOAD_IN_PROGRESS until it has its first block of ids.
    if (systemClock.monotonicMs() > endMs) refuse(apis.initProducerId, errorCode);
    await sleep(systemClock, pollMs);
  }
}
