// DescribeShareGroupOffsets, versions 0 and 1: how far share groups are; from 1 on with how much is left to them (KIP-1226).
import type { PartitionLists } from "@millrace/coordinators";
import {
  apis,
  type DescribeShareGroupOffsetsRequest,
  type DescribeShareGroupOffsetsResponse,
  type Draft,
  errors,
  type KafkaError,
} from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { divided } from "../authorization/access.ts";
import { deniedTexts, unknownErrorText } from "../error-texts.ts";
import { servesShareGroups } from "../groups/served.ts";
import { describeGroupOffsets } from "../shares/group-offsets.ts";
import { handler, type RequestContext } from "./handler.ts";

type AskedGroup = DescribeShareGroupOffsetsRequest["groups"][number];
type AskedTopic = NonNullable<AskedGroup["topics"]>[number];
type DescribedGroup = NonNullable<Draft<DescribeShareGroupOffsetsResponse>["groups"]>[number];
type DescribedTopics = NonNullable<DescribedGroup["topics"]>;

/** What is answered where there is no offset. */
const unknown = -1;

export const describeShareGroupOffsets = handler({
  api: apis.describeShareGroupOffsets,
  versions: [0, 1],
  async handle({ groups }: DescribeShareGroupOffsetsRequest, context: RequestContext): Promise<Draft<DescribeShareGroupOffsetsResponse>> {
    return { groups: await Promise.all(groups.map((group) => describe(group, context))) };
  },
});

async function describe({ groupId, topics }: AskedGroup, context: RequestContext): Promise<DescribedGroup> {
  const { access, broker } = context;
  if (!servesShareGroups(broker)) return { groupId, errorCode: errors.UNSUPPORTED_VERSION.code };
  if (!access.may(aclOperations.DESCRIBE, resourceTypes.GROUP, groupId)) {
    return { groupId, errorCode: errors.GROUP_AUTHORIZATION_FAILED.code };
  }
  if (topics === null) return allOffsets(groupId, context);
  return namedOffsets(groupId, topics, context);
}

async function allOffsets(groupId: string, { broker, access }: RequestContext): Promise<DescribedGroup> {
  const initialized = broker.groups.read<PartitionLists | KafkaError>(
    groupId,
    (coordinator) => coordinator.shareGroups.initializedPartitions(groupId),
    (error) => error,
  );
  if ("code" in initialized) return { groupId, errorCode: initialized.code, errorMessage: initialized.message };
  const topics = await describeGroupOffsets(broker, groupId, initialized);
  return { groupId, topics: topics.filter(({ topicName = "" }) => access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topicName)) };
}

async function namedOffsets(groupId: string, topics: readonly AskedTopic[], { broker, access }: RequestContext): Promise<DescribedGroup> {
  const { image } = broker.metadata;
  const mayDescribe = ({ topicName }: AskedTopic) => access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topicName);
  const [visible, hidden] = divided(topics, mayDescribe);
  const [known, absent] = divided(visible, ({ topicName }) => image.topic(topicName) !== undefined);
  // What Kafka's persister takes for a mistake of the broker's own.
  const isMistaken = ({ partitions }: AskedTopic) => partitions.length === 0 || partitions.some((partition) => partition < 0);
  if (known.length > 0 && (groupId === "" || known.some(isMistaken))) {
    return { groupId, errorCode: errors.UNKNOWN_SERVER_ERROR.code, errorMessage: unknownErrorText };
  }
  const denial = { errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code, errorMessage: deniedTexts.topic };
  const asked = new Map(known.map(({ topicName, partitions }) => [image.topic(topicName)?.id ?? "", partitions]));
  const described: DescribedTopics = [
    ...(await describeGroupOffsets(broker, groupId, asked)),
    ...absent.map((topic) => withoutOffsets(topic, {})),
    ...hidden.map((topic) => withoutOffsets(topic, denial)),
  ];
  return { groupId, topics: described };
}

function withoutOffsets({ topicName, partitions }: AskedTopic, why: object): DescribedTopics[number] {
  return { topicName, partitions: partitions.map((partitionIndex) => ({ partitionIndex, startOffset: unknown, lag: unknown, ...why })) };
}
