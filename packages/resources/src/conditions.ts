import type { Condition } from "./generated/types.ts";

/** Something that a person should know about a resource although it works. */
export interface Warning {
  /** One word in CamelCase. */
  readonly reason: string;
  readonly message: string;
}

/** A `Warning` condition for a resource's status. `now` is the time in milliseconds since 1970. */
export const warningCondition = ({ reason, message }: Warning, now: number): Condition => ({
  type: "Warning",
  status: "True",
  lastTransitionTime: conditionTime(now),
  reason,
  message,
});

/** The `Ready` condition of a resource that is as declared. */
export const readyCondition = (now: number): Condition => ({ type: "Ready", status: "True", lastTransitionTime: conditionTime(now) });

/** The `Ready` condition of a resource that could not be brought about. */
export const notReadyCondition = ({ reason, message }: Warning, now: number): Condition => ({
  type: "Ready",
  status: "False",
  lastTransitionTime: conditionTime(now),
  reason,
  message,
});

/** Kubernetes writes times in UTC without fractions of a second. */
const conditionTime = (now: number): string => new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
