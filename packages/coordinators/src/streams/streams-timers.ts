import type { Groups } from "../groups.ts";
import { Refusal } from "../refusal.ts";
import type { GroupTimerEvent } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { fence } from "./leave.ts";
import { keepSession, limitRevocation } from "./settle.ts";
import type { StreamsGroup } from "./streams-group.ts";
import { delayedTarget } from "./target.ts";

/** The group has been loaded: its members' time is counted from now. */
export function streamsLoaded(turn: Turn, group: StreamsGroup): void {
  for (const member of group.members()) {
    keepSession(turn, group.groupId, member.memberId);
    if (member.state === "UNREVOKED_PARTITIONS") limitRevocation(turn, group.groupId, member);
  }
}

/** A timer of the group is due. One that has been overtaken by events does nothing. */
export function streamsTimeUp(turn: Turn, groups: Groups, group: StreamsGroup, event: GroupTimerEvent): void {
  const { groupId, topology } = group;
  if (event.type === "streams-delay") {
    const life = groups.lifeOf(groupId);
    life.isDelayed = false;
    const configured = topology && life.configured(topology, turn.topics);
    if (configured !== undefined && !(configured instanceof Refusal)) turn.outcome.store(delayedTarget(turn, group, configured));
    return;
  }
  const member = "memberId" in event ? group.member(event.memberId) : undefined;
  if (member === undefined) return;
  if (event.type === "session") fence(turn, group, member, "its session ran out");
  else if (event.type === "revocation" && event.memberEpoch === member.memberEpoch) {
    fence(turn, group, member, "it has not given its tasks back in time");
  }
}
