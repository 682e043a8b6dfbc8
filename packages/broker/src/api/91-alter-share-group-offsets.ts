// AlterShareGroupOffsets, version 0: a share group without members is to go on elsewhere (KIP-932).
import { Refusal } from "@millrace/coordinators";
import { type AlterShareGroupOffsetsRequest, type AlterShareGroupOffsetsResponse, apis, type Draft, errors } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { onGroup } from "../authorization/needs.ts";
import { absentText, deniedTexts, invalidGroupText, unsupportedText } from "../error-texts.ts";
import { servesShareGroups } from "../groups/served.ts";
import { alterGroupOffsets } from "../shares/group-offsets.ts";
import type { Failure } from "./error-replies.ts";
import { handler, type RequestContext } from "./handler.ts";
import { mergedTopics } from "./merged-topics.ts";

type AskedTopic = AlterShareGroupOffsetsRequest["topics"][number];
type AlteredTopic = NonNullable<Draft<AlterShareGroupOffsetsResponse>["responses"]>[number];

export const alterShareGroupOffsets = handler({
  api: apis.alterShareGroupOffsets,
  versions: [0, 0],
  needs: ({ groupId }, { broker }) => (servesShareGroups(broker) ? [{ ...onGroup(aclOperations.READ, groupId), tells: "error" }] : []),
  async handle(request: AlterShareGroupOffsetsRequest, context: RequestContext): Promise<Draft<AlterShareGroupOffsetsResponse>> {
    if (!servesShareGroups(context.broker)) return { errorCode: errors.UNSUPPORTED_VERSION.code, errorMessage: unsupportedText };
    if (request.groupId === "") return { errorCode: errors.INVALID_GROUP_ID.code, errorMessage: invalidGroupText };
    const denials = new Map(request.topics.map((topic) => [topic, denialOf(topic, context)]));
    const topics = request.topics.filter((topic) => denials.get(topic) === undefined);
    const altered = await alterGroupOffsets(context.broker, { ...request, topics });
    if (altered instanceof Refusal) return { errorCode: altered.error.code, errorMessage: altered.message };
    const denied = [...denials].flatMap(([topic, error]) => (error === undefined ? [] : deniedTopic(topic, error, context)));
    return { responses: mergedTopics(denied, altered, ({ topicName }) => topicName) };
  },
});

function denialOf({ topicName }: AskedTopic, { access, broker }: RequestContext): Failure | undefined {
  const mayRead = access.may(aclOperations.READ, resourceTypes.TOPIC, topicName);
  if (!mayRead) return { code: errors.TOPIC_AUTHORIZATION_FAILED.code, message: deniedTexts.topic };
  if (broker.metadata.image.topic(topicName) !== undefined) return undefined;
  return { code: errors.UNKNOWN_TOPIC_OR_PARTITION.code, message: absentText };
}

/** Of a topic with nothing to be altered Kafka says nothing. */
function deniedTopic({ topicName, partitions }: AskedTopic, { code, message }: Failure, { broker }: RequestContext): AlteredTopic[] {
  if (partitions.length === 0) return [];
  const topicId = broker.metadata.image.topic(topicName)?.id;
  return [
    {
      topicName,
      topicId,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: code, errorMessage: message })),
    },
  ];
}
