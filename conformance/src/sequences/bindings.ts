import {
  type BatchDraft,
  batchHeader,
  ConsumerProtocolAssignment,
  ConsumerProtocolSubscription,
  encodeBatch,
  Writer,
} from "@millrace/protocol";
import { absentTopic, type BatchPlan, isReference, type Reference, topicNames, type Value } from "./sequence.ts";

/** Millisecond timestamp of the first record of a batch: some time on 2024-01-01. */
const usualTimestamp = 1_704_067_200_000;
/** Ids of nothing, one for each name. */
const unknownIdOf = (name: string): string => Buffer.from(`none: ${name}`.padEnd(16)).toString("base64url");

/** What one broker gave the things of a sequence, and the requests' references to it. */
export class Bindings {
  /** Starts the names of everything that the sequence makes. */
  readonly prefix: string;
  readonly #values = new Map<string, string | number>();
  /** Every id that was seen, by what it is called in answers. */
  readonly names = new Map<string, string>([...topicNames, absentTopic].map((name) => [unknownIdOf(name), `no id of ${name}`]));

  /** What members of consumer groups were told last to consume. */
  readonly assigned = new Map<string, unknown>();

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** Remembers an id or number of `kind` for `of`; the id of something that was made again gets a name of its own. */
  bind(
    kind: Exclude<Reference["$"], "name" | "assigned" | "bytes" | "subscription" | "assignment" | "batches">,
    of: string,
    value: string | number,
  ): void {
    this.#values.set(`${kind} ${of}`, value);
    if (kind === "generation" || kind === "producerEpoch" || this.names.has(String(value))) return;
    const earlier = [...this.names.values()].filter((name) => name.startsWith(`${kind} of ${of}`)).length;
    this.names.set(String(value), `${kind} of ${of}${earlier > 0 ? ` (${earlier + 1})` : ""}`);
  }

  /** A field's value for the codec. */
  resolve(value: Value): unknown {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map((each: Value) => this.resolve(each));
    if (isReference(value)) return this.#lookUp(value);
    return Object.fromEntries(Object.entries(value as { [name: string]: Value }).map(([name, each]) => [name, this.resolve(each)]));
  }

  #lookUp(reference: Reference): unknown {
    switch (reference.$) {
      case "name":
        return `${this.prefix}${reference.of}`;
      case "topicId":
        return this.#bound("topicId", reference.of) ?? unknownIdOf(reference.of);
      case "memberId":
        return this.#bound("memberId", reference.of) ?? "";
      case "generation":
        return Number(this.#bound("generation", reference.of) ?? -1) + reference.plus;
      case "producerId":
        return this.#bound("producerId", reference.of) ?? 1_000_000_000;
      case "producerEpoch":
        return Number(this.#bound("producerEpoch", reference.of) ?? 0) + reference.plus;
      case "sessionId":
        return this.#bound("sessionId", reference.of) ?? 0;
      case "assigned":
        return this.assigned.get(reference.of) ?? [];
      case "bytes":
        return Buffer.from(reference.text);
      case "subscription":
        return this.#subscription(reference.version, reference.topics);
      case "assignment":
        return this.#assignment(reference.topics);
      case "batches":
        return Buffer.concat(reference.batches.map((plan) => this.#batch(plan)));
    }
  }

  #subscription(version: number, topics: readonly string[]): Buffer {
    const writer = new Writer();
    writer.int16(version);
    ConsumerProtocolSubscription.encode(writer, { topics: topics.map((topic) => `${this.prefix}${topic}`) }, version);
    return Buffer.from(writer.toBuffer());
  }

  #assignment(topics: readonly string[]): Buffer {
    const writer = new Writer();
    writer.int16(0);
    const assignedPartitions = topics.map((topic) => ({ topic: `${this.prefix}${topic}`, partitions: [0] }));
    ConsumerProtocolAssignment.encode(writer, { assignedPartitions }, 0);
    return Buffer.from(writer.toBuffer());
  }

  #bound(kind: string, of: string): string | number | undefined {
    return this.#values.get(`${kind} ${of}`);
  }

  #batch(plan: BatchPlan): Buffer {
    const { producer, timePlus = 0 } = plan;
    const draft: BatchDraft = {
      records: plan.values.map((value, at) => ({
        key: plan.keyed ? Buffer.from(`key${at}`) : null,
        value: Buffer.from(value),
        timestamp: usualTimestamp + timePlus + at,
      })),
      ...(plan.compression === undefined ? {} : { compression: plan.compression }),
      ...(plan.transactional ? { transactional: true } : {}),
      ...(producer === undefined
        ? {}
        : {
            producerId: Number(this.#bound("producerId", producer) ?? 1_000_000_000),
            producerEpoch: Number(this.#bound("producerEpoch", producer) ?? 0) + (plan.epochPlus ?? 0),
            baseSequence: plan.sequence ?? 0,
          }),
    };
    return damaged(encodeBatch(draft), plan.damage);
  }
}

function damaged(batch: Buffer, damage: BatchPlan["damage"]): Buffer {
  if (damage === undefined) return batch;
  if (damage === "cut") return batch.subarray(0, batch.length - 3);
  if (damage === "length") batch.writeInt32BE(batch.readInt32BE(8) + 1, 8);
  if (damage === "magic") batch[16] = 1;
  if (damage === "baseOffset") batch.writeBigInt64BE(5n, 0);
  if (damage === "count") batch.writeInt32BE(batchHeader.recordCount(batch) + 1, 57);
  if (damage === "lastOffsetDelta") batch.writeInt32BE(batchHeader.lastOffsetDelta(batch) + 1, 23);
  const crc = batchHeader.computeBatchCrc(batch, 0, batch.length);
  batch.writeUInt32BE(damage === "crc" ? (crc ^ 1) >>> 0 : crc, 17);
  return batch;
}
