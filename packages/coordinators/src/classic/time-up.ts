import type { GroupTimerEvent } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import type { ClassicGroup } from "./classic-group.ts";
import { keepsSession } from "./classic-member.ts";
import { expirePendingJoin, expirePendingSyncs, expireSession } from "./leave.ts";
import { completeJoin, endInitialDelay } from "./rebalance.ts";

/** A timer of the group is due. One that has been overtaken by events does nothing. */
export function timeUp(turn: Turn, group: ClassicGroup, event: GroupTimerEvent): void {
  switch (event.type) {
    case "session": {
      const member = group.member(event.memberId);
      if (group.pendingJoins.has(event.memberId)) expirePendingJoin(turn, group, event.memberId);
      else if (member !== undefined && !keepsSession(member)) expireSession(turn, group, member);
      break;
    }
    case "initial-join":
      if (group.state === "PreparingRebalance") endInitialDelay(turn, group, event.delayMs, event.remainingMs);
      break;
    case "join":
      if (group.state === "PreparingRebalance") completeJoin(turn, group);
      break;
    case "sync":
      if (event.generation === group.generation && group.state !== "PreparingRebalance") expirePendingSyncs(turn, group);
      break;
  }
}
