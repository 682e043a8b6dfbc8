import type { Admin } from "@millrace/client";
import { type Clock, messageOf } from "@millrace/kit";
import { type EventRecorder, type ObjectKey, type Outcome, type Stored, untilAborted } from "@millrace/kube";
import {
  configWarnings,
  type Reason,
  type TopicAction,
  type TopicDuty,
  type TopicResult,
  throttlingSettings,
  topicDeletion,
  topicStatus,
} from "@millrace/plans";
import {
  configText,
  type Effective,
  isHibernating,
  type Kafka,
  type KafkaTopic,
  type TopicDeclaration,
  topicNameOf,
} from "@millrace/resources";
import { inParallel } from "../in-parallel.ts";
import type { KafkaLinks } from "../kafka-links.ts";
import { bringBatchAbout, kafkaError, type TopicVerdict } from "./topic-batch.ts";
import type { TopicWriter } from "./topic-writer.ts";

export interface TopicReconcilerOptions {
  readonly links: KafkaLinks;
  readonly writer: TopicWriter;
  readonly events: EventRecorder;
  readonly effective: (topic: KafkaTopic) => Effective<TopicDeclaration>;
  readonly onSettled?: (settled: SettledTopic) => void;
  readonly clock: Clock;
}

/** What has come of a topic. */
export interface SettledTopic {
  readonly topic: Stored<KafkaTopic>;
  /** Undefined: the KafkaTopic goes. */
  readonly result: TopicResult | undefined;
  /** What was done in Kafka. */
  readonly done: readonly TopicAction[];
}

/** A KafkaTopic and what is to be done about it. */
export interface Subject {
  readonly key: ObjectKey;
  readonly topic: Stored<KafkaTopic>;
  readonly kafka: Stored<Kafka> | undefined;
  readonly duty: TopicDuty;
}

type Settled = {
  readonly subject: Subject;
  readonly result: TopicResult;
  readonly passing: boolean;
  readonly done: readonly TopicAction[];
};

/** How often topics are looked at that get another number of replicas: their data is copied meanwhile. */
const replicatingMs = 3_000;
/** Requests to the API server that are under way at a time. */
const writesMax = 16;

/** Works off what is to be done about KafkaTopics of one cluster, together. */
export class TopicReconciler {
  readonly #options: TopicReconcilerOptions;

  constructor(options: TopicReconcilerOptions) {
    this.#options = options;
  }

  async reconcile(subjects: readonly Subject[], signal: AbortSignal): Promise<ReadonlyMap<ObjectKey, Outcome>> {
    const work = new Work(this.#options, signal);
    const simple = subjects.flatMap((subject) => simpleResult(subject) ?? []);
    await work.release(subjects.filter(({ duty }) => duty.type === "release"));
    await work.settle([...simple, ...(await work.inKafka(subjects))]);
    return work.outcomes;
  }
}

/** What needs no Kafka. */
function simpleResult(subject: Subject): Settled | undefined {
  const settled = (result: TopicResult): Settled => ({ subject, result, passing: false, done: [] });
  const { duty } = subject;
  switch (duty.type) {
    case "unmanaged":
    case "paused":
      return settled({ type: duty.type });
    case "leave":
      return settled({ type: "left", reason: duty.reason, message: duty.message });
    case "refuse":
      return settled({ type: "failed", reason: duty.reason, message: duty.message, topicId: subject.topic.status?.topicId });
    default:
      return undefined;
  }
}

/** One batch. What can't be written fails by itself, and the others go on. */
class Work {
  readonly #options: TopicReconcilerOptions;
  readonly #signal: AbortSignal;
  readonly outcomes = new Map<ObjectKey, Outcome>();

  constructor(options: TopicReconcilerOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
  }

  async release(subjects: readonly Subject[]): Promise<void> {
    await this.#eachWriting(subjects, ({ topic }) => this.#letGo(topic, []));
  }

