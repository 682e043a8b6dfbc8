import { MillraceError, sleep, systemClock } from "@millrace/kit";
import { type Api, apis, errorByCode } from "@millrace/protocol";
import { type Address, Link } from "./link.ts";

const readyMsMax = 30_000;
const pollMs = 20;
const earliestTimestamp = -2;
const none = -1;

export interface Topic {
  readonly name: string;
  /** 22 characters, as Kafka prints it. */
  readonly id: string;
}

function refuse(api: Pick<Api, "name">, errorCode: number): void {
  if (errorCode !== 0) throw new MillraceError("REQUEST_FAILED", `${api.name} was answered with ${errorByCode(errorCode).name}`);
}

/** Makes a topic, hands it to `use` once all of its partitions answer, and deletes it. */
export async function withTopic<T>(address: Address, name: string, partitions: number, use: (topic: Topic) => Promise<T>): Promise<T> {
  const link = await Link.open(address);
  try {
    const { topics } = await link.call(apis.createTopics, {
      timeoutMs: 30_000,
      topics: [{ name, numPartitions: partitions, replicationFactor: 1 }],
    });
    refuse(apis.createTopics, topics[0]?.errorCode ?? 0);
    await answering(link, name, partitions);
    const result = await use({ name, id: topics[0]?.topicId ?? "" });
    const deleted = await link.call(apis.deleteTopics, { timeoutMs: 30_000, topics: [{ name }] });
    refuse(apis.deleteTopics, deleted.responses[0]?.errorCode ?? 0);
    return result;
  } finally {
    link.close();
  }
}

/** Waits until every partition has its leader: CreateTopics is answered before that. */
async function answering(link: Link, name: string, partitions: number): Promise<void> {
  const asked = Array.from({ length: partitions }, (_, partitionIndex) => ({ partitionIndex, timestamp: earliestTimestamp }));
  const endMs = systemClock.monotonicMs() + readyMsMax;
  for (;;) {
    const { topics } = await link.call(apis.listOffsets, { topics: [{ name, partitions: asked }] });
    const failed = topics[0]?.partitions.find(({ errorCode }) => errorCode !== 0);
    if (failed === undefined) return;
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
