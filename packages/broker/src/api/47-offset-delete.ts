// OffsetDelete, version 0 (KIP-496): offsets of topics that the group no longer reads.
import { apis, type Draft, errors, type OffsetDeleteRequest, type OffsetDeleteResponse } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { onGroup } from "../authorization/needs.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { handler, type RequestContext } from "./handler.ts";
import { mergedTopics } from "./merged-topics.ts";

type AskedTopic = OffsetDeleteRequest["topics"][number];
type TopicReply = NonNullable<Draft<OffsetDeleteResponse>["topics"]>[number];

export const offsetDelete = handler({
  api: apis.offsetDelete,
  versions: [0, 0],
  borrowsFrame: true,
  needs: ({ groupId }) => [onGroup(aclOperations.DELETE, groupId)],
  handle(request: OffsetDeleteRequest, context: RequestContext) {
    const exists = existsIn(context);
    const mayRead = ({ name }: AskedTopic) => context.access.may(aclOperations.READ, resourceTypes.TOPIC, name);
    const refused = request.topics.flatMap((topic) => (mayRead(topic) ? refusedPart(topic, exists) : [denied(topic)]));
    const topics = request.topics.filter(mayRead).flatMap((topic) => knownPart(topic, exists));
    const reply = context.broker.groups.submit<OffsetDeleteRequest, OffsetDeleteResponse>(
      request.groupId,
      { ...request, topics },
      requesterOf(context),
      (coordinator, call) => coordinator.deleteOffsets(call),
      (error) => ({ errorCode: error.code }),
    );
    // An error of the whole request leaves no topics.
    const merged = (answer: Draft<OffsetDeleteResponse>): Draft<OffsetDeleteResponse> =>
      (answer.errorCode ?? 0) === 0 ? { topics: mergedTopics(refused, answer.topics ?? [], ({ name }) => name) } : answer;
    return reply instanceof Promise ? reply.then(merged) : merged(reply);
  },
});

type Exists = (topic: string, partition: number) => boolean;

function existsIn({ broker }: RequestContext): Exists {
  return (topic, partition) => partition >= 0 && partition < (broker.metadata.image.topic(topic)?.partitionCount ?? 0);
}

function knownPart({ name, partitions }: AskedTopic, exists: Exists): AskedTopic[] {
  const known = partitions.filter(({ partitionIndex }) => exists(name, partitionIndex));
  return known.length === 0 ? [] : [{ name, partitions: known }];
}

function denied({ name, partitions }: AskedTopic): TopicReply {
  const errorCode = errors.TOPIC_AUTHORIZATION_FAILED.code;
  return { name, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) };
}

/** Of a topic that is not there Kafka speaks even if nothing was asked: no topic is without its first partition. */
function refusedPart({ name, partitions }: AskedTopic, exists: Exists): TopicReply[] {
  const absent = partitions.filter(({ partitionIndex }) => !exists(name, partitionIndex));
  if (absent.length === 0 && exists(name, 0)) return [];
  const errorCode = errors.UNKNOWN_TOPIC_OR_PARTITION.code;
  return [{ name, partitions: absent.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) }];
}
