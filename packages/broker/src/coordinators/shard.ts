import type { Coordinator, Outcome, RecordFormat, Ticket, TransactionEnd } from "@millrace/coordinators";
import { type Cancel, type Clock, type Logger, MillraceError } from "@millrace/kit";
import { errors, type KafkaError } from "@millrace/protocol";
import type { AppendResult, Partition, TransactionOptions } from "../partitions/partition.ts";
import { Answers } from "./answers.ts";
import { Loading } from "./loading.ts";
import { type Stored, store } from "./store.ts";

/** A kind of coordinator, and what its shards stand on. */
export interface ShardKind<C, StoredRecord, Task> {
  /** What it coordinates, for the log. */
  readonly what: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly format: RecordFormat<StoredRecord>;
  /** Sequence number of the first record of each batch that is stored; -1: none. Kafka's group coordinator gives one even without a producer. */
  readonly baseSequence: number;
  readonly create: () => C;
  /** Does what an outcome wants done elsewhere, now that its records are durable. */
  readonly carryOut: (task: Task, partition: Partition) => void;
}

/**
 * The coordinator of one partition of an internal topic at work: loads it from the log, appends what it wants stored, keeps its timers, and
 * delivers its answers, after the disk where the topic's flush settings ask for that.
 */
export class Shard<C extends Coordinator<StoredRecord, TimedEvent, Task>, StoredRecord, TimedEvent, Task = never> {
  readonly partition: Partition;
  readonly #kind: ShardKind<C, StoredRecord, Task>;
  readonly #coordinator: C;
  readonly #answers = new Answers();
  readonly #timers = new Map<string, Cancel>();
  #loading: Loading<StoredRecord> | undefined;
  #failed = false;
  #unflushed: Promise<void> | undefined;
  /** What has to wait until the log is read. */
  #whenLoaded: Array<() => void> = [];

