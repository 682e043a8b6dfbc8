import type { Admin, Outcome } from "@millrace/client";
import { planTopics, type TopicAction } from "@millrace/plans";
import type { TopicDeclaration } from "@millrace/resources";
import { observeTopics } from "./observe-topics.ts";
import { carryOutTopics } from "./topic-requests.ts";

/** An action that Kafka, or the plan, refused. */
export interface TopicFailure {
  readonly topic: string;
  /** Kafka's name of the error, or `NotSupported`. */
  readonly reason: string;
  readonly message: string;
}

export interface TopicsOutcome {
  /** What was carried out. */
  readonly done: readonly TopicAction[];
  readonly failed: readonly TopicFailure[];
}

/**
 * Brings declared topics about in a cluster: creates, grows and alters them, and deletes those of `prune` that are not declared. Topics
 * are read once; actions of one type go out in one request. Throws only if the cluster can't be asked at all.
 */
export async function bringTopicsAbout(
  admin: Admin,
  declared: readonly TopicDeclaration[],
  { prune }: { readonly prune: ReadonlySet<string> },
): Promise<TopicsOutcome> {
  const names = new Set([...declared.map(({ name }) => name), ...prune]);
  const { topics, unknown } = await observeTopics(admin, [...names]);
  const known = declared.filter(({ name }) => !unknown.has(name));
  const actions = planTopics(known, [...topics.values()], { prune });
  const outcomes = await carryOutTopics(admin, actions);
  return {
    done: actions.filter((action) => outcomes.get(action)?.error.code === 0),
    failed: [
      ...[...unknown].map(([topic, outcome]) => refusal(topic, outcome)),
      ...actions.flatMap((action) => failureOf(action, outcomes.get(action)) ?? []),
    ],
  };
}

function failureOf(action: TopicAction, outcome: Outcome | undefined): TopicFailure | undefined {
  if (action.type === "refuse") return { topic: action.topic, reason: action.reason, message: action.text };
  if (outcome === undefined || outcome.error.code === 0) return undefined;
  return refusal(action.topic, outcome);
}

const refusal = (topic: string, { error, errorMessage }: Outcome): TopicFailure => ({
  topic,
  reason: error.name,
  message: errorMessage ?? error.message,
});
