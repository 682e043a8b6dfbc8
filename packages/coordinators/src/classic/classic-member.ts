import type { Draft, JoinGroupResponse, SyncGroupResponse } from "@millrace/protocol";
import type { Ticket } from "../outcome.ts";

export type JoinTicket = Ticket<Draft<JoinGroupResponse>>;
export type SyncTicket = Ticket<Draft<SyncGroupResponse>>;

/** A way of assigning partitions that a member offers: the assignor's name and what the member tells it. */
export interface MemberProtocol {
  readonly name: string;
  readonly metadata: Buffer;
}

export interface ClassicMember {
  readonly memberId: string;
  /** `group.instance.id` of a static member (KIP-345). */
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  /** As Java prints addresses: "/127.0.0.1". */
  readonly clientHost: string;
  rebalanceTimeoutMs: number;
  sessionTimeoutMs: number;
  /** In order of preference, no name twice. */
  protocols: readonly MemberProtocol[];
  assignment: Buffer;
  /** It has not been part of a generation yet, so that a parked JoinGroup does not count as a sign of life. */
  isNew: boolean;
  /** Parked JoinGroups; more than one if a client sent it again on another connection. */
  joins: readonly JoinTicket[];
  /** Parked SyncGroups. */
  syncs: readonly SyncTicket[];
}

export const emptyAssignment: Buffer = Buffer.alloc(0);

/** Whether a session that runs out now is kept all the same: whoever waits for an answer can't send heartbeats. */
export function keepsSession(member: ClassicMember): boolean {
  return !member.isNew && (member.joins.length > 0 || member.syncs.length > 0);
}

export function metadataFor(member: { readonly protocols: readonly MemberProtocol[] }, protocolName: string | null): Buffer | undefined {
  return member.protocols.find((protocol) => protocol.name === protocolName)?.metadata;
}

/** Whether the member offers exactly what it offered before. */
export function sameProtocols(first: readonly MemberProtocol[], second: readonly MemberProtocol[]): boolean {
  return (
    first.length === second.length &&
    first.every((protocol, index) => {
      const other = second[index];
      return other !== undefined && protocol.name === other.name && protocol.metadata.equals(other.metadata);
    })
  );
}

/** The protocols of a request; of several with one name, the first. */
export function distinctProtocols(protocols: readonly MemberProtocol[]): MemberProtocol[] {
  const byName = new Map<string, MemberProtocol>();
  for (const protocol of protocols) if (!byName.has(protocol.name)) byName.set(protocol.name, protocol);
  return [...byName.values()];
}
