import type { MemberState } from "./member-state.ts";

/** What members of all modern groups have. Never changed: a member that is changed is another value. */
export interface ModernMember {
  readonly memberId: string;
  readonly memberEpoch: number;
  /** The epoch before, which the member may still send when an answer was lost. */
  readonly previousMemberEpoch: number;
  readonly state: MemberState;
  /** `group.instance.id` of a static member (KIP-345). */
  readonly instanceId: string | null;
  readonly rackId: string | null;
  readonly clientId: string;
  /** As Java prints addresses: "/127.0.0.1". */
  readonly clientHost: string;
  readonly subscribedTopicNames: ReadonlySet<string>;
}

/** Epochs that a member sends instead of the one it is at. */
export const joinEpoch = 0;
export const leaveEpoch = -1;
/** A static member leaves and will be back under its instance id. */
export const leaveStaticEpoch = -2;
