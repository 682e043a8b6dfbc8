import type { Random } from "@millrace/kit";
import type { TopicMetadata } from "../cluster/metadata.ts";
import { murmur2 } from "./murmur2.ts";

/** The partition of a keyed record, equal to the Java client's. */
export function partitionOfKey(key: Uint8Array, partitionCount: number): number {
  return (murmur2(key) & 0x7fff_ffff) % partitionCount;
}

/**
 * Where the records of one topic that have no key go: to one partition until `stickyBytes` have gone there, then to another one
 * picked at random, so that batches fill up and partitions even out (KIP-794). Partitions without a leader are passed over.
 */
export class StickyPartition {
  readonly #random: Random;
  readonly #stickyBytes: number;
  #partition: number | undefined;
  #producedBytes = 0;

  constructor(random: Random, stickyBytes: number) {
    this.#random = random;
    this.#stickyBytes = stickyBytes;
  }

  /** The partition for a record of `sizeBytes`. */
  next(topic: TopicMetadata, sizeBytes: number): number {
    if (this.#partition === undefined || this.#producedBytes >= this.#stickyBytes) {
      this.#partition = this.#pick(topic);
      this.#producedBytes = 0;
    }
    this.#producedBytes += sizeBytes;
    return this.#partition;
  }

  #pick(topic: TopicMetadata): number {
    const led = topic.partitions.filter((partition) => partition.leaderId >= 0);
    const among = led.length > 0 ? led : topic.partitions;
    return among[this.#random.below(among.length)]?.partition ?? 0;
  }
}
