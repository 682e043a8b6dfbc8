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
import { handler, type RequestContext } from "./handler.ts";

const firstVersionWithGroupError = 2;
const firstVersionOfSeveralGroups = 8;
const firstVersionByTopicId = 10;

type AskedTopic = NonNullable<OffsetFetchGroup["topics"]>[number];
type TopicReply = NonNullable<FetchedGroup["topics"]>[number];

export const offsetFetch = handler({
  api: apis.offsetFetch,
  versions: [1, 10],
  borrowsFrame: true,
  handle(request: OffsetFetchRequest, context: RequestContext): Draft<OffsetFetchResponse> {
    const { requireStable } = request;
    if (context.apiVersion >= firstVersionOfSeveralGroups)
      return { groups: request.groups.map((group) => fetch(group, requireStable, context)) };
    const topics = request.topics?.map((topic) => ({ ...topic, topicId: ZERO_UUID })) ?? null;
    const { topics: found = [], errorCode = 0 } = fetch(
      { groupId: request.groupId, memberId: null, memberEpoch: -1, topics },
      requireStable,
      context,
    );
    return { topics: found, errorCode };
  },
});

function fetch(group: OffsetFetchGroup, requireStable: boolean, context: RequestContext): FetchedGroup {
  const { apiVersion, broker } = context;
  const byId = apiVersion >= firstVersionByTopicId;
  const named = byId && group.topics !== null ? { ...group, topics: group.topics.map((topic) => withName(topic, context)) } : group;
  // An id that nothing is known of leaves the topic without a name.
  const strangers = byId ? (named.topics ?? []).filter(({ name }) => name === "") : [];
  const asked = strangers.length === 0 ? named : { ...named, topics: named.topics?.filter(({ name }) => name !== "") ?? null };
  const fetched = broker.groups.read<FetchedGroup>(
    group.groupId,
    (coordinator) => coordinator.fetchOffsets(asked, requireStable),
    (error) => groupError(group, error, apiVersion),
  );
  if (strangers.length > 0 && (fetched.errorCode ?? 0) === 0) {
    return { ...fetched, topics: [...(fetched.topics ?? []), ...strangers.map(unknownTopic)] };
  }
  return byId && group.topics === null ? withIds(fetched, context) : fetched;
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

function unknownTopic({ topicId, partitionIndexes }: AskedTopic): TopicReply {
  return failed({ topicId, partitionIndexes }, errors.UNKNOWN_TOPIC_ID);
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
