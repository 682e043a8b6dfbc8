import { type Draft, errors, type KafkaError, type OffsetCommitRequest, type OffsetCommitResponse } from "@millrace/protocol";
import { refuseGenerationMember } from "../classic/membership-checks.ts";
import { refuseConsumerCommit } from "../consumer/offset-checks.ts";
import type { GroupRecord } from "../group-record.ts";
import type { Group } from "../groups.ts";
import { refuseStreamsCommit } from "../streams/offset-checks.ts";

/** Generation in the commits of those that are no members: administrators, and consumers that assign partitions to themselves. */
const noGeneration = -1;

/** First version in which an unknown group is called so. */
const groupNotFoundFrom = 9;

/** Why the commit is refused as a whole. */
export function refuseCommit(group: Group | undefined, request: OffsetCommitRequest, apiVersion: number): KafkaError | undefined {
  const { generationIdOrMemberEpoch: generationId, memberId, groupInstanceId } = request;
  if (group === undefined) {
    if (generationId <= noGeneration) return undefined;
    return apiVersion >= groupNotFoundFrom ? errors.GROUP_ID_NOT_FOUND : errors.ILLEGAL_GENERATION;
  }
  if (group.type === "share") return errors.GROUP_ID_NOT_FOUND;
  if (group.type === "consumer") {
    return refuseConsumerCommit(group, { memberId, memberEpoch: generationId, partitions: committed(request) }, apiVersion);
  }
  if (group.type === "streams") {
    return refuseStreamsCommit(group, { memberId, memberEpoch: generationId, partitions: named(request.topics) }, apiVersion);
  }
  const comesFromMember = generationId > noGeneration || memberId !== "" || groupInstanceId !== null;
  if (group.state === "Empty" && generationId <= noGeneration) return undefined;
  if (comesFromMember) {
    const refusal = refuseGenerationMember(group, { memberId, groupInstanceId, generationId });
    if (refusal !== undefined) return refusal;
  } else if (group.state !== "Empty") {
    return errors.UNKNOWN_MEMBER_ID;
  }
  // The member knows the new generation and still commits for the partitions of the last one.
  return group.state === "CompletingRebalance" ? errors.REBALANCE_IN_PROGRESS : undefined;
}

function* committed({ topics }: OffsetCommitRequest): Iterable<{ topicId: string; partition: number }> {
  for (const { topicId, partitions } of topics) for (const { partitionIndex } of partitions) yield { topicId, partition: partitionIndex };
}

/** Partitions by the names of their topics. */
export function* named(
  topics: ReadonlyArray<{ readonly name: string; readonly partitions: ReadonlyArray<{ readonly partitionIndex: number }> }>,
): Iterable<{ topic: string; partition: number }> {
  for (const { name, partitions } of topics) for (const { partitionIndex } of partitions) yield { topic: name, partition: partitionIndex };
}

/** The answer when nothing stands against the commit as a whole, and the records that make it true. */
export function commitOffsets(
  request: OffsetCommitRequest,
  options: { readonly nowMs: number; readonly metadataMax: number },
): { response: Draft<OffsetCommitResponse>; records: GroupRecord[] } {
  const { groupId, retentionTimeMs } = request;
  const expireTimestamp = retentionTimeMs === -1 ? -1 : options.nowMs + retentionTimeMs;
  const records: GroupRecord[] = [];
  const topics = request.topics.map(({ name, topicId, partitions }) => ({
    name,
    topicId,
    partitions: partitions.map((partition) => {
      const metadata = partition.committedMetadata ?? "";
      const { partitionIndex } = partition;
      if (metadata.length > options.metadataMax) return { partitionIndex, errorCode: errors.OFFSET_METADATA_TOO_LARGE.code };
      const value = {
        offset: partition.committedOffset,
        leaderEpoch: partition.committedLeaderEpoch,
        metadata,
        commitTimestamp: options.nowMs,
        expireTimestamp,
        topicId,
      };
      records.push({ type: "OffsetCommit", groupId, topic: name, partition: partitionIndex, value });
      return { partitionIndex, errorCode: 0 };
    }),
  }));
  return { response: { topics }, records };
}

/** One answer for all partitions. */
export function refusedCommit(request: OffsetCommitRequest, error: KafkaError): Draft<OffsetCommitResponse> {
  return {
    topics: request.topics.map(({ name, topicId, partitions }) => ({
      name,
      topicId,
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode: error.code })),
    })),
  };
}
