import type {
  InitializeState,
  ReadState,
  ReadStateAnswer,
  SharePartitionKey,
  StateAnswer,
  StateSummaryAnswer,
  WriteState,
} from "@millrace/coordinators";
import type { Clock } from "@millrace/kit";
import { errors } from "@millrace/protocol";
import type { SharePersister } from "./persister.ts";
import type { ShareStateRuntime } from "./share-state-runtime.ts";

const { COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE } = errors;

type Question<Answer> = (coordinator: SharePersister) => Answer | Promise<Answer>;

/** For this process itself: makes the topic of share groups' state where there is none, and waits until the state is read. */
export class PatientPersister implements SharePersister {
  readonly #coordinator: ShareStateRuntime;
  readonly #clock: Pick<Clock, "after">;

  constructor(coordinator: ShareStateRuntime, clock: Pick<Clock, "after">) {
    this.#coordinator = coordinator;
    this.#clock = clock;
  }

  initialize(key: SharePartitionKey, request: InitializeState): StateAnswer | Promise<StateAnswer> {
    return this.#ask((coordinator) => coordinator.initialize(key, request));
  }

  write(key: SharePartitionKey, request: WriteState): StateAnswer | Promise<StateAnswer> {
    return this.#ask((coordinator) => coordinator.write(key, request));
  }

  read(key: SharePartitionKey, request: ReadState): ReadStateAnswer | Promise<ReadStateAnswer> {
    return this.#ask((coordinator) => coordinator.read(key, request));
  }

  readSummary(key: SharePartitionKey): StateSummaryAnswer | Promise<StateSummaryAnswer> {
    return this.#ask((coordinator) => coordinator.readSummary(key));
  }

  delete(key: SharePartitionKey): StateAnswer | Promise<StateAnswer> {
    return this.#ask((coordinator) => coordinator.delete(key));
  }

  #ask<Answer extends StateAnswer>(question: Question<Answer>): Answer | Promise<Answer> {
    const ready = this.#coordinator.ready();
    if (ready !== undefined) return this.#askOnceMade(question, ready);
    const answer = question(this.#coordinator);
    return answer instanceof Promise || !isLoading(answer) ? answer : this.#askOnceLoaded(question);
  }

  async #askOnceMade<Answer extends StateAnswer>(question: Question<Answer>, ready: Promise<unknown>): Promise<Answer> {
    const refusal = await ready;
    const answer = await this.#askOnceLoaded(question);
    if (refusal === undefined || answer.errorCode === 0) return answer;
    return { ...answer, errorCode: COORDINATOR_NOT_AVAILABLE.code, errorMessage: COORDINATOR_NOT_AVAILABLE.message };
  }

  /** Each time that it is asked the coordinator reads on. */
  async #askOnceLoaded<Answer extends StateAnswer>(question: Question<Answer>): Promise<Answer> {
    for (;;) {
      const answer = await question(this.#coordinator);
      if (!isLoading(answer)) return answer;
      await new Promise<void>((resolve) => void this.#clock.after(0, resolve));
    }
  }
}

function isLoading({ errorCode }: StateAnswer): boolean {
  return errorCode === COORDINATOR_LOAD_IN_PROGRESS.code;
}
