import { MillraceError, sleep, systemClock } from "@millrace/kit";
import { type Api, apis, errorByCode } from "@millrace/protocol";
import { type Address, Link } from "./link.ts";

const readyMsMax = 30_000;
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

/** Makes a topic; all of its partitions answer. */
export async function createTopic(link: Link, name: string, partitions: number): Promise<Topic> {
  const { topics } = await link.call(apis.createTopics, {
    timeoutMs: 30_000,
    topics: [{ name, numPartitions: partitions, replicationFactor: 1 }],
  });
  refuse(apis.createTopics, topics[0]?.errorCode ?? 0);
  // CreateTopics is answered before every partition has its leader.
  await offsetsOf(link, name, partitions, timestamps.earliest);
  return { name, id: topics[0]?.topicId ?? "" };
}

/** Makes a topic, hands it to `use` and deletes it. */
export async function withTopic<T>(address: Address, name: string, partitions: number, use: (topic: Topic) => Promise<T>): Promise<T> {
  const link = await Link.open(address);
  try {
    const result = await use(await createTopic(link, name, partitions));
    const deleted = await link.call(apis.deleteTopics, { timeoutMs: 30_000, topics: [{ name }] });
    refuse(apis.deleteTopics, deleted.responses[0]?.errorCode ?? 0);
    return result;
  } finally {
    link.close();
  }
}

/** The offset of each partition at a timestamp, as soon as all of them answer; throws REQUEST_FAILED if they don't in 30 s. */
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

/** A new producer id with epoch 0. */
export async function newProducerId(link: Link): Promise<number> {
  const endMs = systemClock.monotonicMs() + readyMsMax;
  for (;;) {
    const { errorCode, producerId } = await link.call(apis.initProducerId, {
      transactionalId: null,
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
