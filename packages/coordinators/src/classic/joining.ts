import type { JoinGroupRequest } from "@millrace/protocol";
import type { Requester } from "../turn.ts";
import type { JoinTicket, MemberProtocol } from "./classic-member.ts";

/** A JoinGroup on its way: what was asked, by whom, and where the answer goes. */
export interface Joining {
  readonly request: JoinGroupRequest;
  readonly protocols: readonly MemberProtocol[];
  readonly requester: Requester;
  readonly ticket: JoinTicket;
  /** Makes what comes after the hyphen in a new member's id. */
  readonly memberSuffix: () => string;
}

/** Why the client says that it joins (KIP-800). */
export function reasonOf({ reason }: JoinGroupRequest): string {
  return reason === null || reason === "" ? "not provided" : reason;
}
