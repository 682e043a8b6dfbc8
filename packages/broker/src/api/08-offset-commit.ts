// OffsetCommit, versions 2 to 10: by group members and by consumers that have no group; by topic id from version 10 on (KIP-848).

import { refusedCommit } from "@millrace/coordinators";
import { apis, type Draft, errors, type OffsetCommitRequest, type OffsetCommitResponse, ZERO_UUID } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { onGroup } from "../authorization/needs.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { handler, type RequestContext } from "./handler.ts";
import { mergedTopics } from "./merged-topics.ts";

const firstVersionByTopicId = 10;

type AskedTopic = OffsetCommitRequest["topics"][number];
type TopicReply = NonNullable<Draft<OffsetCommitResponse>["topics"]>[number];

export const offsetCommit = handler({
  api: apis.offsetCommit,
  versions: [2, 10],
  borrowsFrame: true,
  needs: ({ groupId }) => [onGroup(aclOperations.READ, groupId)],
  handle(request: OffsetCommitRequest, context: RequestContext) {
    const { groups } = context.broker;
    const byId = context.apiVersion >= firstVersionByTopicId;
    const sorted = request.topics.map((topic) => sort(topic, byId, context));
    const refused = sorted.flatMap(({ refused }) => refused ?? []);
    const topics = sorted.flatMap(({ known }) => known ?? []);
    if (topics.length === 0) return { topics: refused };
    const known = { ...request, topics };
    const reply = groups.submit<OffsetCommitRequest, OffsetCommitResponse>(
      request.groupId,
      known,
      requesterOf(context),
      (coordinator, call) => coordinator.commitOffsets(call),
      (error) => refusedCommit(known, error),
    );
    const merged = ({ topics: answered = [] }: Draft<OffsetCommitResponse>): Draft<OffsetCommitResponse> => ({
      topics: mergedTopics(refused, answered, ({ name, topicId }) => (byId ? topicId : name)),
    });
    return reply instanceof Promise ? reply.then(merged) : merged(reply);
  },
});

/** What of a topic exists, with name and id, and the answer for what does not. */
function sort(topic: AskedTopic, byId: boolean, { broker, access }: RequestContext): { known?: AskedTopic; refused?: TopicReply } {
  const { image } = broker.metadata;
  const found = byId ? image.topicById(topic.topicId) : image.topic(topic.name);
  const reply = (partitions: AskedTopic["partitions"], errorCode: number): TopicReply => ({
    name: topic.name,
    topicId: byId ? topic.topicId : (found?.id ?? ZERO_UUID),
    partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
  });
  const unknown = errors.UNKNOWN_TOPIC_OR_PARTITION.code;
  if (found === undefined && byId) return { refused: reply(topic.partitions, errors.UNKNOWN_TOPIC_ID.code) };
  const mayRead = access.may(aclOperations.READ, resourceTypes.TOPIC, found?.name ?? topic.name);
  if (!mayRead) return { refused: reply(topic.partitions, errors.TOPIC_AUTHORIZATION_FAILED.code) };
  if (found === undefined) return { refused: reply(topic.partitions, unknown) };
  const exists = ({ partitionIndex }: { partitionIndex: number }) => partitionIndex >= 0 && partitionIndex < found.partitionCount;
  const partitions = topic.partitions.filter(exists);
  const absent = topic.partitions.filter((partition) => !exists(partition));
  return {
    ...(partitions.length > 0 && { known: { name: found.name, topicId: found.id, partitions } }),
    ...(absent.length > 0 && { refused: reply(absent, unknown) }),
  };
}
