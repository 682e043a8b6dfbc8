import { type Draft, errors, type ShareGroupHeartbeatRequest, type ShareGroupHeartbeatResponse } from "@millrace/protocol";
import type { Groups } from "../groups.ts";
import { metadataHash } from "../modern/metadata-hash.ts";
import { Outcome } from "../outcome.ts";
import { Refusal } from "../refusal.ts";
import { sessionKey } from "../timer-event.ts";
import type { Turn } from "../turn.ts";
import { presentShareGroup } from "./find-group.ts";
import { groupEpochRecord, memberTombstones } from "./member-records.ts";
import { keepSession } from "./settle.ts";
import type { ShareGroup } from "./share-group.ts";
import type { ShareMember } from "./share-member.ts";

/** A member leaves by a heartbeat with epoch -1. */
export function shareLeave(
  turn: Turn,
  groups: Groups,
  { groupId, memberId, memberEpoch }: ShareGroupHeartbeatRequest,
): Draft<ShareGroupHeartbeatResponse> | Refusal {
  const group = presentShareGroup(groups, groupId);
  if (group instanceof Refusal) return group;
  const member = group.member(memberId);
  if (member === undefined) return new Refusal(errors.UNKNOWN_MEMBER_ID, `Member ${memberId} is not a member of group ${groupId}.`);
  fence(turn, group, member, "it left");
  return { memberId, memberEpoch };
}

/** Takes a member out; what it had goes to others with the next assignment. */
export function fence(turn: Turn, group: ShareGroup, member: ShareMember, why: string): void {
  const { groupId } = group;
  const { memberId } = member;
  turn.outcome.stopTimer(sessionKey(groupId, memberId));
  turn.outcome.note("info", "a member leaves a share group", { groupId, memberId, why });
  const hash = metadataHash(group.namedTopics([member]).keys(), turn.topics);
  turn.outcome.store([...memberTombstones(groupId, memberId), groupEpochRecord(groupId, group.epoch + 1, hash)]);
  turn.outcome.appended = (refusal) => {
    const outcome: Turn["outcome"] = new Outcome();
    // What could not be stored has not happened: the member has its time once more.
    if (refusal !== undefined) keepSession({ ...turn, outcome }, groupId, memberId);
    return outcome;
  };
}