  constructor(partition: Partition, kind: ShardKind<C, StoredRecord, Task>) {
    this.partition = partition;
    this.#kind = kind;
    this.#coordinator = kind.create();
    this.#loading = new Loading(partition.log, kind.format, {
      record: (record, producer, offset) => this.#coordinator.replay(record, kind.clock.now(), producer, offset),
      end: (end) => this.#coordinator.replayEnd(end, kind.clock.now()),
    });
    if (this.#loading.done) this.#becomeActive();
    else kind.clock.after(0, () => this.#loadOn());
  }

  /** Why nothing can be asked of the coordinator at the moment. A request for one that is loading helps it on. */
  refusal(): KafkaError | undefined {
    if (this.#loading !== undefined) this.#loadStep();
    return this.state;
  }

  /** The same, as seen by somebody who only looks. */
  get state(): KafkaError | undefined {
    if (this.#failed) return errors.NOT_COORDINATOR;
    return this.#loading === undefined ? undefined : errors.COORDINATOR_LOAD_IN_PROGRESS;
  }

  /** Resolves when what the coordinator knows now survives a loss of power, as far as the topic asks for that; undefined: it does. */
  get unflushed(): Promise<void> | undefined {
    return this.#unflushed;
  }

  read<T>(look: (coordinator: C) => T): T {
    return look(this.#coordinator);
  }

  /**
   * Hands in a request. The answer comes at once where it can; `refused` makes it where what it would tell could not be flushed. `transaction`:
   * why its records may be part of a transaction.
   */
  submit<Answer>(
    input: (coordinator: C, nowMs: number, ticket: Ticket<Answer>) => Outcome<StoredRecord, TimedEvent, Task>,
    refused: (error: KafkaError) => Answer,
    transaction?: TransactionOptions,
  ): Answer | Promise<Answer> {
    const nowMs = this.#kind.clock.now();
    const answer = this.#answers.of<Answer>((ticket) => this.#apply(input(this.#coordinator, nowMs, ticket), undefined, transaction));
    if (!(answer instanceof Promise)) return answer;
    return answer.catch((failure) => {
      if (!(failure instanceof MillraceError)) throw failure;
      return refused(errors.NOT_COORDINATOR); // as Kafka says it where a log can't be written
    });
  }

  /** Hands in what nobody waits for; it waits until the log is read. */
  tell(input: (coordinator: C, nowMs: number) => Outcome<StoredRecord, TimedEvent, Task>): void {
    const task = () => {
      if (!this.#failed) this.#apply(input(this.#coordinator, this.#kind.clock.now()));
    };
    if (this.#loading === undefined) task();
    else this.#whenLoaded.push(task);
  }

  /** Has the end of a producer's transaction written, and takes it in. The row: why nothing can be asked of the coordinator. */
  endTransaction(end: TransactionEnd, append: () => AppendResult): AppendResult | KafkaError {
    const refusal = this.refusal();
    if (refusal !== undefined) return refusal;
    const appended = append();
    if (appended.outcome.error === undefined) this.#coordinator.replayEnd(end, this.#kind.clock.now());
    if (appended.durable !== undefined) this.#relyOn(appended.durable);
    return appended;
  }

  /** Sends those that wait away. Nothing is stored any more. */
  close(): void {
    this.#loading = undefined;
    this.#failed = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#apply(this.#coordinator.unload(this.#kind.clock.now()));
  }

  #loadOn(): void {
    this.#loadStep();
    if (this.#loading !== undefined) this.#kind.clock.after(0, () => this.#loadOn());
  }

  #loadStep(): void {
    try {
      this.#loading?.step();
      if (this.#loading?.done) this.#becomeActive();
    } catch (error) {
      this.#loading = undefined;
      this.#failed = true;
      this.#kind.logger.error(`${this.#kind.what} could not be loaded`, { partition: this.partition.index, error });
    }
  }

  #becomeActive(): void {
    this.#loading = undefined;
    this.#apply(this.#coordinator.loaded(this.#kind.clock.now()));
    for (const task of this.#whenLoaded.splice(0)) task();
  }

  /** Does what the outcome asks for. Answers and tasks wait for the disk if the records, or those before, do. */
  #apply(outcome: Outcome<StoredRecord, TimedEvent, Task>, before?: Promise<void>, transaction?: TransactionOptions): void {
    const stored = outcome.records.length === 0 ? undefined : this.#store(outcome, transaction);
    const next = stored && outcome.appended?.(stored.refusal);
    this.#keepTime(outcome);
    const durable = stored?.durable ?? before;
    if (durable === undefined) this.#deliver(outcome);
    else {
      this.#relyOn(durable);
      durable.then(
        () => this.#deliver(outcome),
        (error) => this.#answers.fail(outcome.replies, error),
      );
    }
    if (next !== undefined) this.#apply(next, durable);
  }

  /** What the coordinator knows depends on a flush. If that fails, it may be gone after the restart that is needed then. */
  #relyOn(durable: Promise<void>): void {
    this.#unflushed = durable;
    durable.then(
      () => {
        if (this.#unflushed === durable) this.#unflushed = undefined;
      },
      () => {
        this.#failed = true;
      },
    );
  }

  #deliver({ replies, tasks }: Outcome<StoredRecord, TimedEvent, Task>): void {
    this.#answers.deliver(replies);
    if (!this.#failed) for (const task of tasks) this.#kind.carryOut(task, this.partition);
  }

  #store(
    { records, divisible, producer }: Outcome<StoredRecord, TimedEvent, Task>,
    transaction: TransactionOptions | undefined,
  ): Stored<StoredRecord> {
    const { clock, logger, format, baseSequence, what } = this.#kind;
    const nowMs = clock.now();
    const stored = store(this.partition, records, { format, nowMs, divisible, baseSequence, producer, transaction });
    for (const { record, offset } of stored.records) this.#coordinator.replay(record, nowMs, producer, offset);
    const { refusal } = stored;
    if (refusal !== undefined)
      logger.warn(`records of ${what} could not be stored`, { partition: this.partition.index, error: refusal.name });
    return stored;
  }

  #keepTime({ timers, notes }: Outcome<StoredRecord, TimedEvent, Task>): void {
    for (const { key, afterMs, ...change } of timers) {
      this.#timers.get(key)?.();
      this.#timers.delete(key);
      if (afterMs !== undefined && "event" in change) this.#startTimer(key, afterMs, change.event);
    }
    for (const { level, message, fields } of notes) this.#kind.logger[level](message, fields);
  }

  #startTimer(key: string, afterMs: number, event: TimedEvent): void {
    const { clock } = this.#kind;
    const cancel = clock.after(afterMs, () => {
      this.#timers.delete(key);
      this.#apply(this.#coordinator.timeUp(event, clock.now()));
    });
    this.#timers.set(key, cancel);
  }
}
