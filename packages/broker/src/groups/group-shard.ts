import { type Call, type GroupConfig, GroupCoordinator, type Outcome, type Requester, type TimerEvent } from "@millrace/coordinators";
import type { Cancel, Clock, Logger, Random } from "@millrace/kit";
import { type Draft, errors, type KafkaError } from "@millrace/protocol";
import type { Partition } from "../partitions/partition.ts";
import { Answers } from "./answers.ts";
import { GroupLoading } from "./group-loading.ts";
import { type Stored, store } from "./group-log.ts";

/** What a shard stands on. */
export interface ShardBase {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly config: GroupConfig;
}

/** Which input of the coordinator a request is. */
export type Input<Request, Response> = (
  coordinator: GroupCoordinator,
  call: Call<Request, Response> & { readonly memberSuffix: () => string },
) => Outcome;

/**
 * The coordinator of one partition of `__consumer_offsets` at work: loads it from the log, appends what it wants stored, keeps its
 * timers, and delivers its answers, after the disk where the topic's flush settings ask for that.
 */
export class GroupShard {
  readonly partition: Partition;
  readonly #base: ShardBase;
  readonly #coordinator: GroupCoordinator;
  readonly #answers = new Answers();
  readonly #timers = new Map<string, Cancel>();
  #loading: GroupLoading | undefined;
  #failed = false;
  /** What has to wait until the log is read. */
  #whenLoaded: Array<() => void> = [];

  constructor(partition: Partition, base: ShardBase) {
    this.partition = partition;
    this.#base = base;
    this.#coordinator = new GroupCoordinator(base.config);
    this.#loading = new GroupLoading(partition.log, (record) => this.#coordinator.replay(record, base.clock.now()));
    if (this.#loading.done) this.#becomeActive();
    else base.clock.after(0, () => this.#loadOn());
  }

  /** Why nothing can be asked of the coordinator at the moment. A request for one that is loading helps it on. */
  refusal(): KafkaError | undefined {
    if (this.#loading !== undefined) this.#loadStep();
    if (this.#failed) return errors.NOT_COORDINATOR;
    return this.#loading === undefined ? undefined : errors.COORDINATOR_LOAD_IN_PROGRESS;
  }

  read<T>(look: (coordinator: GroupCoordinator) => T): T {
    return look(this.#coordinator);
  }

  /** Hands in a request. The answer comes at once where it can. */
  submit<Request, Response>(
    request: Request,
    requester: Requester,
    input: Input<Request, Response>,
  ): Draft<Response> | Promise<Draft<Response>> {
    const { clock, random } = this.#base;
    const call = { request, requester, nowMs: clock.now(), memberSuffix: () => random.memberSuffix() };
    return this.#answers.of<Draft<Response>>((ticket) => this.#apply(input(this.#coordinator, { ...call, ticket })));
  }

  /** Forgets offsets of a topic that is no more. */
  topicDeleted(name: string, id: string): void {
    const forget = () => this.#apply(this.#coordinator.topicsDeleted(new Map([[name, id]]), this.#base.clock.now()));
    if (this.#loading === undefined) forget();
    else this.#whenLoaded.push(forget);
  }

  /** Sends those that wait away. Nothing is stored any more. */
  close(): void {
    this.#loading = undefined;
    this.#failed = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    this.#apply(this.#coordinator.unload(this.#base.clock.now()));
  }

  #loadOn(): void {
    this.#loadStep();
    if (this.#loading !== undefined) this.#base.clock.after(0, () => this.#loadOn());
  }

  #loadStep(): void {
    try {
      this.#loading?.step();
      if (this.#loading?.done) this.#becomeActive();
    } catch (error) {
      this.#loading = undefined;
      this.#failed = true;
      this.#base.logger.error("groups could not be loaded", { partition: this.partition.index, error });
    }
  }

  #becomeActive(): void {
    this.#loading = undefined;
    this.#apply(this.#coordinator.loaded(this.#base.clock.now()));
    for (const task of this.#whenLoaded.splice(0)) task();
  }

  /** Does what the outcome asks for. Answers wait for the disk if the records, or those before, do. */
  #apply(outcome: Outcome, before?: Promise<void>): void {
    const stored = outcome.records.length === 0 ? undefined : this.#store(outcome);
    const next = stored && outcome.appended?.(stored.refusal);
    this.#keepTime(outcome);
    const durable = stored?.durable ?? before;
    if (durable === undefined) this.#answers.deliver(outcome.replies);
    else {
      durable.then(
        () => this.#answers.deliver(outcome.replies),
        (error) => this.#answers.fail(outcome.replies, error),
      );
    }
    if (next !== undefined) this.#apply(next, durable);
  }

  #store({ records, divisible }: Outcome): Stored {
    const { clock, logger } = this.#base;
    const nowMs = clock.now();
    const stored = store(this.partition, records, { nowMs, divisible });
    for (const record of stored.records) this.#coordinator.replay(record, nowMs);
    const { refusal } = stored;
    if (refusal !== undefined) logger.warn("group records could not be stored", { partition: this.partition.index, error: refusal.name });
    return stored;
  }

  #keepTime({ timers, notes }: Outcome): void {
    for (const { key, afterMs, ...change } of timers) {
      this.#timers.get(key)?.();
      this.#timers.delete(key);
      if (afterMs !== undefined && "event" in change) this.#startTimer(key, afterMs, change.event);
    }
    for (const { level, message, fields } of notes) this.#base.logger[level](message, fields);
  }

  #startTimer(key: string, afterMs: number, event: TimerEvent): void {
    const { clock } = this.#base;
    const cancel = clock.after(afterMs, () => {
      this.#timers.delete(key);
      this.#apply(this.#coordinator.timeUp(event, clock.now()));
    });
    this.#timers.set(key, cancel);
  }
}
