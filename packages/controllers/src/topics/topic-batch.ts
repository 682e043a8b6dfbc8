import type { Admin, Outcome } from "@millrace/client";
import { type Clock, sleep } from "@millrace/kit";
import { isReplicating, type LeftAlone, planTopic, type Reason, type TopicAction } from "@millrace/plans";
import type { TopicDeclaration } from "@millrace/resources";
import { type Observation, observeTopics } from "./observe-topics.ts";
import { carryOutTopics } from "./topic-requests.ts";

export interface WantedTopic {
  readonly declaration: TopicDeclaration;
  readonly leftAlone: LeftAlone;
}

/** What has come of a topic. */
export type TopicVerdict = { readonly topicId: string | undefined; readonly done: readonly TopicAction[] } & (
  | {
      readonly type: "ready";
      readonly topicId: string;
      /** How many replicas partitions are getting. */
      readonly targetReplicas?: number | undefined;
    }
  | ({ readonly type: "failed"; readonly passing: boolean } & Reason)
);

/** How long Kafka may take to show what it has done, and the pauses between looks. */
const showMsMax = 5_000;
const pauseMsMax = 500;

/** Brings topics about: all are read, changed and read back together. Throws only if the cluster can't be asked. */
export async function bringBatchAbout(
  admin: Admin,
  wanted: readonly WantedTopic[],
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, TopicVerdict>> {
  const batch = new Batch(admin, wanted);
  const endMs = clock.monotonicMs() + showMsMax;
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMsMax, pauseMs * 2)) {
    await batch.advance();
    signal.throwIfAborted();
    if (batch.isSettled) {
      await batch.replicate();
      return batch.verdicts;
    }
    if (clock.monotonicMs() >= endMs) return batch.giveUp();
    if (batch.waits) await sleep(clock, pauseMs);
  }
}

class Batch {
  readonly #admin: Admin;
  readonly #pending: Map<string, WantedTopic>;
  readonly #done = new Map<string, TopicAction[]>();
  readonly #replications = new Map<string, Extract<TopicAction, { readonly type: "replicate" }>>();
  readonly verdicts = new Map<string, TopicVerdict>();
  /** Whether Kafka has still to show something that it has done. */
  waits = false;

  constructor(admin: Admin, wanted: readonly WantedTopic[]) {
    this.#admin = admin;
    this.#pending = new Map(wanted.map((topic) => [topic.declaration.name, topic]));
  }

  get isSettled(): boolean {
    return this.#pending.size === 0;
  }

  /** Reads what is not settled yet, and changes what has not been changed yet. */
  async advance(): Promise<void> {
    const observation = await observeTopics(this.#admin, [...this.#pending.keys()]);
    this.waits = false;
    const due: TopicAction[] = [];
    for (const [name, { declaration, leftAlone }] of this.#pending) {
      const unknown = observation.unknown.get(name);
      const state = observation.topics.get(name);
      const actions = unknown === undefined ? planTopic(declaration, state, leftAlone) : [];
      const changes = actions.filter(({ type }) => type !== "refuse" && type !== "replicate");
      if (unknown !== undefined) this.#fail(name, kafkaError(unknown), observation);
      else if (changes.length === 0) this.#settle(name, declaration, actions, observation);
      else if (this.#done.has(name)) this.waits = true;
      else due.push(...changes);
    }
    if (due.length > 0) await this.#carryOut(due, observation);
  }

  giveUp(): ReadonlyMap<string, TopicVerdict> {
    const message = `Kafka has taken the changes but does not show them after ${showMsMax} ms`;
    for (const name of this.#pending.keys()) {
      this.verdicts.set(name, { type: "failed", reason: "KafkaError", message, passing: true, ...this.#facts(name, undefined) });
    }
    return this.verdicts;
  }

  async #carryOut(actions: readonly TopicAction[], observation: Observation): Promise<void> {
    for (const [action, outcome] of await carryOutTopics(this.#admin, actions)) {
      // Somebody else was faster: the next look shows whether it is as declared.
      if (outcome.error.name === "TOPIC_ALREADY_EXISTS") continue;
      const done = this.#done.get(action.topic) ?? [];
      if (outcome.error.code === 0) this.#done.set(action.topic, [...done, action]);
      else this.#fail(action.topic, kafkaError(outcome), observation);
    }
  }

  #settle(name: string, declaration: TopicDeclaration, actions: readonly TopicAction[], observation: Observation): void {
    const refusal = actions.find((action) => action.type === "refuse");
    if (refusal !== undefined) {
      this.#fail(name, { reason: refusal.reason, message: refusal.message, passing: false }, observation);
      return;
    }
    const replication = actions.find((action) => action.type === "replicate");
    if (replication !== undefined) this.#replications.set(name, replication);
    const topic = observation.topics.get(name);
    this.#pending.delete(name);
    if (topic === undefined) return;
    const isReplicated = replication !== undefined || isReplicating(declaration, topic);
    const targetReplicas = isReplicated ? declaration.replicationFactor : undefined;
    this.verdicts.set(name, { type: "ready", ...this.#facts(name, topic.topicId), topicId: topic.topicId, targetReplicas });
  }

  /** Gives topics that are all right otherwise other numbers of replicas, a step of it. */
  async replicate(): Promise<void> {
    if (this.#replications.size === 0) return;
    const factors = new Map([...this.#replications].map(([name, { to }]) => [name, to]));
    const { changeReplicas } = await import("../rebalances/change-replicas.ts"); // few ever need it
    const refusals = await changeReplicas(this.#admin, factors);
    for (const [name, { partitions }] of this.#replications) {
      const why = refusals.get(name);
      const verdict = this.verdicts.get(name);
      if (why === undefined || verdict === undefined) continue;
      const message = `Replication factor change not supported, but required for partitions [${partitions.join(", ")}]: ${why}`;
      this.verdicts.set(name, {
        type: "failed",
        reason: "NotSupported",
        message,
        passing: false,
        topicId: verdict.topicId,
        done: verdict.done,
      });
    }
  }

  #fail(name: string, failure: Reason & { readonly passing: boolean }, { topics }: Observation): void {
    this.#pending.delete(name);
    this.verdicts.set(name, { type: "failed", ...failure, ...this.#facts(name, topics.get(name)?.topicId) });
  }

  #facts(name: string, topicId: string | undefined) {
    return { topicId, done: this.#done.get(name) ?? [] };
  }
}

/** What Kafka says, as a condition says it. */
export function kafkaError({ error, errorMessage }: Outcome): Reason & { readonly passing: boolean } {
  return { reason: "KafkaError", message: `${error.name}: ${errorMessage ?? error.message}`, passing: error.retriable };
}
