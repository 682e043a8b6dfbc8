import type { Admin, ConsumedBatch, IsolationLevel, ListedOffset, OffsetSpec, TopicPartition } from "@millrace/client";
import { MillraceError } from "@millrace/kit";
import { errors } from "@millrace/protocol";
import type { StartOffset } from "./start-offset.ts";

type Start = TopicPartition & { readonly from: { readonly offset: number } };

/** Where reading begins in each partition, and whether all has been read that was there then. */
export class Progress {
  readonly #admin: Admin;
  readonly #isolation: IsolationLevel;
  /** What was there at the start, of partitions that are not read up to it yet. */
  readonly #ends = new Map<string, number>();

  constructor(admin: Admin, isolation: IsolationLevel) {
    this.#admin = admin;
    this.#isolation = isolation;
  }

  get finished(): boolean {
    return this.#ends.size === 0;
  }

  /** Finds the offsets to begin with. An offset outside of what is there means the nearest one that is. */
  async start(partitions: readonly TopicPartition[], where: StartOffset): Promise<Start[]> {
    const firsts = await this.#list(partitions, "earliest");
    const ends = await this.#list(partitions, "latest");
    const timed = typeof where === "object" && "timestampMs" in where ? await this.#list(partitions, where.timestampMs) : ends;
    return partitions.map((partition, position) => {
      const first = firsts[position]?.offset ?? 0;
      const end = ends[position]?.offset ?? 0;
      const found = timed[position]?.offset ?? -1;
      return this.#begin(partition, Math.min(end, Math.max(first, startOf(where, { first, end, found }))), end);
    });
  }

  /** As `start`, but from the offsets that a group has committed. */
  async startInGroup(groupId: string, partitions: readonly TopicPartition[], reset: "earliest" | "latest"): Promise<Start[]> {
    const resets = await this.start(partitions, reset);
    const { offsets } = await this.#admin.listGroupOffsets(groupId, { partitions });
    return resets.map(({ topic, partition, from }) => {
      const committed = offsets.find((each) => each.topic === topic && each.partition === partition)?.offset ?? from.offset;
      const key = keyOf({ topic, partition });
      if (committed >= (this.#ends.get(key) ?? 0)) this.#ends.delete(key);
      return { topic, partition, from: { offset: committed } };
    });
  }

  /** A batch has been read. */
  reached(batch: ConsumedBatch): void {
    const key = keyOf(batch);
    if (batch.nextOffset >= (this.#ends.get(key) ?? Number.POSITIVE_INFINITY)) this.#ends.delete(key);
  }

  /** Nothing is read any more. */
  clear(): void {
    this.#ends.clear();
  }

  #begin({ topic, partition }: TopicPartition, offset: number, end: number): Start {
    if (offset < end) this.#ends.set(keyOf({ topic, partition }), end);
    return { topic, partition, from: { offset } };
  }

  async #list(partitions: readonly TopicPartition[], at: OffsetSpec): Promise<ListedOffset[]> {
    const wanted = partitions.map(({ topic, partition }) => ({ topic, partition, at }));
    const listed = await this.#admin.listOffsets(wanted, { isolation: this.#isolation });
    const failed = listed.find(({ error }) => error !== errors.NONE);
    if (failed === undefined) return listed;
    throw new MillraceError(
      "REQUEST_FAILED",
      `${failed.topic}-${failed.partition} can't be read: ${failed.error.name}: ${failed.error.message}`,
    );
  }
}

function startOf(where: StartOffset, { first, end, found }: { first: number; end: number; found: number }): number {
  if (where === "earliest") return first;
  if (where === "latest") return end;
  if ("tail" in where) return end - where.tail;
  if ("offset" in where) return where.offset;
  return found < 0 ? end : found;
}

function keyOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}
