import { errors, type KafkaError } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { servesShareGroups } from "../groups/served.ts";
import type { RequestContext } from "./handler.ts";

/** Who asks: a member of a group. */
export interface ShareMember {
  readonly groupId: string;
  readonly memberId: string;
}

const memberIdCharactersMax = 36;

/** Who asks for records or acknowledges some; the row: why that can't be. */
export function shareMember(
  { groupId, memberId }: { readonly groupId: string | null; readonly memberId: string | null },
  { broker, access }: Pick<RequestContext, "broker" | "access">,
): ShareMember | KafkaError {
  if (!servesShareGroups(broker)) return errors.UNSUPPORTED_VERSION;
  if (groupId === null) return errors.INVALID_REQUEST;
  if (!access.may(aclOperations.READ, resourceTypes.GROUP, groupId)) return errors.GROUP_AUTHORIZATION_FAILED;
  if (memberId === null || memberId === "" || memberId.length > memberIdCharactersMax) return errors.INVALID_REQUEST;
  return { groupId, memberId };
}

export function mayReadTopic({ access }: Pick<RequestContext, "access">, topic: string): boolean {
  return access.may(aclOperations.READ, resourceTypes.TOPIC, topic);
}

/** Where to find the leader, for those who are told that it is not the one that they asked: it has begun anew. */
export function leaderEndpoint({ broker, connection }: RequestContext) {
  const { advertisedHost: host, advertisedPort: port } = connection.listener;
  return { nodeId: broker.nodeId, host, port, rack: broker.rack };
}

/** Errors with which the leader is told. */
export function tellsLeader(code: number): boolean {
  return code === errors.NOT_LEADER_OR_FOLLOWER.code || code === errors.FENCED_LEADER_EPOCH.code;
}

/** Groups what is told of partitions by their topics, in the order in which these come. */
export function byTopic<Reply>(partitions: Iterable<{ readonly topicId: string; readonly reply: Reply }>) {
  const topics = new Map<string, Reply[]>();
  for (const { topicId, reply } of partitions) {
    const known = topics.get(topicId);
    if (known === undefined) topics.set(topicId, [reply]);
    else known.push(reply);
  }
  return [...topics].map(([topicId, replies]) => ({ topicId, partitions: replies }));
}
