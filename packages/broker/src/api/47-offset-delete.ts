// OffsetDelete, version 0 (KIP-496): offsets of topics that the group no longer reads.
import { apis, type Draft, errors, type OffsetDeleteRequest, type OffsetDeleteResponse } from "@millrace/protocol";
import { requesterOf } from "../coordinators/requester.ts";
import { handler, type RequestContext } from "./handler.ts";

type AskedTopic = OffsetDeleteRequest["topics"][number];
type TopicReply = NonNullable<Draft<OffsetDeleteResponse>["topics"]>[number];

export const offsetDelete = handler({
  api: apis.offsetDelete,
  versions: [0, 0],
  borrowsFrame: true,
  handle(request: OffsetDeleteRequest, context: RequestContext) {
    const exists = existsIn(context);
    const refused = request.topics.flatMap((topic) => refusedPart(topic, exists));
    const topics = request.topics.flatMap((topic) => knownPart(topic, exists));
    const reply = context.broker.groups.submit<OffsetDeleteRequest, OffsetDeleteResponse>(
      request.groupId,
      { ...request, topics },
      requesterOf(context),
      (coordinator, call) => coordinator.deleteOffsets(call),
      (error) => ({ errorCode: error.code }),
    );
    return reply instanceof Promise ? reply.then((later) => merged(refused, later)) : merged(refused, reply);
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

function refusedPart({ name, partitions }: AskedTopic, exists: Exists): TopicReply[] {
  const absent = partitions.filter(({ partitionIndex }) => !exists(name, partitionIndex));
  const errorCode = errors.UNKNOWN_TOPIC_OR_PARTITION.code;
  return absent.length === 0 ? [] : [{ name, partitions: absent.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) }];
}

/** One entry for each topic: refused partitions first, as Kafka has them. An error of the whole request leaves no topics. */
function merged(refused: readonly TopicReply[], reply: Draft<OffsetDeleteResponse>): Draft<OffsetDeleteResponse> {
  if (refused.length === 0 || (reply.errorCode ?? 0) !== 0) return reply;
  const byName = new Map((reply.topics ?? []).map((topic) => [topic.name, topic]));
  const both = refused.map((topic) => {
    const partitions = [...(topic.partitions ?? []), ...(byName.get(topic.name)?.partitions ?? [])];
    byName.delete(topic.name);
    return { ...topic, partitions };
  });
  return { topics: [...both, ...byName.values()] };
}
