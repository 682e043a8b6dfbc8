import { type Draft, errors, type StreamsGroupHeartbeatRequest, type StreamsGroupHeartbeatResponse } from "@millrace/protocol";
import type { Groups } from "../groups.ts";
import { Outcome } from "../outcome.ts";
import { Refusal } from "../refusal.ts";
import { revocationKey, sessionKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { groupEpochRecord, memberTombstones } from "./member-records.ts";
import { keepSession, limitRevocation } from "./settle.ts";
import type { StreamsGroup } from "./streams-group.ts";
import type { StreamsMember } from "./streams-member.ts";

/** A member leaves by a heartbeat with epoch -1. */
export function streamsLeave(
  turn: Turn,
  groups: Groups,
  { groupId, memberId, memberEpoch, shutdownApplication }: StreamsGroupHeartbeatRequest,
): Draft<StreamsGroupHeartbeatResponse> | Refusal {
  const group = groups.get(groupId);
  if (group === undefined) return new Refusal(errors.GROUP_ID_NOT_FOUND, `Group ${groupId} not found.`);
  if (group.type !== "streams") return new Refusal(errors.GROUP_ID_NOT_FOUND, `Group ${groupId} is not a streams group.`);
  if (shutdownApplication) groups.lifeOf(groupId).shutdownRequestedBy ??= memberId;
  const member = group.member(memberId);
  if (member === undefined) return new Refusal(errors.UNKNOWN_MEMBER_ID, `Member ${memberId} is not a member of group ${groupId}.`);
  fence(turn, group, member, "it left");
  return { memberId, memberEpoch, status: [] };
}

/** Takes a member out; what it had goes to others with the next assignment. */
export function fence(turn: Turn, group: StreamsGroup, member: StreamsMember, why: string): void {
  const { groupId, metadataHash, validatedTopologyEpoch, assignmentConfigs } = group;
  const { memberId } = member;
  for (const key of [sessionKey, revocationKey]) turn.outcome.stopTimer(key(groupId, memberId));
  turn.outcome.note("info", "a member leaves a streams group", { groupId, memberId, why });
  turn.outcome.store([
    ...memberTombstones(groupId, memberId),
    groupEpochRecord(groupId, { epoch: group.epoch + 1, metadataHash, validatedTopologyEpoch, assignmentConfigs }),
  ]);
  turn.outcome.appended = (refusal) => {
    const outcome: Turn["outcome"] = new Outcome();
    // What could not be stored has not happened: the member has its time once more.
    if (refusal !== undefined) {
      keepSession({ ...turn, outcome }, groupId, memberId);
      limitRevocation({ ...turn, outcome }, groupId, member);
    }
    return outcome;
  };
}
