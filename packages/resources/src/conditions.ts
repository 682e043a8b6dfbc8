import type { Condition } from "./generated/types.ts";

/** Something that a person should know about a resource although it works. */
export interface Warning {
  /** One word in CamelCase. */
  readonly reason: string;
  readonly message: string;
}

/** `now` is the time in milliseconds since 1970. */
const reasoned =
  (type: string, status: "True" | "False") =>
  ({ reason, message }: Warning, now: number): Condition => ({ type, status, lastTransitionTime: conditionTime(now), reason, message });

/** A `Warning` condition for a resource's status. */
export const warningCondition = reasoned("Warning", "True");

/** Says that a Kafka or a user could not be brought about. Strimzi says `NotReady` of these, where it says of topics that `Ready` is false. */
export const notReadyCondition = reasoned("NotReady", "True");

/** Says that a topic could not be brought about. */
export const topicNotReadyCondition = reasoned("Ready", "False");

/** Says how far a roll of a Kafka's pods is, beside what else there is to say of it. */
export const rollingCondition = reasoned("Rolling", "True");

/** A condition that holds and needs no words. */
export const plainCondition = (type: string, now: number): Condition => ({ type, status: "True", lastTransitionTime: conditionTime(now) });

/** The `Ready` condition of a resource that is as declared. */
export const readyCondition = (now: number): Condition => plainCondition("Ready", now);

/** What there is to say of a resource that is as declared, and of what a person should know about it. */
export const readyConditions = (warnings: readonly Warning[], now: number): readonly Condition[] => [
  readyCondition(now),
  ...warnings.map((warning) => warningCondition(warning, now)),
];

/** Kubernetes writes times in UTC without fractions of a second. */
export const conditionTime = (now: number): string => new Date(now).toISOString().replace(/\.\d+Z$/, "Z");

/** Conditions in place of earlier ones: what says the same keeps the time since when it holds. */
export const withTransitions = (conditions: readonly Condition[], before: readonly Condition[]): readonly Condition[] =>
  conditions.map((condition) => {
    const same = before.find((earlier) => isOngoing(earlier, condition));
    return same?.lastTransitionTime === undefined ? condition : { ...condition, lastTransitionTime: same.lastTransitionTime };
  });

/** There may be several warnings at a time, each about something else; of all others there is one of a type. */
function isOngoing(earlier: Condition, { type, status, reason, message }: Condition): boolean {
  if (earlier.type !== type || earlier.status !== status) return false;
  return type !== "Warning" || (earlier.reason === reason && earlier.message === message);
}
