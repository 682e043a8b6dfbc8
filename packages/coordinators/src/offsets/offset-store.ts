import type { OffsetCommitValue } from "@millrace/protocol";
import type { TransactionEnd } from "../coordinator.ts";
import { OffsetTree, type ReadonlyByTopic } from "./offset-tree.ts";

/** A committed offset as its record holds it. An `expireTimestamp` of -1: it lives as long as the group's rules let it. */
export interface CommittedOffset extends OffsetCommitValue {
  /** Grows in the order of the log: which of two commits is the later one. */
  readonly order: number;
}

export type OffsetsByTopic = ReadonlyByTopic<CommittedOffset>;

const none: OffsetsByTopic = new Map();

/** Offsets of all groups: those that are committed, and those that are when the transaction is in which they were written (KIP-98). */
export class OffsetStore {
  readonly #committed = new OffsetTree<CommittedOffset>();
  readonly #pending = new Map<number, OffsetTree<CommittedOffset>>();
  /** Producers with a pending offset, by partition. */
  readonly #open = new OffsetTree<Set<number>>();
  #order = 0;

  get(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#committed.get(groupId, topic, partition);
  }

  of(groupId: string): OffsetsByTopic {
    return this.#committed.of(groupId) ?? none;
  }

  groups(): Iterable<readonly [groupId: string, offsets: OffsetsByTopic]> {
    return this.#committed.groups();
  }

  /** Whether an open transaction has written an offset for the partition. */
  isPending(groupId: string, topic: string, partition: number): boolean {
    return this.#open.get(groupId, topic, partition) !== undefined;
  }

  hasPending(groupId: string): boolean {
    return this.#open.of(groupId) !== undefined;
  }

  /** Pending offsets of a group, or of all: one for each transaction. */
  *pending(groupId?: string): Iterable<{ groupId: string; topic: string; partition: number; offset: CommittedOffset }> {
    for (const tree of this.#pending.values()) {
      for (const [ofGroup, topic, partition, offset] of tree.all()) {
        if (groupId === undefined || groupId === ofGroup) yield { groupId: ofGroup, topic, partition, offset };
      }
    }
  }

  put(groupId: string, topic: string, partition: number, value: OffsetCommitValue): void {
    this.#committed.put(groupId, topic, partition, { ...value, order: ++this.#order });
  }

  /** Counts once the producer's transaction is committed. */
  putPending(producerId: number, groupId: string, topic: string, partition: number, value: OffsetCommitValue): void {
    const tree = this.#pending.get(producerId) ?? new OffsetTree();
    this.#pending.set(producerId, tree);
    tree.put(groupId, topic, partition, { ...value, order: ++this.#order });
    const producers = this.#open.get(groupId, topic, partition) ?? new Set();
    this.#open.put(groupId, topic, partition, producers.add(producerId));
  }

  /** Forgets what is committed for a partition, and what is pending. */
  remove(groupId: string, topic: string, partition: number): void {
    this.#committed.remove(groupId, topic, partition);
    for (const producerId of this.#open.get(groupId, topic, partition) ?? []) {
      this.#pending.get(producerId)?.remove(groupId, topic, partition);
    }
    this.#open.remove(groupId, topic, partition);
  }

  /** The producer's pending offsets count from now on, or never. One that was written before what is committed by now does not count either. */
  endTransaction({ producerId, committed }: TransactionEnd): void {
    const tree = this.#pending.get(producerId);
    if (tree === undefined) return;
    this.#pending.delete(producerId);
    for (const [groupId, topic, partition, offset] of tree.all()) {
      this.#close(producerId, groupId, topic, partition);
      const present = this.#committed.get(groupId, topic, partition);
      if (committed && (present === undefined || present.order < offset.order)) this.#committed.put(groupId, topic, partition, offset);
    }
  }

  #close(producerId: number, groupId: string, topic: string, partition: number): void {
    const producers = this.#open.get(groupId, topic, partition);
    producers?.delete(producerId);
    if (producers?.size === 0) this.#open.remove(groupId, topic, partition);
  }
}
