import type { Draft, JoinGroupResponse, KafkaError } from "@millrace/protocol";
import type { Turn } from "../turn.ts";
import type { ClassicGroup } from "./classic-group.ts";
import { type ClassicMember, type JoinTicket, metadataFor, type SyncTicket } from "./classic-member.ts";

export function refuseJoin(turn: Turn, ticket: JoinTicket, error: KafkaError, memberId: string): void {
  turn.outcome.reply(ticket, { errorCode: error.code, memberId });
}

export function refuseSync(turn: Turn, ticket: SyncTicket, error: KafkaError): void {
  turn.outcome.reply(ticket, { errorCode: error.code });
}

/** Answers everything that a member has parked. */
export function refuseParked(turn: Turn, member: ClassicMember, error: KafkaError, memberId: string): void {
  for (const ticket of member.joins) refuseJoin(turn, ticket, error, memberId);
  for (const ticket of member.syncs) refuseSync(turn, ticket, error);
}

/** What a member is told of the generation; only the leader, who has to assign, learns of the others. */
export function joined(group: ClassicGroup, memberId: string): Draft<JoinGroupResponse> {
  return {
    memberId,
    generationId: group.generation,
    protocolType: group.protocolType,
    ...named(group.protocolName),
    leader: group.leaderId ?? "",
    members: memberId === group.leaderId ? memberList(group) : [],
  };
}

export function memberList(group: ClassicGroup): NonNullable<Draft<JoinGroupResponse>["members"]> {
  return Array.from(group.members(), (member) => ({
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    metadata: metadataFor(member, group.protocolName) ?? Buffer.alloc(0),
  }));
}

function named(protocolName: string | null): { protocolName?: string } {
  return protocolName === null ? {} : { protocolName };
}
