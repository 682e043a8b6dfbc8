import {
  type AlteredOffsets,
  type DeletedOffsets,
  type DeletedTopic,
  type PartitionLists,
  Refusal,
  type StateSummaryAnswer,
} from "@millrace/coordinators";
import {
  type AlterShareGroupOffsetsRequest,
  type AlterShareGroupOffsetsResponse,
  type DeleteShareGroupOffsetsRequest,
  type DescribeShareGroupOffsetsResponse,
  type Draft,
  errorByCode,
  errors,
} from "@millrace/protocol";
import type { BrokerParts } from "../broker-parts.ts";
import { absentText } from "../error-texts.ts";
import { deleteStates, firstFailure, initializeStates, partitionsOf, type StateAnswers } from "./group-states.ts";

type Parts = Pick<BrokerParts, "groups" | "metadata" | "partitions" | "persister">;
type DescribedTopic = NonNullable<NonNullable<Draft<DescribeShareGroupOffsetsResponse>["groups"]>[number]["topics"]>[number];
type DescribedPartition = NonNullable<DescribedTopic["partitions"]>[number];
type AlteredTopic = NonNullable<Draft<AlterShareGroupOffsetsResponse>["responses"]>[number];

/** What the share coordinator and Kafka's answers say where nothing is known. */
const unknown = -1;

/** How far the group is in these partitions, and how many records are left to it. Topics that are no more are left out. */
export function describeGroupOffsets(parts: Parts, groupId: string, asked: PartitionLists): Promise<DescribedTopic[]> {
  return Promise.all(
    Array.from(asked).flatMap(([topicId, partitions]) => {
      const topicName = parts.metadata.image.topicById(topicId)?.name;
      return topicName === undefined ? [] : [describeTopic(parts, groupId, { topicId, topicName, partitions })];
    }),
  );
}

interface AskedTopic {
  readonly topicId: string;
  readonly topicName: string;
  readonly partitions: Iterable<number>;
}

async function describeTopic(parts: Parts, groupId: string, { topicId, topicName, partitions }: AskedTopic): Promise<DescribedTopic> {
  const described = Array.from(new Set(partitions), async (partitionIndex): Promise<DescribedPartition> => {
    const summary = await parts.persister.readSummary({ groupId, topicId, partition: partitionIndex });
    return { partitionIndex, ...withLag(summary, parts.partitions.get(topicName, partitionIndex)?.highWatermark) };
  });
  return { topicId, topicName, partitions: await Promise.all(described) };
}

/** As with committed offsets, that nothing could be read is no error. */
function withLag({ errorCode, startOffset, leaderEpoch, deliveryCompleteCount }: StateSummaryAnswer, endOffset: number | undefined) {
  if (errorCode !== 0) return { startOffset: unknown, leaderEpoch: 0, lag: unknown };
  if (startOffset === unknown || deliveryCompleteCount === unknown) return { startOffset, leaderEpoch, lag: unknown };
  if (endOffset === undefined) return { errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION.code, errorMessage: absentText };
  return { startOffset, leaderEpoch, lag: endOffset - startOffset - deliveryCompleteCount };
}

/** Has a group without members go on elsewhere. */
export async function alterGroupOffsets(parts: Parts, request: AlterShareGroupOffsetsRequest): Promise<readonly AlteredTopic[] | Refusal> {
  const { groups, persister } = parts;
  const { groupId } = request;
  const altered = await groups.ask<AlteredOffsets>(groupId, (coordinator, nowMs, ticket) =>
    coordinator.shareGroups.alterOffsets({ request, nowMs, ticket }),
  );
  if (altered instanceof Refusal) return altered;
  if (altered.initialization.startOffsets.size === 0) return altered.topics;
  const answers = await initializeStates(persister, altered.initialization);
  if (firstFailure(answers) !== undefined) return altered.topics.map((topic) => withAnswers(topic, answers));
  groups.tell(groupId, (coordinator, nowMs) => coordinator.shareGroups.initialized(groupId, partitionsOf(answers), nowMs));
  return altered.topics;
}

function withAnswers(topic: AlteredTopic, answers: StateAnswers): AlteredTopic {
  const ofTopic = answers.get(topic.topicId ?? "");
  const partitions = (topic.partitions ?? []).map((partition) => {
    const { errorCode = 0, errorMessage } = ofTopic?.get(partition.partitionIndex ?? 0) ?? {};
    return (partition.errorCode ?? 0) !== 0 || errorCode === 0 ? partition : { ...partition, errorCode, errorMessage };
  });
  return { ...topic, partitions };
}

/** Has a group without members forget how far it is in topics. */
export async function deleteGroupOffsets(
  parts: Parts,
  request: DeleteShareGroupOffsetsRequest,
): Promise<readonly DeletedTopic[] | Refusal> {
  const { groups, persister, metadata } = parts;
  const { groupId } = request;
  const begun = await groups.ask<DeletedOffsets>(groupId, (coordinator, nowMs, ticket) =>
    coordinator.shareGroups.deleteOffsets({ request, nowMs, ticket }),
  );
  if (begun instanceof Refusal) return begun;
  if (begun.states.size === 0) return begun.topics;
  const answers = await deleteStates(persister, groupId, begun.states);
  const failed: DeletedTopic[] = [];
  const topicIds = new Set<string>();
  for (const [topicId, partitions] of answers) {
    const failure = firstFailure(new Map([[topicId, partitions]]));
    if (failure === undefined) topicIds.add(topicId);
    else {
      const { code, message } = errorByCode(failure.errorCode);
      failed.push({ topicId, topicName: metadata.image.topicById(topicId)?.name, errorCode: code, errorMessage: message });
    }
  }
  const refused = [...begun.topics, ...failed];
  if (topicIds.size === 0) return refused;
  const deleted = await groups.ask<readonly DeletedTopic[]>(groupId, (coordinator, nowMs, ticket) =>
    coordinator.shareGroups.offsetsDeleted({ request: { groupId, topicIds }, nowMs, ticket }),
  );
  return deleted instanceof Refusal ? deleted : [...deleted, ...refused];
}
