import type { GroupCoordinator } from "@millrace/coordinators";
import { errors } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import type { RequestContext } from "../api/handler.ts";
import { type Access, divided } from "../authorization/access.ts";

interface Described {
  readonly groupId?: string | undefined;
  readonly errorCode?: number | undefined;
}

interface Refused extends Described {
  readonly errorCode: number;
}

/** A kind of groups whose assignment the coordinator computes, and how one of them is told. */
interface GroupKind<Group extends Described> {
  readonly isServed: boolean;
  describe(coordinator: GroupCoordinator, groupId: string): Group;
  /** All that a group has to do with. */
  topicsOf(group: Group): Iterable<string>;
  /** What is told instead of a group to whom one of its topics is hidden, beside the error. */
  readonly hidden: Partial<Group>;
}

interface DescribeRequest {
  readonly groupIds: readonly string[];
  readonly includeAuthorizedOperations: boolean;
}

/** Groups of one kind as far as whoever asks may know of them; in the order in which Kafka answers. */
export function describedGroups<Group extends Described>(
  { groupIds, includeAuthorizedOperations }: DescribeRequest,
  { broker, access }: RequestContext,
  { isServed, describe, topicsOf, hidden }: GroupKind<Group>,
): (Group | Refused)[] {
  if (!isServed) return groupIds.map((groupId) => ({ groupId, errorCode: errors.UNSUPPORTED_VERSION.code }));
  const [visible, unseen] = divided(groupIds, (groupId) => access.may(aclOperations.DESCRIBE, resourceTypes.GROUP, groupId));
  // Those without a name are answered before any coordinator is asked.
  const ordered = visible.toSorted((first, second) => Number(first !== "") - Number(second !== ""));
  const groups = ordered.map((groupId) =>
    broker.groups.read<Group | Refused>(
      groupId,
      (coordinator) => describe(coordinator, groupId),
      (error) => ({ groupId, errorCode: error.code }),
    ),
  );
  const told = includeAuthorizedOperations ? groups.map((group) => withOperations(group, access)) : groups;
  const isHidden = (topic: string) => !access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topic);
  return [
    ...unseen.map((groupId) => ({ groupId, errorCode: errors.GROUP_AUTHORIZATION_FAILED.code })),
    ...told.map((group) => {
      const topics = isRefused(group) ? [] : [...new Set(topicsOf(group))];
      if (topics.filter(isHidden).length === 0) return group;
      return { groupId: group.groupId, errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code, ...hidden };
    }),
  ];
}

const isRefused = (group: Described): group is Refused => (group.errorCode ?? 0) !== 0;

function withOperations<Group extends Described>(group: Group, access: Access): Group {
  if (isRefused(group)) return group;
  return { ...group, authorizedOperations: access.operations(resourceTypes.GROUP, group.groupId ?? "") };
}
