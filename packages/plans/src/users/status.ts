import {
  type Condition,
  type KafkaUser,
  type KafkaUserStatus,
  notReadyCondition,
  plainCondition,
  readyConditions,
  type Warning,
  withTransitions,
} from "@millrace/resources";
import type { Reason } from "../reason.ts";

/** What has become of a KafkaUser. */
export type UserResult =
  /** `secret` is the name of the Secret with its credentials, if it has such. */
  | { readonly type: "ready"; readonly username: string; readonly secret: string | undefined; readonly warnings: readonly Warning[] }
  | { readonly type: "paused" }
  /** Nobody looks after it. */
  | ({ readonly type: "left" } & Reason)
  | ({ readonly type: "failed"; readonly secret: string | undefined } & Reason);

/** The status that Strimzi's User Operator would write. A condition that goes on keeps its time. */
export function userStatus(user: KafkaUser, result: UserResult, now: number): KafkaUserStatus {
  // Nobody has looked at what a paused user declares now.
  const observed = result.type === "paused" ? (user.status?.observedGeneration ?? 0) : user.metadata.generation;
  return {
    ...namesOf(result),
    conditions: withTransitions(conditionsOf(result, now), user.status?.conditions ?? []),
    ...(observed === undefined ? {} : { observedGeneration: observed }),
  };
}

function conditionsOf(result: UserResult, now: number): readonly Condition[] {
  switch (result.type) {
    case "ready":
      return readyConditions(result.warnings, now);
    case "paused":
      return [plainCondition("ReconciliationPaused", now)];
    case "left":
    case "failed":
      return [notReadyCondition(result, now)];
  }
}

function namesOf(result: UserResult): Pick<KafkaUserStatus, "username" | "secret"> {
  const secret = result.type === "ready" || result.type === "failed" ? result.secret : undefined;
  return {
    ...(result.type === "ready" ? { username: result.username } : {}),
    ...(secret === undefined ? {} : { secret }),
  };
}
