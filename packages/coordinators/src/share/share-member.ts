import { type Assignment, noAssignment } from "../modern/assignment.ts";
import type { ModernMember } from "../modern/modern-member.ts";

/** A share consumer. Others may read what it reads: nothing has to be given back before another gets it, and it is always at its target. */
export interface ShareMember extends ModernMember {
  readonly assigned: Assignment;
}

export function newShareMember(memberId: string): ShareMember {
  return {
    memberId,
    memberEpoch: 0,
    previousMemberEpoch: -1,
    state: "STABLE",
    instanceId: null,
    rackId: null,
    clientId: "",
    clientHost: "",
    subscribedTopicNames: new Set(),
    assigned: noAssignment,
  };
}
