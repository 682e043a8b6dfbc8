import { errors, type HeartbeatRequest, type KafkaError } from "@millrace/protocol";
import type { Turn } from "../turn.ts";
import type { ClassicGroup } from "./classic-group.ts";
import { refuseGenerationMember } from "./membership-checks.ts";
import { renewSession } from "./rebalance.ts";

/** Keeps the member's session; the row tells it to join again, or why it is none. Undefined: all is well. */
export function heartbeat(turn: Turn, group: ClassicGroup, request: HeartbeatRequest): KafkaError | undefined {
  const refusal = refuseGenerationMember(group, request);
  const member = group.member(request.memberId);
  if (refusal !== undefined || member === undefined) return refusal ?? errors.UNKNOWN_MEMBER_ID;
  renewSession(turn, group, member);
  return group.state === "PreparingRebalance" ? errors.REBALANCE_IN_PROGRESS : undefined;
}
