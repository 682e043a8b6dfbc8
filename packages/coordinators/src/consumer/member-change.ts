import type { GroupRecord } from "../group-record.ts";
import type { Turn } from "../turn.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import type { ConsumerMember } from "./consumer-member.ts";

/** A member's request on its way: what it changes, step by step, before any of it is stored. */
export interface MemberChange {
  readonly turn: Turn;
  readonly group: ConsumerGroup;
  /** The member as it was; new ones are made up for the purpose. */
  readonly old: ConsumerMember;
  /** The member as its request says. */
  readonly updated: ConsumerMember;
  /** What is to be stored if all goes well. */
  readonly records: GroupRecord[];
}

/** The group's members once the change has been made. A static member stands in the place of the one it replaces. */
export function membersAfter({ group, updated }: MemberChange): ConsumerMember[] {
  const replaced = group.staticMember(updated.instanceId)?.memberId ?? updated.memberId;
  const members: ConsumerMember[] = [];
  let present = false;
  for (const member of group.members()) {
    const isSame = member.memberId === replaced || member.memberId === updated.memberId;
    if (isSame && present) continue;
    members.push(isSame ? updated : member);
    present ||= isSame;
  }
  if (!present) members.push(updated);
  return members;
}
