import type { Groups } from "../groups.ts";
import type { GroupTimerEvent } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import type { ConsumerGroup } from "./consumer-group.ts";
import { fence } from "./leave.ts";
import { keepSession, limitRevocation } from "./settle.ts";

/** The group has been loaded: its members' time is counted from now, by the group's own timeout until they are heard of. */
export function consumerLoaded(turn: Turn, group: ConsumerGroup): void {
  for (const member of group.members()) {
    keepSession(turn, group.groupId, { ...member, classic: null });
    if (member.state === "UNREVOKED_PARTITIONS") limitRevocation(turn, group.groupId, member);
  }
}

/** Why a member is taken out when its timer is due. */
const reasons: Readonly<Partial<Record<GroupTimerEvent["type"], string>>> = {
  session: "its session ran out",
  revocation: "it has not given its partitions back in time",
  "member-join": "it has not joined again in time",
  "member-sync": "it has not asked for its assignment in time",
};

/** A timer of the group is due. One that has been overtaken by events does nothing. */
export function consumerTimeUp(turn: Turn, groups: Groups, group: ConsumerGroup, event: GroupTimerEvent): void {
  const reason = reasons[event.type];
  const member = "memberId" in event ? group.member(event.memberId) : undefined;
  if (reason === undefined || member === undefined) return;
  if (event.type === "revocation" && event.memberEpoch !== member.memberEpoch) return;
  fence(turn, groups, group, [member], reason);
}
