import { ManualClock } from "@millrace/kit";
import type { KafkaError } from "@millrace/protocol";
import type { Coordinator, Outcome, ProducerIdentity } from "../src/index.ts";

/** What stands around any coordinator: a clock, timers, and a log that can be made to refuse. */
export abstract class CoordinatorRig<StoredRecord, TimedEvent, Task> {
  readonly clock = new ManualClock();
  abstract coordinator: Coordinator<StoredRecord, TimedEvent, Task>;
  /** Set: appends fail with it. */
  refusal: KafkaError | undefined;
  #endOffset = 0;
  readonly #timers = new Map<string, () => void>();

  protected abstract append(record: StoredRecord, producer: ProducerIdentity | undefined): void;
  protected abstract answer(ticket: number, response: unknown): void;
  /** Work for elsewhere that an outcome asks for. */
  protected abstract carryOut(task: Task): void;

  run(outcome: Outcome<StoredRecord, TimedEvent, Task>): void {
    let next: typeof outcome | undefined;
    if (outcome.records.length > 0) {
      const { refusal } = this;
      if (refusal === undefined) {
        for (const record of outcome.records) {
          this.append(record, outcome.producer);
          this.coordinator.replay(record, this.clock.now(), outcome.producer, this.#endOffset++);
        }
      }
      next = outcome.appended?.(refusal);
    }
    for (const { ticket, response } of outcome.replies) this.answer(ticket.id, response);
    for (const change of outcome.timers) this.#keepTime(change);
    for (const task of outcome.tasks) this.carryOut(task);
    if (next !== undefined) this.run(next);
  }

  #keepTime(change: Outcome<StoredRecord, TimedEvent, Task>["timers"][number]): void {
    this.#timers.get(change.key)?.();
    this.#timers.delete(change.key);
    if (change.afterMs === undefined) return;
    const { key, event } = change;
    const cancel = this.clock.after(change.afterMs, () => {
      this.#timers.delete(key);
      this.run(this.coordinator.timeUp(event, this.clock.now()));
    });
    this.#timers.set(key, cancel);
  }

  /** The process has gone: what it timed never comes. */
  protected stopTimers(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
