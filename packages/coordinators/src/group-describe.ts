import { type DescribeGroupsResponse, type Draft, errors, type ListGroupsResponse } from "@millrace/protocol";
import { type ClassicMember, metadataFor } from "./classic/classic-member.ts";
import type { Group } from "./groups.ts";

export type DescribedGroup = Draft<DescribeGroupsResponse["groups"][number]>;
export type ListedGroup = Draft<ListGroupsResponse["groups"][number]>;

/** First version in which a group that does not exist is an error and not just dead (KIP-1043). */
const groupNotFoundFrom = 6;

export function describeGroup(groupId: string, group: Group | undefined, apiVersion: number): DescribedGroup {
  if (group?.type !== "classic") {
    const dead = { groupId, groupState: "Dead" };
    if (apiVersion < groupNotFoundFrom) return dead;
    return {
      ...dead,
      errorCode: errors.GROUP_ID_NOT_FOUND.code,
      errorMessage: `Group ${groupId} ${group === undefined ? "not found" : "is not a classic group"}.`,
    };
  }
  // Only a stable group has settled on what its members' metadata means.
  const stable = group.state === "Stable";
  return {
    groupId,
    groupState: group.state,
    protocolType: group.protocolType ?? "",
    protocolData: stable ? (group.protocolName ?? "") : "",
    members: Array.from(group.members(), (member) => describeMember(member, stable ? group.protocolName : null)),
  };
}

function describeMember(member: ClassicMember, protocolName: string | null): NonNullable<DescribedGroup["members"]>[number] {
  return {
    memberId: member.memberId,
    groupInstanceId: member.groupInstanceId,
    clientId: member.clientId,
    clientHost: member.clientHost,
    memberMetadata: metadataFor(member, protocolName) ?? Buffer.alloc(0),
    memberAssignment: member.assignment,
  };
}

/** Which groups ListGroups names; an empty list lets all pass. States and types are compared without regard to case. */
export interface GroupFilter {
  readonly states: readonly string[];
  readonly types: readonly string[];
}

export function passes(group: Group, { states, types }: GroupFilter): boolean {
  const names = (wanted: readonly string[], is: string) =>
    wanted.length === 0 || wanted.some((name) => name.trim().toLowerCase() === is.toLowerCase());
  return names(states, group.state) && names(types, group.type);
}

export function listGroup(group: Group): ListedGroup {
  return { groupId: group.groupId, protocolType: group.protocolType ?? "", groupState: group.state, groupType: group.type };
}
