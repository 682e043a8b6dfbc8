import type { Clock } from "@millrace/kit";
import type { RecordView } from "@millrace/protocol";
import { Violation } from "../simulation.ts";
import type { Trace } from "./trace.ts";

/** What a writer sent in one transaction, and how it stands with it. */
export interface SentTransaction {
  readonly id: number;
  readonly records: SentRecord[];
  /** Committing was asked for: without that nothing of it may ever be seen. */
  isCommitAsked: boolean;
  told: "committed" | "aborted" | undefined;
}

/** A record that was handed to a producer. Their ids are in the order of sending. */
export interface SentRecord {
  readonly id: number;
  readonly writer: string;
  readonly topic: string;
  readonly partition: number;
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly timestampMs: number;
  readonly transaction: SentTransaction | undefined;
  /** Known from the acknowledgement, or from somebody who read it. */
  offset: number | undefined;
  isAcknowledged: boolean;
  /** Somebody who reads has met it: as good as acknowledged. */
  isSeen: boolean;
  /** It stood on the disk when the broker was last stopped cleanly. */
  isSafe: boolean;
  /** Its producer may have sent it once more in another epoch, without having been told of the first time. */
  mayBeTwice: boolean;
}

export const idHeader = "id";

export type Isolation = "read_uncommitted" | "read_committed";

type Place = Pick<SentRecord, "topic" | "partition">;

/** What all clients of a world know together: what they sent, what they were told of it, and where they have seen it since. */
export class Ledger {
  readonly records: SentRecord[] = [];
  readonly transactions: SentTransaction[] = [];
  /** What has gone wrong. */
  violation: Violation | undefined;
  /** Records of which their producers are not told as yet what became of them. */
  underWay = 0;
  /** How often the broker has died. */
  deaths = 0;
  readonly #trace: Trace;
  readonly #clock: Clock;
  /** By partition, what stands at an offset. */
  readonly #places = new Map<string, Map<number, SentRecord>>();
  /** The largest that was seen of what only grows. */
  readonly #reached = new Map<string, number>();
  readonly #handled = new Map<string, Set<number>>();
  readonly #deletedUpTo = new Map<string, number>();
  #latestMs = 0;

  constructor(trace: Trace, clock: Clock) {
    this.#trace = trace;
    this.#clock = clock;
  }

  /** The largest wall clock that there was. */
  get latestMs(): number {
    this.#latestMs = Math.max(this.#latestMs, this.#clock.now());
    return this.#latestMs;
  }

  note(line: string): void {
    this.#latestMs = this.latestMs;
    this.#trace.note(line);
  }

