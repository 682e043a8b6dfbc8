import { errors } from "@millrace/protocol";
import type { Group, Groups } from "../groups.ts";
import { Refusal } from "../refusal.ts";
import { ShareGroup } from "./share-group.ts";

/** The share group of that name; `what` is how it is called if there is none. */
export function presentShareGroup(groups: Groups, groupId: string, what: "Group" | "Share group" = "Group"): ShareGroup | Refusal {
  const group = groups.get(groupId);
  return group === undefined ? new Refusal(errors.GROUP_ID_NOT_FOUND, `${what} ${groupId} not found.`) : asShareGroup(group);
}

/** The same; if there is no group at all, one that nothing is stored of yet. */
export function shareGroupToMake(groups: Groups, groupId: string): ShareGroup | Refusal {
  const group = groups.get(groupId);
  return group === undefined ? new ShareGroup(groupId) : asShareGroup(group);
}

function asShareGroup(group: Group): ShareGroup | Refusal {
  return group.type === "share" ? group : new Refusal(errors.GROUP_ID_NOT_FOUND, `Group ${group.groupId} is not a share group.`);
}