  /** Manages and removes topics. A Kafka that can't be reached is told of each of them. */
  async inKafka(subjects: readonly Subject[]): Promise<readonly Settled[]> {
    const [wanted, unwanted] = [ofDuty(subjects, "manage"), ofDuty(subjects, "remove")];
    const kafka = [...wanted, ...unwanted][0]?.kafka;
    // Looked at again when it is woken.
    if (kafka === undefined || isHibernating(kafka)) return [];
    const link = this.#options.links.of(kafka);
    const failAll = (message: string): readonly Settled[] =>
      [...wanted, ...unwanted]
        .filter(({ key }) => !this.outcomes.has(key))
        .map((subject) => failed(subject, { reason: "KafkaError", message, passing: true }));
    if (link.trouble !== undefined) return failAll(link.trouble);
    try {
      const both = AbortSignal.any([this.#signal, link.signal]);
      return await untilAborted(both, this.#withAdmin(link.admin, { wanted, unwanted }, both));
    } catch (thrown) {
      this.#signal.throwIfAborted();
      return failAll(messageOf(thrown));
    }
  }

  /** Writes statuses, and tells what happened. */
  async settle(settled: readonly Settled[]): Promise<void> {
    const bySubject = new Map(settled.map((each) => [each.subject, each]));
    await this.#eachWriting([...bySubject.keys()], async (subject) => {
      const each = bySubject.get(subject);
      if (each === undefined) return;
      // Who does not look after a topic must not hold it up either: it goes, or its namespace, although nobody is there any more.
      if (subject.duty.type === "leave") await this.#options.writer.removeFinalizer(subject.topic, this.#signal);
      const statusOf = (topic: KafkaTopic) => topicStatus(topic, each.result, this.#options.clock.now());
      const isNews = await this.#options.writer.write(subject.topic, statusOf, this.#signal);
      this.#tell(each, isNews);
      this.#options.onSettled?.({ topic: subject.topic, result: each.result, done: each.done });
      this.outcomes.set(subject.key, outcomeOf(each));
    });
  }

  async #withAdmin(
    admin: Admin,
    { wanted, unwanted }: { readonly wanted: readonly Subject[]; readonly unwanted: readonly Subject[] },
    signal: AbortSignal,
  ): Promise<readonly Settled[]> {
    const refused = wanted.flatMap((subject) => invalidConfig(subject) ?? []);
    const sound = wanted.filter((subject) => !refused.some((each) => each.subject === subject));
    await this.#eachWriting(sound, ({ topic }) => this.#options.writer.addFinalizer(topic, this.#signal));
    const removed = await this.#remove(admin, unwanted);
    const kept = sound.filter(({ key }) => !this.outcomes.has(key));
    return [...refused, ...removed, ...(await this.#manage(admin, kept, signal))];
  }

  async #manage(admin: Admin, subjects: readonly Subject[], signal: AbortSignal): Promise<readonly Settled[]> {
    // Whoever moves replicas, here or elsewhere, holds them back by these.
    const leftAlone = { settings: throttlingSettings };
    const wanted = subjects.map((subject) => ({ subject, ...this.#options.effective(subject.topic) }));
    const topics = wanted.map(({ effective: declaration }) => ({ declaration, leftAlone }));
    const verdicts = await bringBatchAbout(admin, topics, { clock: this.#options.clock, signal });
    return wanted.flatMap(({ subject, effective, warnings }) => {
      const verdict = verdicts.get(effective.name);
      if (verdict === undefined) return [];
      return settledBy(subject, verdict, [...warnings, ...configWarnings(effective)]);
    });
  }

  /** A topic that is not there any more is as good as deleted. */
  async #remove(admin: Admin, subjects: readonly Subject[]): Promise<readonly Settled[]> {
    if (subjects.length === 0) return [];
    const names = subjects.map(({ topic }) => this.#options.effective(topic).effective.name);
    const outcomes = await admin.deleteTopics(names);
    const refused = subjects.flatMap((subject, at) => {
      const outcome = outcomes[at];
      if (outcome === undefined || outcome.error.code === 0 || outcome.error.name === "UNKNOWN_TOPIC_OR_PARTITION") return [];
      return [failed(subject, kafkaError(outcome))];
    });
    const deleted = subjects.filter((subject) => !refused.some((each) => each.subject === subject));
    await this.#eachWriting(deleted, ({ topic }) => this.#letGo(topic, [topicDeletion(topicNameOf(topic))]));
    return refused;
  }

  async #letGo(topic: Stored<KafkaTopic>, done: readonly TopicAction[]): Promise<void> {
    await this.#options.writer.removeFinalizer(topic, this.#signal);
    for (const { type, text: message } of done) this.#options.events.record(topic, { type: "Normal", reason: reasons[type], message });
    this.#options.onSettled?.({ topic, result: undefined, done });
  }

  async #eachWriting(subjects: readonly Subject[], write: (subject: Subject) => Promise<void>): Promise<void> {
    await inParallel(subjects, writesMax, async (subject) => {
      try {
        await write(subject);
      } catch (thrown) {
        this.outcomes.set(subject.key, { type: "failed", message: messageOf(thrown) });
      }
    });
  }

  #tell({ subject: { topic }, result, done }: Settled, isNews: boolean): void {
    for (const { type, text: message } of done) this.#options.events.record(topic, { type: "Normal", reason: reasons[type], message });
    if (!isNews || (result.type !== "failed" && result.type !== "left")) return;
    this.#options.events.record(topic, { type: "Warning", reason: result.reason, message: result.message });
  }
}

/** What Events call what was done. */
const reasons: Readonly<Record<TopicAction["type"], string>> = {
  create: "TopicCreated",
  grow: "TopicChanged",
  configure: "TopicChanged",
  delete: "TopicDeleted",
  replicate: "TopicChanged",
  refuse: "NotSupported",
};

const ofDuty = (subjects: readonly Subject[], type: TopicDuty["type"]): readonly Subject[] =>
  subjects.filter(({ duty }) => duty.type === type);

function failed(subject: Subject, { passing, ...reason }: Reason & { readonly passing: boolean }): Settled {
  return { subject, result: { type: "failed", ...reason, topicId: subject.topic.status?.topicId }, passing, done: [] };
}

/** The API server lets settings be anything; Kafka takes texts. */
function invalidConfig(subject: Subject): Settled | undefined {
  const wrong = Object.entries(subject.topic.spec.config ?? {}).find(([, value]) => configText(value) === undefined);
  if (wrong === undefined) return undefined;
  const message = `Invalid value for topic config '${wrong[0]}': ${JSON.stringify(wrong[1])}`;
  return failed(subject, { reason: "InternalError", message, passing: false });
}

function settledBy(subject: Subject, verdict: TopicVerdict, warnings: Effective<unknown>["warnings"]): Settled {
  const { done } = verdict;
  if (verdict.type === "ready") {
    const { topicId, targetReplicas } = verdict;
    return { subject, result: { type: "ready", topicId, warnings, targetReplicas }, passing: false, done };
  }
  const { reason, message, passing, topicId } = verdict;
  return { subject, result: { type: "failed", reason, message, topicId }, passing, done };
}

function outcomeOf({ result, passing }: Settled): Outcome {
  if (result.type === "ready" && result.targetReplicas !== undefined) return { type: "done", requeueAfterMs: replicatingMs };
  if (result.type !== "failed") return { type: "done" };
  return { type: passing ? "failed" : "terminal", message: result.message };
}
