import type { GroupMetadataValue } from "@millrace/protocol";
import type { ClassicGroup } from "./classic/classic-group.ts";
import { newGroup, restoreGroup } from "./classic/snapshot.ts";
import { ConsumerGroup } from "./consumer/consumer-group.ts";
import type { ConsumerRecord } from "./consumer/consumer-record.ts";
import { type ConsumerSnapshot, consumerSnapshot, replayConsumerRecord } from "./consumer/replay.ts";
import type { ProducerIdentity } from "./coordinator.ts";
import type { GroupRecord } from "./group-record.ts";
import { OffsetStore, type OffsetsByTopic } from "./offsets/offset-store.ts";
import { replayShareRecord, type ShareSnapshot, shareSnapshot } from "./share/replay.ts";
import { ShareGroup } from "./share/share-group.ts";
import { isShareRecord, type ShareRecord } from "./share/share-record.ts";
import { replayStreamsRecord, type StreamsSnapshot, streamsSnapshot } from "./streams/replay.ts";
import { StreamsGroup } from "./streams/streams-group.ts";
import { StreamsLife } from "./streams/streams-life.ts";
import { isStreamsRecord, type StreamsRecord } from "./streams/streams-record.ts";

export type Group = ClassicGroup | ConsumerGroup | ShareGroup | StreamsGroup;

/** What the log says: equal after replaying the same records. */
export interface HardState {
  readonly metadata: ReadonlyMap<string, GroupMetadataValue>;
  readonly consumer: ReadonlyMap<string, ConsumerSnapshot>;
  readonly share: ReadonlyMap<string, ShareSnapshot>;
  readonly streams: ReadonlyMap<string, StreamsSnapshot>;
  readonly offsets: ReadonlyMap<string, OffsetsByTopic>;
  readonly pending: readonly unknown[];
}

/**
 * The groups of one partition of `__consumer_offsets`. Hard state (classic groups' last records, consumer groups, offsets) is changed by
 * `replay` alone; classic groups as they live, with joins under way, are made from it once and then go ahead of it.
 */
export class Groups {
  readonly offsets = new OffsetStore();
  /** Consumer groups whose regular expressions are being matched. Not stored. */
  readonly resolving = new Set<string>();
  readonly #metadata = new Map<string, GroupMetadataValue>();
  readonly #classic = new Map<string, ClassicGroup>();
  readonly #consumer = new Map<string, ConsumerGroup>();
  readonly #share = new Map<string, ShareGroup>();
  readonly #streams = new Map<string, StreamsGroup>();
  readonly #streamsLives = new Map<string, StreamsLife>();

  get(groupId: string): Group | undefined {
    return this.#consumer.get(groupId) ?? this.#share.get(groupId) ?? this.#streams.get(groupId) ?? this.#classic.get(groupId);
  }

  classic(groupId: string): ClassicGroup | undefined {
    const group = this.get(groupId);
    return group?.type === "classic" ? group : undefined;
  }

  consumer(groupId: string): ConsumerGroup | undefined {
    return this.#consumer.get(groupId);
  }

  share(groupId: string): ShareGroup | undefined {
    return this.#share.get(groupId);
  }

  streams(groupId: string): StreamsGroup | undefined {
    return this.#streams.get(groupId);
  }

  /** What is known of a streams group, or of one that is about to be stored, and not stored. */
  lifeOf(groupId: string): StreamsLife {
    let life = this.#streamsLives.get(groupId);
    if (life === undefined) {
      life = new StreamsLife();
      this.#streamsLives.set(groupId, life);
    }
    return life;
  }

  *all(): Iterable<Group> {
    yield* this.#classic.values();
    yield* this.#consumer.values();
    yield* this.#share.values();
    yield* this.#streams.values();
  }

  classics(): Iterable<ClassicGroup> {
    return this.#classic.values();
  }

  consumers(): Iterable<ConsumerGroup> {
    return this.#consumer.values();
  }

  shares(): Iterable<ShareGroup> {
    return this.#share.values();
  }