  fail(invariant: string, message: string): void {
    this.#trace.note(`VIOLATED: ${invariant}: ${message}`);
    this.violation ??= new Violation(invariant, message, this.#trace.lines);
  }

  sends(record: Omit<SentRecord, "id" | "offset" | "isAcknowledged" | "isSeen" | "isSafe" | "mayBeTwice">): SentRecord {
    const untold = { offset: undefined, isAcknowledged: false, isSeen: false, isSafe: false, mayBeTwice: false };
    const sent = { ...record, id: this.records.length, ...untold };
    this.records.push(sent);
    record.transaction?.records.push(sent);
    this.note(`${sent.writer} sends ${textOf(sent)}`);
    return sent;
  }

  begins(): SentTransaction {
    const transaction: SentTransaction = { id: this.transactions.length, records: [], isCommitAsked: false, told: undefined };
    this.transactions.push(transaction);
    return transaction;
  }

  /** `offset` -1: the broker had it before. */
  acknowledged(record: SentRecord, offset: number): void {
    record.isAcknowledged = true;
    this.note(`${record.writer} is told that ${textOf(record)} is at ${offset}`);
    if (offset >= 0) this.#stands(record, offset);
  }

  /**
   * A producer gives a record up. As Kafka's does, it goes on in another epoch, in which it sends what it has under way for that partition again: what had been stored before
   * without an answer is there twice then.
   */
  givenUp(record: SentRecord, reason: string): void {
    this.note(`${record.writer} is not told what became of ${record.id}: ${reason}`);
    for (const other of this.#underWay()) if (other.writer === record.writer && isSame(other, record)) other.mayBeTwice = true;
  }

  /**
   * The broker dies. Of a topic where records may be taken out of the log, one that was stored without an answer may be unknown after the next start, in Kafka as well:
   * it is refused as out of order and sent again in another epoch.
   */
  dies(): void {
    this.deaths++;
    for (const record of this.#underWay()) if (record.topic !== "kept" && record.topic !== "processed") record.mayBeTwice = true;
  }

  /** Of idempotent producers: transactional ones end their transaction instead of going on in another epoch. */
  #underWay(): SentRecord[] {
    return this.records.filter(({ isAcknowledged, transaction }) => !isAcknowledged && transaction === undefined);
  }

  /** A reader has met a record, which may want to see only what is committed. The one that was sent, if it is one. */
  met(reader: string, place: Place, read: RecordView, isolation: Isolation): SentRecord | undefined {
    const id = Number(read.headers.find(({ key }) => key === idHeader)?.value ?? Number.NaN);
    const record = this.records[id];
    const where = `${reader} reads at ${read.offset} of ${place.topic}-${place.partition}`;
    const isAsSent =
      record !== undefined &&
      isSame(place, record) &&
      (read.key?.toString() ?? null) === record.key &&
      (read.value === null ? record.value === null : record.value?.equals(read.value) === true);
    if (!isAsSent) {
      this.fail("nothing is read that was not sent", `${where} what nobody sent there, ${id}`);
      return undefined;
    }
    record.isSeen = true;
    this.#stands(record, read.offset);
    const { transaction } = record;
    if (isolation === "read_committed" && transaction !== undefined && (!transaction.isCommitAsked || transaction.told === "aborted"))
      this.fail(
        "who reads what is committed sees nothing else",
        `${reader} reads ${id} of transaction ${transaction.id}, which was not committed`,
      );
    return record;
  }

  /** Something that only grows has been seen. */
  reaches(what: string, value: number): void {
    const before = this.#reached.get(what) ?? -1;
    if (value < before) this.fail("offsets never go back", `${what} was ${before} and is ${value}`);
    this.#reached.set(what, value);
  }

  /** The same, where `floor` had been reached when it was asked for: it may have been left behind since, but can't be less. */
  isTold(what: string, value: number, floor: number): void {
    if (value < floor) this.fail("offsets never go back", `${what} was ${floor} and is ${value}`);
    this.reaches(what, Math.max(value, this.reached(what)));
  }

  /** What `reaches` was told of last; -1: nothing. */
  reached(what: string): number {
    return this.#reached.get(what) ?? -1;
  }

  committedBy(group: string, { topic, partition }: Place): string {
    return `what ${group} has committed of ${topic}-${partition}`;
  }

  /** A member of a group has dealt with a record. */
  handled(group: string, { topic, partition }: Place, offset: number): void {
    const what = `${group} ${topic}-${partition}`;
    const offsets = this.#handled.get(what) ?? new Set<number>();
    this.#handled.set(what, offsets.add(offset));
  }

  hasHandled(group: string, { topic, partition }: Place, offset: number): boolean {
    return this.#handled.get(`${group} ${topic}-${partition}`)?.has(offset) === true;
  }

  /** Somebody asks for the records before an offset to be deleted. */
  deletes({ topic, partition }: Place, offset: number): void {
    const what = `${topic}-${partition}`;
    this.#deletedUpTo.set(what, Math.max(this.#deletedUpTo.get(what) ?? 0, offset));
  }

  /** Up to where records were asked to be deleted. */
  deletedUpTo({ topic, partition }: Place): number {
    return this.#deletedUpTo.get(`${topic}-${partition}`) ?? 0;
  }

  /** The broker has stopped cleanly: all that was told until now lasts, whatever is flushed when. */
  stopped(): void {
    for (const record of this.records) record.isSafe = record.isAcknowledged || record.isSeen;
  }

  #stands(record: SentRecord, offset: number): void {
    const place = `${record.topic}-${record.partition}`;
    const there = this.#places.get(place) ?? new Map<number, SentRecord>();
    this.#places.set(place, there);
    const other = there.get(offset);
    if (other !== undefined && other !== record)
      this.fail("a record stays where it is", `at ${offset} of ${place} there was ${textOf(other)}, and now there is ${textOf(record)}`);
    if (record.offset !== undefined && record.offset !== offset && !record.mayBeTwice)
      this.fail("an idempotent producer's record is there once", `${textOf(record)} is at ${record.offset} and at ${offset} of ${place}`);
    there.set(offset, record);
    record.offset = offset;
  }
}

export function textOf({ id, topic, partition, key, value, transaction }: SentRecord): string {
  const content = `${key ?? ""}=${value === null ? "nothing" : `${value.length} bytes`}`;
  return `${id} (${topic}-${partition} ${content}${transaction === undefined ? "" : ` in transaction ${transaction.id}`})`;
}

function isSame(one: Place, other: Place): boolean {
  return one.topic === other.topic && one.partition === other.partition;
}
