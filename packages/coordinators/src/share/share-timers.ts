import type { GroupTimerEvent } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { fence } from "./leave.ts";
import { keepSession } from "./settle.ts";
import type { ShareGroup } from "./share-group.ts";

/** The group has been loaded: its members' time is counted from now. */
export function shareLoaded(turn: Turn, group: ShareGroup): void {
  for (const { memberId } of group.members()) keepSession(turn, group.groupId, memberId);
}

/** A timer of the group is due. One that has been overtaken by events does nothing. */
export function shareTimeUp(turn: Turn, group: ShareGroup, event: GroupTimerEvent): void {
  const member = event.type === "session" ? group.member(event.memberId) : undefined;
  if (member !== undefined) fence(turn, group, member, "its session ran out");
}
