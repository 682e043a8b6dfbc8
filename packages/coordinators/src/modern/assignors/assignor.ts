import type { Assignment } from "../assignment.ts";

/** A member as assignors see it. */
export interface AssignorMember {
  readonly memberId: string;
  readonly instanceId: string | null;
  /** Ids of existing topics. */
  readonly topicIds: ReadonlySet<string>;
  /** What it was to hold before. */
  readonly assigned: Assignment;
}

export interface AssignorInput {
  /** In the order in which members are considered. */
  readonly members: readonly AssignorMember[];
  /** Whether all members subscribe to the same topics. */
  readonly homogeneous: boolean;
  /** For every topic that a member subscribes to. */
  partitionCount(topicId: string): number;
}

/** What each member is to hold; members that are not named hold nothing. */
export type Assignor = (input: AssignorInput) => ReadonlyMap<string, Assignment>;