  streamsGroups(): Iterable<StreamsGroup> {
    return this.#streams.values();
  }

  /** A classic group that nothing is stored of yet. */
  create(groupId: string, nowMs: number): ClassicGroup {
    const group = newGroup(groupId, nowMs);
    this.adopt(group);
    return group;
  }

  /** Lets a classic group live, whose records are the caller's to store. */
  adopt(group: ClassicGroup): void {
    this.#classic.set(group.groupId, group);
  }

  drop(groupId: string): void {
    this.#classic.delete(groupId);
  }

  replay(record: GroupRecord, nowMs: number, producer?: ProducerIdentity): void {
    const { groupId } = record;
    if (record.type === "OffsetCommit") {
      if (record.value === null) this.offsets.remove(groupId, record.topic, record.partition);
      else if (producer !== undefined) this.offsets.putPending(producer.producerId, groupId, record.topic, record.partition, record.value);
      else this.offsets.put(groupId, record.topic, record.partition, record.value);
      // Consumers that assign partitions to themselves have a group only in that they commit.
      if (record.value !== null && this.get(groupId) === undefined) this.create(groupId, nowMs);
    } else if (isStreamsRecord(record)) {
      this.#replayStreams(record);
    } else if (isShareRecord(record)) {
      this.#replayShare(record, nowMs);
    } else if (record.type !== "GroupMetadata") {
      this.#replayConsumer(record);
    } else if (record.value === null) {
      this.#metadata.delete(groupId);
      this.drop(groupId);
    } else {
      this.#metadata.set(groupId, record.value);
    }
  }

  #replayConsumer(record: ConsumerRecord): void {
    const { groupId, value } = record;
    const group = this.#consumer.get(groupId);
    if (group !== undefined) {
      replayConsumerRecord(group, record);
      if (record.type === "ConsumerGroupMetadata" && value === null) this.#consumer.delete(groupId);
    } else if (value !== null) {
      const born = new ConsumerGroup(groupId);
      this.#consumer.set(groupId, born);
      // All that there was of the group may have been commits.
      this.drop(groupId);
      replayConsumerRecord(born, record);
    }
  }

  #replayShare(record: ShareRecord, nowMs: number): void {
    const { groupId, value } = record;
    const present = this.#share.get(groupId);
    if (present === undefined && value === null) return;
    const group = present ?? new ShareGroup(groupId);
    this.#share.set(groupId, group);
    replayShareRecord(group, record, nowMs);
    if (record.type === "ShareGroupMetadata" && value === null) this.#share.delete(groupId);
  }

  #replayStreams(record: StreamsRecord): void {
    const { groupId, value } = record;
    const group = this.#streams.get(groupId);
    if (group !== undefined) {
      replayStreamsRecord(group, record);
      this.#streamsLives.get(groupId)?.settle(group);
      if (record.type !== "StreamsGroupMetadata" || value !== null) return;
      this.#streams.delete(groupId);
      this.#streamsLives.delete(groupId);
    } else if (value !== null) {
      const born = new StreamsGroup(groupId);
      this.#streams.set(groupId, born);
      // All that there was of the group may have been commits.
      this.drop(groupId);
      replayStreamsRecord(born, record);
    }
  }

  /** All records have been replayed: brings the classic groups that they tell of to life. */
  revive(): void {
    for (const [groupId, value] of this.#metadata) this.adopt(restoreGroup(groupId, value));
  }

  hardState(): HardState {
    const consumer = new Map(Array.from(this.#consumer, ([groupId, group]) => [groupId, consumerSnapshot(group)]));
    const share = new Map(Array.from(this.#share, ([groupId, group]) => [groupId, shareSnapshot(group)]));
    const streams = new Map(Array.from(this.#streams, ([groupId, group]) => [groupId, streamsSnapshot(group)]));
    const offsets = new Map(this.offsets.groups());
    return { metadata: this.#metadata, consumer, share, streams, offsets, pending: [...this.offsets.pending()] };
  }
}
