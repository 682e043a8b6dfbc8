// OffsetFetch, versions 1 to 10: all topics (null) from 2 on, stable offsets from 7 on (KIP-447), several groups from 8 on (KIP-709), by
// topic id from 10 on (KIP-848).
import type { FetchedGroup, OffsetFetchGroup } from "@millrace/coordinators";
import {
  apis,
  type Draft,
  errors,
  type KafkaError,
  type OffsetFetchRequest,
  type OffsetFetchResponse,
  ZERO_UUID,
} from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionWithGroupError = 2;
const firstVersionOfSeveralGroups = 8;
const firstVersionByTopicId = 10;

type Reply = Draft<OffsetFetchResponse>;
type AskedTopic = NonNullable<OffsetFetchGroup["topics"]>[number];
type TopicReply = NonNullable<FetchedGroup["topics"]>[number];

export const offsetFetch = handler({
  api: apis.offsetFetch,
  versions: [1, 10],
  borrowsFrame: true,
  handle(request: OffsetFetchRequest, context: RequestContext): Reply | Promise<Reply> {
    const isOfSeveral = context.apiVersion >= firstVersionOfSeveralGroups;
    const groupIds = isOfSeveral ? request.groups.map(({ groupId }) => groupId) : [request.groupId];
    const unflushed = groupIds.flatMap((groupId) => context.broker.groups.unflushed(groupId) ?? []);
    const reply = replyTo(request, isOfSeveral, context);
    if (unflushed.length === 0) return reply;
    // Whoever reads on from an offset must not find it taken back by a loss of power.
    return Promise.all(unflushed).then(
      () => reply,
      () => replyTo(request, isOfSeveral, context),
    );
  },
});

function replyTo({ requireStable, ...request }: OffsetFetchRequest, isOfSeveral: boolean, context: RequestContext): Reply {
  if (isOfSeveral) return { groups: request.groups.map((group) => fetch(group, requireStable, context)) };
  const topics = request.topics?.map((topic) => ({ ...topic, topicId: ZERO_UUID })) ?? null;
  const group = { groupId: request.groupId, memberId: null, memberEpoch: -1, topics };
  const { topics: found = [], errorCode = 0 } = fetch(group, requireStable, context);
  return { topics: found, errorCode };
}

function fetch(group: OffsetFetchGroup, requireStable: boolean, context: RequestContext): FetchedGroup {
  const { apiVersion, broker, access } = context;
  if (!access.may(aclOperations.DESCRIBE, resourceTypes.GROUP, group.groupId)) {
    return groupError(group, errors.GROUP_AUTHORIZATION_FAILED, apiVersion);
  }
  const byId = apiVersion >= firstVersionByTopicId;
  const named = byId && group.topics !== null ? { ...group, topics: group.topics.map((topic) => withName(topic, context)) } : group;
  const refusedOf = (topic: AskedTopic) => refusalOf(topic, byId, context);
  const refused = (named.topics ?? []).filter((topic) => refusedOf(topic) !== undefined);
  const asked =
    refused.length === 0 ? named : { ...named, topics: named.topics?.filter((topic) => refusedOf(topic) === undefined) ?? null };
  const fetched = broker.groups.read<FetchedGroup>(
    group.groupId,
    (coordinator) => coordinator.fetchOffsets(asked, requireStable),
    (error) => groupError(group, error, apiVersion),
  );
  if (refused.length > 0 && (fetched.errorCode ?? 0) === 0) {
    const replies = refused.map((topic) => failed(topic, refusedOf(topic) ?? errors.NONE));
    return { ...fetched, topics: [...(fetched.topics ?? []), ...replies] };
  }
  if (group.topics !== null) return fetched;
  const visible = visibleOnly(fetched, context);
  return byId ? withIds(visible, context) : visible;
}

/** Why nothing is said of a topic that was asked for. An id that nothing is known of leaves it without a name. */
function refusalOf({ name }: AskedTopic, byId: boolean, { access }: RequestContext): KafkaError | undefined {
  if (byId && name === "") return errors.UNKNOWN_TOPIC_ID;
  return access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, name) ? undefined : errors.TOPIC_AUTHORIZATION_FAILED;
}

/** Where all offsets are asked for, those that may not be seen are left out. */
function visibleOnly({ topics = [], ...group }: FetchedGroup, { access }: RequestContext): FetchedGroup {
  return { ...group, topics: topics.filter(({ name = "" }) => access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, name)) };
}

function withName(topic: AskedTopic, { broker }: RequestContext): AskedTopic {
  return { ...topic, name: broker.metadata.image.topicById(topic.topicId)?.name ?? "" };
}

/** Topics that are no more have no id to answer with. */
function withIds(group: FetchedGroup, { broker }: RequestContext): FetchedGroup {
  const topics = (group.topics ?? []).flatMap((topic) => {
    const topicId = broker.metadata.image.topic(topic.name ?? "")?.id;
    return topicId === undefined ? [] : [{ ...topic, topicId }];
  });
  return { ...group, topics };
}

/** Version 1 has no place for the error but the partitions. */
function groupError({ groupId, topics }: OffsetFetchGroup, error: KafkaError, apiVersion: number): FetchedGroup {
  if (apiVersion >= firstVersionWithGroupError) return { groupId, errorCode: error.code };
  return { groupId, topics: (topics ?? []).map((topic) => failed(topic, error)) };
}

function failed({ partitionIndexes, ...topic }: Partial<AskedTopic>, error: KafkaError): TopicReply {
  const none = { committedOffset: -1, committedLeaderEpoch: -1, metadata: "", errorCode: error.code };
  return { ...topic, partitions: (partitionIndexes ?? []).map((partitionIndex) => ({ partitionIndex, ...none })) };
}
