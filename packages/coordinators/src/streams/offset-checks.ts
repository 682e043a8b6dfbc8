import { errors, type KafkaError } from "@millrace/protocol";
import type { StreamsGroup } from "./streams-group.ts";
import type { StreamsMember } from "./streams-member.ts";
import { taskKey } from "./tasks.ts";

/** Epoch in the requests of those that are no members. */
const noEpoch = -1;

/** First version of OffsetCommit whose answers know epochs. */
const memberEpochFrom = 9;

/** How a commit names its sender, and of what it is. */
export interface StreamsCommit {
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly partitions: Iterable<{ readonly topic: string; readonly partition: number }>;
}

/** Why the commit is refused. A member may commit with an older epoch what it has had tasks for since then (KIP-1251). */
export function refuseStreamsCommit(group: StreamsGroup, commit: StreamsCommit, apiVersion: number): KafkaError | undefined {
  const { memberId, memberEpoch } = commit;
  if (memberEpoch < 0 && group.size === 0) return undefined;
  const member = group.member(memberId);
  if (member === undefined) return errors.UNKNOWN_MEMBER_ID;
  return apiVersion < memberEpochFrom ? errors.UNSUPPORTED_VERSION : refuseCommitEpoch(group, member, commit);
}

/** The same for offsets that a transaction commits (KIP-447). */
export function refuseStreamsTxnCommit(
  group: StreamsGroup,
  commit: StreamsCommit & { readonly groupInstanceId: string | null },
): KafkaError | undefined {
  const { memberId, memberEpoch, groupInstanceId } = commit;
  if (memberEpoch < 0 && group.size === 0) return undefined;
  if (memberEpoch === noEpoch && memberId === "" && groupInstanceId === null) return undefined;
  const member = group.member(memberId);
  if (member === undefined) return errors.UNKNOWN_MEMBER_ID;
  return refuseCommitEpoch(group, member, commit) === undefined ? undefined : errors.ILLEGAL_GENERATION;
}

function refuseCommitEpoch(group: StreamsGroup, member: StreamsMember, { memberEpoch, partitions }: StreamsCommit): KafkaError | undefined {
  if (memberEpoch === member.memberEpoch) return undefined;
  if (memberEpoch > member.memberEpoch) return errors.STALE_MEMBER_EPOCH;
  for (const { topic, partition } of partitions) {
    const key = taskKey("active", group.readerOf(topic)?.subtopologyId ?? "");
    const since = member.assigned.get(key)?.get(partition) ?? member.revoking.get(key)?.get(partition);
    if (since === undefined || memberEpoch < since) return errors.STALE_MEMBER_EPOCH;
  }
  return undefined;
}

/** Why the group's offsets are not told; administrators say nothing of a member. */
export function refuseStreamsFetch(group: StreamsGroup, memberId: string | null, memberEpoch: number): KafkaError | undefined {
  if (memberId === null && memberEpoch < 0) return undefined;
  const member = memberId === null ? undefined : group.member(memberId);
  if (member === undefined) return errors.UNKNOWN_MEMBER_ID;
  return memberEpoch === member.memberEpoch ? undefined : errors.STALE_MEMBER_EPOCH;
}
