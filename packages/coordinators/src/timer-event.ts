/** What a timer stands for; handed back to the coordinator when it is due. */
export type TimerEvent =
  | { readonly type: "session"; readonly groupId: string; readonly memberId: string }
  | { readonly type: "initial-join"; readonly groupId: string; readonly delayMs: number; readonly remainingMs: number }
  | { readonly type: "join"; readonly groupId: string }
  | { readonly type: "sync"; readonly groupId: string; readonly generation: number }
  | { readonly type: "revocation"; readonly groupId: string; readonly memberId: string; readonly memberEpoch: number }
  | { readonly type: "member-join" | "member-sync"; readonly groupId: string; readonly memberId: string }
  | { readonly type: "streams-delay"; readonly groupId: string }
  | { readonly type: "expiration" };

/** Those that concern one group. */
export type GroupTimerEvent = Exclude<TimerEvent, { readonly type: "expiration" }>;

/** Group and member ids are any text, so that only a character they can't end a word with keeps the keys apart. */
const separator = "\0";

/** Runs out when nothing is heard of the member. */
export function sessionKey(groupId: string, memberId: string): string {
  return `session${separator}${groupId}${separator}${memberId}`;
}

/** Runs out when members may no longer join the rebalance that is going on. */
export function joinKey(groupId: string): string {
  return `join${separator}${groupId}`;
}

/** Runs out when members have not asked for their assignment in time (KAFKA-13459). */
export function syncKey(groupId: string): string {
  return `sync${separator}${groupId}`;
}

/** Runs out when a member of a consumer group has not given back what it has to. */
export function revocationKey(groupId: string, memberId: string): string {
  return `revocation${separator}${groupId}${separator}${memberId}`;
}

/** Runs out when a classic member of a consumer group has not joined again in time. */
export function memberJoinKey(groupId: string, memberId: string): string {
  return `member-join${separator}${groupId}${separator}${memberId}`;
}

/** Runs out when a classic member of a consumer group has not asked for its assignment in time. */
export function memberSyncKey(groupId: string, memberId: string): string {
  return `member-sync${separator}${groupId}${separator}${memberId}`;
}

/** Runs out when a new streams group has waited long enough for more members. */
export function streamsDelayKey(groupId: string): string {
  return `streams-delay${separator}${groupId}`;
}

export const expirationKey = "expiration";
