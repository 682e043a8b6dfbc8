import { type Coordinator, coordinatorPartition } from "@millrace/coordinators";
import { errors, type KafkaError } from "@millrace/protocol";
import type { MetadataImage } from "../metadata/image.ts";
import type { Topics } from "../metadata/topics.ts";
import type { Partitions } from "../partitions/partitions.ts";
import { Shard, type ShardKind } from "./shard.ts";

/** What coordinators' state is kept in. */
export interface ShardsBase {
  readonly partitions: Partitions;
  readonly topics: Pick<Topics, "createAutomatically" | "onRemoved">;
  readonly image: MetadataImage;
}

/**
 * The coordinators of one kind: each id lives in the partition of the internal topic that it leads to. Partitions that hold something are
 * loaded in the background from the start on; an empty one costs nothing until it is used.
 */
export class Shards<C extends Coordinator<StoredRecord, TimedEvent, Task>, StoredRecord, TimedEvent, Task = never> {
  readonly #topic: string;
  readonly #base: ShardsBase;
  readonly #kind: ShardKind<C, StoredRecord, Task>;
  readonly #shards = new Map<number, Shard<C, StoredRecord, TimedEvent, Task>>();
  /** Stays as it was when first asked for: partitions that are added later would send ids elsewhere. */
  #partitionCount = 0;

  constructor(topic: string, base: ShardsBase, kind: ShardKind<C, StoredRecord, Task>) {
    this.#topic = topic;
    this.#base = base;
    this.#kind = kind;
    for (const { index, log } of base.partitions.of(topic)) if (log.endOffset > log.startOffset) this.at(index);
    base.topics.onRemoved(({ name }) => {
      if (name === topic) this.close();
    });
  }

  /** Makes the topic; undefined if it is there. The row: why it could not be made. */
  ready(): Promise<KafkaError | undefined> | undefined {
    if (this.#base.image.topic(this.#topic) !== undefined) return undefined;
    return this.#base.topics.createAutomatically(this.#topic, () => true).then((refusal) => refusal?.error);
  }

  partitionOf(id: string): number {
    // Not as many as could be opened: after the next start ids would lead elsewhere, away from what was stored.
    if (this.#partitionCount === 0) this.#partitionCount = this.#base.image.topic(this.#topic)?.partitionCount ?? 0;
    return coordinatorPartition(id, Math.max(1, this.#partitionCount));
  }

  /** The id's shard, or why nothing can be asked of it. */
  of(id: string): Shard<C, StoredRecord, TimedEvent, Task> | KafkaError {
    const shard = this.at(this.partitionOf(id));
    return shard === undefined ? errors.NOT_COORDINATOR : (shard.refusal() ?? shard);
  }

  /** A partition's shard; undefined if there is no such partition. */
  at(index: number): Shard<C, StoredRecord, TimedEvent, Task> | undefined {
    const present = this.#shards.get(index);
    if (present !== undefined) return present;
    const partition = this.#base.partitions.get(this.#topic, index);
    if (partition === undefined) return undefined;
    const shard = new Shard<C, StoredRecord, TimedEvent, Task>(partition, this.#kind);
    this.#shards.set(index, shard);
    return shard;
  }

  /** Those that are in use. */
  all(): Iterable<Shard<C, StoredRecord, TimedEvent, Task>> {
    return this.#shards.values();
  }

  /** Those of which something can be asked; the row if one is still loading. */
  active(): Shard<C, StoredRecord, TimedEvent, Task>[] | KafkaError {
    const shards = [...this.#shards.values()];
    const refusals = shards.map((shard) => shard.refusal());
    if (refusals.includes(errors.COORDINATOR_LOAD_IN_PROGRESS)) return errors.COORDINATOR_LOAD_IN_PROGRESS;
    return shards.filter((_, index) => refusals[index] === undefined);
  }

  /** Why nothing can be asked of those that are loading or could not be loaded, by their partitions. */
  refusals(): Map<number, KafkaError> {
    const refusals = new Map<number, KafkaError>();
    for (const [index, { state }] of this.#shards) if (state !== undefined) refusals.set(index, state);
    return refusals;
  }

  close(): void {
    for (const shard of this.#shards.values()) shard.close();
    this.#shards.clear();
    this.#partitionCount = 0;
  }
}
