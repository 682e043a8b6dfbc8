import type { OffsetSpec } from "../admin/offsets.ts";
import { partitionKey, type TopicPartition } from "../cluster/topic-partition.ts";
import type { ReadRecords } from "./read-records.ts";

/** Where reading begins: at an offset, or at one that has to be looked up. */
export type StartAt = { readonly offset: number } | { readonly timestampMs: number } | "earliest" | "latest";

/** What a partition that was fetched and not handed out yet holds. */
export interface Buffered {
  read(): ReadRecords;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
}

/** A partition that is read, and how far. */
export interface ReadPartition extends TopicPartition {
  /**
   * What to look up before anything can be fetched; "committed": the group's offset; "out of range": the position is none that the
   * broker has. Undefined once `position` is known.
   */
  start: OffsetSpec | "committed" | "out of range" | undefined;
  /** Offset of the next record to hand out; -1 as long as it is not known. */
  position: number;
  /** Everything before it has been handed out and dealt with: the reader came back for more, or committed it. */
  settled: number;
  /** What the group's coordinator was last told; -1 if nothing. */
  committed: number;
  buffered: Buffered | undefined;
  fetching: boolean;
  /** Not to be fetched before then, in monotonic milliseconds. */
  pausedUntilMs: number;
}

/** The partitions that a consumer reads now. */
export class ReadPartitions {
  #partitions = new Map<string, ReadPartition>();

  /** Replaces all. What was going on for the former ones no longer finds them. */
  replace(partitions: ReadonlyArray<TopicPartition & { readonly from?: StartAt }>): void {
    this.#partitions = new Map(
      partitions.map(({ topic, partition, from }) => {
        const fresh: ReadPartition = {
          ...{ topic, partition, start: "committed", position: -1, settled: -1, committed: -1 },
          ...{ buffered: undefined, fetching: false, pausedUntilMs: Number.NEGATIVE_INFINITY },
        };
        if (from !== undefined) seek(fresh, from);
        return [partitionKey(topic, partition), fresh];
      }),
    );
  }

  get({ topic, partition }: TopicPartition): ReadPartition | undefined {
    return this.#partitions.get(partitionKey(topic, partition));
  }

  /** Whether `partition` is one of those that are read now, not a former one of the same name. */
  has(partition: ReadPartition): boolean {
    return this.get(partition) === partition;
  }

  /** In the order of their turns. */
  all(): ReadPartition[] {
    return [...this.#partitions.values()];
  }

  /** Puts a partition that has been served behind all others. */
  yieldTurn(partition: ReadPartition): void {
    const key = partitionKey(partition.topic, partition.partition);
    this.#partitions.delete(key);
    this.#partitions.set(key, partition);
  }

  /** All that was handed out has been dealt with. */
  settle(): void {
    for (const partition of this.#partitions.values()) if (partition.position >= 0) partition.settled = partition.position;
  }
}

export function seek(partition: ReadPartition, to: StartAt): void {
  partition.buffered = undefined;
  if (typeof to === "object" && "offset" in to) {
    found(partition, to.offset);
  } else {
    partition.position = -1;
    partition.start = typeof to === "object" ? to.timestampMs : to;
  }
}

/** The position has become known. */
export function found(partition: ReadPartition, offset: number): void {
  partition.start = undefined;
  partition.position = offset;
  partition.settled = offset;
}
