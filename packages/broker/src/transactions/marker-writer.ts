import type { TopicPartition, TransactionEnd } from "@millrace/coordinators";
import type { Clock } from "@millrace/kit";
import { encodeEndTransaction, errors, type KafkaError } from "@millrace/protocol";
import type { GroupRuntime } from "../groups/group-runtime.ts";
import { consumerOffsetsTopic } from "../metadata/topic-names.ts";
import type { AppendResult } from "../partitions/partition.ts";
import type { Partitions } from "../partitions/partitions.ts";

/** The end of a producer's transaction, as it is to be written to a partition. */
export interface Marker extends TransactionEnd {
  readonly coordinatorEpoch: number;
  /** The `transaction.version` that the coordinator works with: from 2 on, the marker's epoch has to be a new one (KIP-890). */
  readonly transactionVersion: number;
}

/** Writes transaction markers. A group coordinator takes in those of its own partition as they are written. */
export class MarkerWriter {
  readonly #clock: Clock;
  readonly #partitions: Partitions;
  readonly #groups: GroupRuntime;

  constructor(options: { clock: Clock; partitions: Partitions; groups: GroupRuntime }) {
    this.#clock = options.clock;
    this.#partitions = options.partitions;
    this.#groups = options.groups;
  }

  /** Why the marker can't be written; undefined once it is there, and as durable as the topic asks for. */
  write({ topic, partition: index }: TopicPartition, marker: Marker): KafkaError | undefined | Promise<KafkaError | undefined> {
    const partition = this.#partitions.get(topic, index);
    if (partition === undefined) return errors.UNKNOWN_TOPIC_OR_PARTITION;
    const append = () => {
      const batch = encodeEndTransaction({ ...marker, timestamp: this.#clock.now() });
      return partition.append(batch, "coordinator", { transactionVersion: marker.transactionVersion });
    };
    if (topic !== consumerOffsetsTopic) return settled(append());
    const appended = this.#groups.endTransaction(index, marker, append);
    return "outcome" in appended ? settled(appended) : appended;
  }
}

function settled({ outcome, durable }: AppendResult): KafkaError | undefined | Promise<KafkaError | undefined> {
  if (outcome.error !== undefined) return outcome.error;
  return durable?.then(
    () => undefined,
    () => errors.KAFKA_STORAGE_ERROR,
  );
}
