import { errors, type KafkaError } from "@millrace/protocol";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { ConsumerMember } from "./consumer-member.ts";

/** Epoch in the requests of those that are no members. */
const noEpoch = -1;

/** First version of OffsetCommit whose answers know epochs. */
const memberEpochFrom = 9;

/** How a commit names its sender, and of what it is. */
export interface CommitClaim {
  readonly memberId: string;
  readonly memberEpoch: number;
  readonly partitions: Iterable<{ readonly topicId: string; readonly partition: number }>;
}

/** Why the commit is refused. A member may commit with an older epoch what it has held since then (KIP-1251). */
export function refuseConsumerCommit(group: ConsumerGroup, claim: CommitClaim, apiVersion: number): KafkaError | undefined {
  const { memberId, memberEpoch } = claim;
  if (memberEpoch < 0 && group.size === 0) return undefined;
  const member = group.member(memberId);
  if (member === undefined) return errors.UNKNOWN_MEMBER_ID;
  if (member.classic === null && apiVersion < memberEpochFrom) return errors.UNSUPPORTED_VERSION;
  return refuseCommitEpoch(member, claim);
}

/** The same for offsets that a transaction commits (KIP-447). */
export function refuseConsumerTxnCommit(
  group: ConsumerGroup,
  claim: CommitClaim & { readonly groupInstanceId: string | null },
): KafkaError | undefined {
  const { memberId, memberEpoch, groupInstanceId } = claim;
  if (memberEpoch < 0 && group.size === 0) return undefined;
  if (memberEpoch === noEpoch && memberId === "" && groupInstanceId === null) return undefined;
  const member = group.member(memberId);
  if (member === undefined) return errors.UNKNOWN_MEMBER_ID;
  return refuseCommitEpoch(member, claim) === undefined ? undefined : errors.ILLEGAL_GENERATION;
}

function refuseCommitEpoch(member: ConsumerMember, { memberEpoch, partitions }: CommitClaim): KafkaError | undefined {
  if (memberEpoch === member.memberEpoch) return undefined;
  if (memberEpoch > member.memberEpoch) return staleEpoch(member);
  for (const { topicId, partition } of partitions) {
    const since = member.assigned.get(topicId)?.get(partition) ?? member.revoking.get(topicId)?.get(partition);
    if (since === undefined || memberEpoch < since) return staleEpoch(member);
  }
  return undefined;
}

/** Why the group's offsets are not told; administrators say nothing of a member. */
export function refuseConsumerFetch(group: ConsumerGroup, memberId: string | null, memberEpoch: number): KafkaError | undefined {
  // With an epoch and nobody to have it, Kafka fails as it looks for the member.
  if (memberId === null) return memberEpoch < 0 ? undefined : errors.UNKNOWN_SERVER_ERROR;
  const member = group.member(memberId);
  if (member === undefined) return errors.UNKNOWN_MEMBER_ID;
  return memberEpoch === member.memberEpoch ? undefined : staleEpoch(member);
}

/** Each protocol has a name of its own for it. */
function staleEpoch({ classic }: ConsumerMember): KafkaError {
  return classic === null ? errors.STALE_MEMBER_EPOCH : errors.ILLEGAL_GENERATION;
}
