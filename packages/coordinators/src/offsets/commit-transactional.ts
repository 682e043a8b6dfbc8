import {
  type Draft,
  errors,
  type KafkaError,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitResponse,
  ZERO_UUID,
} from "@millrace/protocol";
import { refuseGenerationMember } from "../classic/membership-checks.ts";
import { refuseConsumerTxnCommit } from "../consumer/offset-checks.ts";
import type { GroupRecord } from "../group-record.ts";
import type { Group } from "../groups.ts";
import type { TopicImage } from "../modern/topic-image.ts";
import { refuseStreamsTxnCommit } from "../streams/offset-checks.ts";
import { named } from "./commit.ts";

/** Generation in the commits of those that do not say which member they are: all before KIP-447. */
const noGeneration = -1;

/** Why the commit is refused as a whole. What a rebalance is at does not matter: only fencing counts. */
export function refuseTransactionalCommit(
  group: Group | undefined,
  request: TxnOffsetCommitRequest,
  topics: TopicImage,
): KafkaError | undefined {
  const { generationId, memberId, groupInstanceId } = request;
  if (group === undefined) return generationId <= noGeneration ? undefined : errors.ILLEGAL_GENERATION;
  if (group.type === "share") return errors.GROUP_ID_NOT_FOUND;
  if (group.type === "consumer") {
    const partitions = committed(request, topics);
    return refuseConsumerTxnCommit(group, { memberId, groupInstanceId, memberEpoch: generationId, partitions });
  }
  if (group.type === "streams") {
    return refuseStreamsTxnCommit(group, { memberId, groupInstanceId, memberEpoch: generationId, partitions: named(request.topics) });
  }
  if (group.state === "Empty" && generationId <= noGeneration) return undefined;
  const comesFromMember = generationId > noGeneration || memberId !== "" || groupInstanceId !== null;
  return comesFromMember ? refuseGenerationMember(group, { memberId, groupInstanceId, generationId }) : undefined;
}

function* committed(request: TxnOffsetCommitRequest, topics: TopicImage): Iterable<{ topicId: string; partition: number }> {
  for (const { name, partitions } of request.topics) {
    const topicId = topics.topic(name)?.id ?? ZERO_UUID;
    for (const { partitionIndex } of partitions) yield { topicId, partition: partitionIndex };
  }
}

/** The answer when nothing stands against the commit as a whole, and the records of the transaction that make it true. */
export function commitTransactional(
  { groupId, topics: asked }: TxnOffsetCommitRequest,
  { nowMs, metadataMax }: { readonly nowMs: number; readonly metadataMax: number },
): { response: Draft<TxnOffsetCommitResponse>; records: GroupRecord[] } {
  const records: GroupRecord[] = [];
  const topics = asked.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex, committedOffset, committedLeaderEpoch, committedMetadata }) => {
      const metadata = committedMetadata ?? "";
      if (metadata.length > metadataMax) return { partitionIndex, errorCode: errors.OFFSET_METADATA_TOO_LARGE.code };
      const value = {
        offset: committedOffset,
        leaderEpoch: committedLeaderEpoch,
        metadata,
        commitTimestamp: nowMs,
        expireTimestamp: -1,
        topicId: ZERO_UUID,
      };
      records.push({ type: "OffsetCommit", groupId, topic: name, partition: partitionIndex, value });
      return { partitionIndex, errorCode: 0 };
    }),
  }));
  return { response: { topics }, records };
}

/** One answer for all partitions. */
export function refusedTransactionalCommit(
  { topics }: Pick<TxnOffsetCommitRequest, "topics">,
  { code }: KafkaError,
): Draft<TxnOffsetCommitResponse> {
  return {
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: code })),
    })),
  };
}
