import { noEpochAssignment, sameEpochAssignment } from "../modern/assignment.ts";
import type { ModernMember } from "../modern/modern-member.ts";
import type { Standing } from "../modern/reconcile.ts";

/** Where a process answers interactive queries. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A thread of a Kafka Streams application. What it has and is to have are tasks by role and subtopology (`tasks.ts`). */
export interface StreamsMember extends ModernMember, Standing {
  readonly rebalanceTimeoutMs: number;
  /** Version of the topology that it runs. */
  readonly topologyEpoch: number;
  /** The process that it runs in, with others perhaps: one process has each task once. */
  readonly processId: string;
  readonly userEndpoint: Endpoint | null;
  readonly clientTags: ReadonlyMap<string, string>;
}

/** Streams groups name topics by their topology, not member by member. */
const noTopics: ReadonlySet<string> = new Set();

export function newStreamsMember(memberId: string): StreamsMember {
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
    subscribedTopicNames: noTopics,
    topologyEpoch: -1,
    processId: "",
    userEndpoint: null,
    clientTags: new Map(),
    assigned: noEpochAssignment,
    revoking: noEpochAssignment,
  };
}

/** Whether both say the same of themselves. */
export function sameMetadata(first: StreamsMember, second: StreamsMember): boolean {
  return (
    first.rackId === second.rackId &&
    first.rebalanceTimeoutMs === second.rebalanceTimeoutMs &&
    first.clientId === second.clientId &&
    first.clientHost === second.clientHost &&
    first.topologyEpoch === second.topologyEpoch &&
    first.processId === second.processId &&
    first.userEndpoint?.host === second.userEndpoint?.host &&
    first.userEndpoint?.port === second.userEndpoint?.port &&
    first.clientTags.size === second.clientTags.size &&
    [...first.clientTags].every(([key, value]) => second.clientTags.get(key) === value)
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
