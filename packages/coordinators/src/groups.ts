import type { GroupMetadataValue } from "@millrace/protocol";
import type { ClassicGroup } from "./classic/classic-group.ts";
import { newGroup, restoreGroup } from "./classic/snapshot.ts";
import type { GroupRecord } from "./group-record.ts";
import { OffsetStore, type OffsetsByTopic } from "./offsets/offset-store.ts";

/** What the log says: equal after replaying the same records. */
export interface HardState {
  readonly metadata: ReadonlyMap<string, GroupMetadataValue>;
  readonly offsets: ReadonlyMap<string, OffsetsByTopic>;
}

/**
 * The groups of one partition of `__consumer_offsets`. Hard state (groups' last records, offsets) is changed by `replay` alone; the
 * groups as they live, with joins under way, are made from it once and then go ahead of it.
 */
export class Groups {
  readonly offsets = new OffsetStore();
  readonly #metadata = new Map<string, GroupMetadataValue>();
  readonly #live = new Map<string, ClassicGroup>();

  get(groupId: string): ClassicGroup | undefined {
    return this.#live.get(groupId);
  }

  all(): Iterable<ClassicGroup> {
    return this.#live.values();
  }

  /** A group that nothing is stored of yet. */
  create(groupId: string, nowMs: number): ClassicGroup {
    const group = newGroup(groupId, nowMs);
    this.#live.set(groupId, group);
    return group;
  }

  drop(groupId: string): void {
    this.#live.delete(groupId);
  }

  replay(record: GroupRecord, nowMs: number): void {
    const { groupId, value } = record;
    if (record.type === "OffsetCommit") {
      if (record.value === null) this.offsets.remove(groupId, record.topic, record.partition);
      else this.offsets.put(groupId, record.topic, record.partition, record.value);
      // Consumers that assign partitions to themselves have a group only in that they commit.
      if (value !== null && !this.#live.has(groupId)) this.create(groupId, nowMs);
    } else if (record.value === null) {
      this.#metadata.delete(groupId);
      this.drop(groupId);
    } else {
      this.#metadata.set(groupId, record.value);
    }
  }

  /** All records have been replayed: brings the groups that they tell of to life. */
  revive(): void {
    for (const [groupId, value] of this.#metadata) this.#live.set(groupId, restoreGroup(groupId, value));
  }

  hardState(): HardState {
    return { metadata: this.#metadata, offsets: new Map(this.offsets.groups()) };
  }
}
