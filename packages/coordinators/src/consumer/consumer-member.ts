import type { ConsumerGroupMemberMetadataValue } from "@millrace/protocol";
import { noEpochAssignment, sameEpochAssignment } from "../modern/assignment.ts";
import type { ModernMember } from "../modern/modern-member.ts";
import type { Standing } from "../modern/reconcile.ts";
import { sameSet } from "../modern/same-set.ts";

/** What a member that speaks the classic protocol sent with its JoinGroup. */
export type ClassicMetadata = NonNullable<ConsumerGroupMemberMetadataValue["classicMemberMetadata"]>;

export interface ConsumerMember extends ModernMember, Standing {
  readonly rebalanceTimeoutMs: number;
  /** RE2 expression for names of topics; empty if there is none. */
  readonly subscribedTopicRegex: string;
  readonly serverAssignor: string | null;
  /** Null for members that speak the consumer protocol. */
  readonly classic: ClassicMetadata | null;
}

export function newMember(memberId: string): ConsumerMember {
  return {
    memberId,
    memberEpoch: 0,
    previousMemberEpoch: -1,
    state: "STABLE",
    instanceId: null,
    rackId: null,
    rebalanceTimeoutMs: -1,
    clientId: "",
    clientHost: "",
    subscribedTopicNames: new Set(),
    subscribedTopicRegex: "",
    serverAssignor: null,
    assigned: noEpochAssignment,
    revoking: noEpochAssignment,
    classic: null,
  };
}

/** Whether both say the same of themselves and of what they read. */
export function sameMetadata(first: ConsumerMember, second: ConsumerMember): boolean {
  return (
    first.memberId === second.memberId &&
    first.instanceId === second.instanceId &&
    first.rackId === second.rackId &&
    first.rebalanceTimeoutMs === second.rebalanceTimeoutMs &&
    first.clientId === second.clientId &&
    first.clientHost === second.clientHost &&
    sameSet(first.subscribedTopicNames, second.subscribedTopicNames) &&
    first.subscribedTopicRegex === second.subscribedTopicRegex &&
    first.serverAssignor === second.serverAssignor &&
    sameClassic(first.classic, second.classic)
  );
}

export function sameStanding(first: Standing, second: Standing): boolean {
  return (
    first.memberEpoch === second.memberEpoch &&
    first.previousMemberEpoch === second.previousMemberEpoch &&
    first.state === second.state &&
    sameEpochAssignment(first.assigned, second.assigned) &&
    sameEpochAssignment(first.revoking, second.revoking)
  );
}

function sameClassic(first: ClassicMetadata | null, second: ClassicMetadata | null): boolean {
  if (first === null || second === null) return first === second;
  const { supportedProtocols: protocols } = first;
  const { supportedProtocols: others } = second;
  return (
    first.sessionTimeoutMs === second.sessionTimeoutMs &&
    protocols.length === others.length &&
    protocols.every(({ name, metadata }, index) => others[index]?.name === name && others[index].metadata.equals(metadata))
  );
}
