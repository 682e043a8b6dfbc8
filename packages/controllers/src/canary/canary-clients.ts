import { type Admin, Consumer, openAdmin, Producer } from "@millrace/client";
import type { Clock, Closeable, Random } from "@millrace/kit";
import type { KafkaAddress } from "../kafka-links.ts";
import { canaryClientId } from "./canary-counts.ts";
import { canaryTopic } from "./canary-topic.ts";

/** A canary says soon what it can't do: it comes again. */
const attemptMsMax = 5_000;
/** A broker without news for so long answers without: most of a canary's requests would be such. */
const fetchMaxWaitMs = 5_000;
const fetchTimeoutMs = 3 * fetchMaxWaitMs;

/** Connections of one canary, for as long as its Kafka is reached in the same way. */
export class CanaryClients implements Closeable {
  readonly address: KafkaAddress;
  readonly admin: Admin;
  readonly producer: Producer;
  readonly #common;
  #consumer: Consumer;
  /** Id of the topic and how many of its partitions are read. */
  #read = { topicId: "", partitions: 0 };

  constructor(
    address: KafkaAddress,
    { clock, random, acks = "all" }: { readonly clock: Clock; readonly random: Random; readonly acks?: "all" | 1 },
  ) {
    this.address = address;
    const clientId = canaryClientId;
    this.#common = { ...address, clientId, connectTimeoutMs: attemptMsMax, clock, random };
    const limits = { operationTimeoutMs: attemptMsMax, requestTimeoutMs: attemptMsMax, allowAutoTopicCreation: false };
    this.admin = openAdmin({ ...this.#common, ...limits });
    const deadlines = { acceptTimeoutMs: attemptMsMax, deliveryTimeoutMs: attemptMsMax, metadataMaxAgeMs: attemptMsMax };
    this.producer = new Producer({ ...this.#common, ...limits, ...deadlines, acks, idempotent: false, lingerMs: 0 });
    this.#consumer = this.#newConsumer();
  }

  /** Whether a Kafka is reached otherwise than these do: by other certificates. */
  isOf(address: KafkaAddress): boolean {
    return this.address.security === address.security && this.address.bootstrapServers === address.bootstrapServers;
  }

  /** Reads so many partitions of the topic from now on. What was read before is nothing that anybody waits for. */
  read(topicId: string, partitions: number): void {
    if (this.#read.topicId === topicId && this.#read.partitions === partitions) return;
    const isSame = this.#read.topicId === topicId;
    this.#read = { topicId, partitions };
    const places = Array.from({ length: partitions }, (_, partition) => ({ topic: canaryTopic, partition }));
    this.#consumer.assign(
      places.map((place) => {
        const position = isSame ? this.#consumer.position(place) : undefined;
        return { ...place, from: position === undefined ? ("earliest" as const) : { offset: position } };
      }),
    );
  }

  /** The next records; none once this was closed. Throws what ended the reading, which begins anew with the next topic that is to be read. */
  async next(): Promise<Awaited<ReturnType<Consumer["next"]>>> {
    const consumer = this.#consumer;
    try {
      return await consumer.next();
    } catch (thrown) {
      this.#read = { topicId: "", partitions: 0 };
      this.#consumer = this.#newConsumer();
      await consumer.close();
      throw thrown;
    }
  }

  /** Opens a connection to one broker, logs in, and closes it. Throws why that was not possible. */
  async connect(broker: { readonly host: string; readonly port: number }): Promise<void> {
    const bootstrapServers = `${broker.host.includes(":") ? `[${broker.host}]` : broker.host}:${broker.port}`;
    const admin = openAdmin({ ...this.#common, bootstrapServers, requestTimeoutMs: attemptMsMax });
    try {
      await admin.connect();
    } finally {
      await admin.close();
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.producer.close(), this.#consumer.close(), this.admin.close()]);
  }

  #newConsumer(): Consumer {
    const limits = { requestTimeoutMs: fetchTimeoutMs, operationTimeoutMs: attemptMsMax, metadataMaxAgeMs: attemptMsMax };
    return new Consumer({ ...this.#common, ...limits, fetchMaxWaitMs, offsetReset: "earliest", allowAutoTopicCreation: false });
  }
}
