import { type Api, apis, type Draft, errors } from "@millrace/protocol";
import { deniedTexts, unknownErrorText } from "../error-texts.ts";

/** What went wrong with all of a request. */
export interface Failure {
  readonly code: number;
  /** Detail for people, where the answer has room for it. */
  readonly message: string | null;
}

type ErrorReply = (request: never, errorCode: number, version: number, errorMessage: string | null) => Draft<object>;

const replies = new Map<Api["key"], ErrorReply>();

function row<Request, Response>(
  api: Api<Request, Response>,
  reply: (request: Request, errorCode: number, version: number, errorMessage: string | null) => Draft<Response>,
): void {
  replies.set(api.key, reply as unknown as ErrorReply);
}

/** An answer that says of everything that was asked for that it failed. */
export function errorReply(api: Pick<Api, "key">, request: unknown, { code, message }: Failure, version: number): unknown {
  return replies.get(api.key)?.(request as never, code, version, message) ?? { errorCode: code, errorMessage: message };
}

const firstVersionWithNullProtocol = 7;
const firstVersionOfSeveralGroups = 8;
const firstVersionWithGroupError = 2;
const firstVersionOfSeveralKeys = 4;
const firstVersionWithTopicIds = 6;
const firstVersionOfSeveralTransactions = 4;

interface NamedTopic {
  readonly name?: string;
  readonly topicId?: string;
}

interface IndexedPartition {
  readonly partitionIndex: number;
}

/** Topics with partitions, as most requests name them. */
function topicsOf(topics: ReadonlyArray<NamedTopic & { readonly partitions: readonly IndexedPartition[] }>, errorCode: number) {
  return topics.map(({ name, topicId, partitions }) => ({
    name,
    topicId,
    partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
  }));
}

/** Topics whose partitions are listed by their numbers alone. */
function listedTopics(topics: ReadonlyArray<{ readonly name: string; readonly partitionIndexes: readonly number[] }>, errorCode: number) {
  return topics.map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, errorCode })),
  }));
}

// Every API whose answer has no error code of its own, or not in all versions.
row(apis.produce, ({ topicData }, errorCode) => ({
  responses: topicData.map(({ name, topicId, partitionData }) => ({
    name,
    topicId,
    partitionResponses: partitionData.map(({ index }) => ({ index, errorCode, baseOffset: -1, logStartOffset: -1 })),
  })),
}));
row(apis.fetch, ({ topics }, errorCode) => ({
  errorCode,
  responses: topics.map(({ topic, topicId, partitions }) => ({
    topic,
    topicId,
    partitions: partitions.map(({ partition }) => ({ partitionIndex: partition, errorCode, highWatermark: -1 })),
  })),
}));
row(apis.listOffsets, ({ topics }, errorCode) => ({
  topics: topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode, timestamp: -1, offset: -1 })),
  })),
}));
row(apis.metadata, ({ topics }, errorCode) => ({
  errorCode,
  topics: (topics ?? []).map(({ name, topicId }) => ({ name, topicId, errorCode })),
}));
row(apis.joinGroup, (_, errorCode, version) => ({ errorCode, protocolName: version >= firstVersionWithNullProtocol ? null : "" }));
row(apis.initProducerId, (_, errorCode) => ({ errorCode, producerId: -1, producerEpoch: -1 }));
row(apis.offsetCommit, ({ topics }, errorCode) => ({ topics: topicsOf(topics, errorCode) }));
row(apis.offsetFetch, ({ topics, groups }, errorCode, version) => {
  if (version >= firstVersionOfSeveralGroups) return { groups: groups.map(({ groupId }) => ({ groupId, errorCode })) };
  if (version >= firstVersionWithGroupError) return { errorCode };
  return {
    topics: (topics ?? []).map(({ name, partitionIndexes }) => ({
      name,
      partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex, errorCode, committedOffset: -1 })),
    })),
  };
});
row(apis.findCoordinator, ({ coordinatorKeys }, errorCode, version) => {
  const nowhere = { errorCode, nodeId: -1, port: -1 };
  return version < firstVersionOfSeveralKeys ? nowhere : { coordinators: coordinatorKeys.map((key) => ({ key, ...nowhere })) };
});
row(apis.describeGroups, ({ groups }, errorCode) => ({ groups: groups.map((groupId) => ({ groupId, errorCode })) }));
row(apis.createTopics, ({ topics }, errorCode) => ({ topics: topics.map(({ name }) => ({ name, errorCode })) }));
row(apis.deleteTopics, ({ topics, topicNames }, errorCode, version) => ({
  responses:
    version < firstVersionWithTopicIds
      ? topicNames.map((name) => ({ name, errorCode }))
      : topics.map(({ name, topicId }) => ({ name, topicId, errorCode })),
}));
row(apis.deleteRecords, ({ topics }, errorCode) => ({ topics: topicsOf(topics, errorCode) }));
row(apis.addPartitionsToTxn, ({ v3AndBelowTopics }, errorCode, version) => {
  if (version >= firstVersionOfSeveralTransactions) return { errorCode };
  return {
    resultsByTopicV3AndBelow: v3AndBelowTopics.map(({ name, partitions }) => ({
      name,
      resultsByPartition: partitions.map((partitionIndex) => ({ partitionIndex, partitionErrorCode: errorCode })),
    })),
  };
});
row(apis.writeTxnMarkers, ({ markers }, errorCode) => ({
  markers: markers.map(({ producerId, topics }) => ({ producerId, topics: listedTopics(topics, errorCode) })),
}));
row(apis.txnOffsetCommit, ({ topics }, errorCode) => ({ topics: topicsOf(topics, errorCode) }));
row(apis.electLeaders, ({ topicPartitions }, errorCode, version, errorMessage) => ({
  ...(version === 0 ? {} : { errorCode }),
  replicaElectionResults: (topicPartitions ?? []).map(({ topic, partitions }) => ({
    topic,
    partitionResult: partitions.map((partitionId) => ({ partitionId, errorCode, errorMessage })),
  })),
}));
row(apis.alterPartitionReassignments, ({ topics }, errorCode, _, errorMessage) => ({
  errorCode,
  errorMessage,
  responses: topics.map(({ name, partitions }) => ({
    name,
    partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode, errorMessage })),
  })),
}));
row(apis.listPartitionReassignments, ({ topics }, errorCode, _, errorMessage) => ({
  errorCode,
  errorMessage,
  topics: (topics ?? []).map(({ name, partitionIndexes }) => ({
    name,
    partitions: partitionIndexes.map((partitionIndex) => ({ partitionIndex })),
  })),
}));
row(apis.describeProducers, ({ topics }, errorCode) => ({ topics: listedTopics(topics, errorCode) }));
row(apis.describeTransactions, ({ transactionalIds }, errorCode) => ({
  transactionStates: transactionalIds.map((transactionalId) => ({ transactionalId, errorCode })),
}));
row(apis.offsetForLeaderEpoch, ({ topics }, errorCode) => ({
  topics: topics.map(({ topic, partitions }) => ({ topic, partitions: partitions.map(({ partition }) => ({ partition, errorCode })) })),
}));
row(apis.createAcls, ({ creations }, errorCode, _, errorMessage) => ({ results: creations.map(() => ({ errorCode, errorMessage })) }));
row(apis.deleteAcls, ({ filters }, errorCode, _, errorMessage) => ({ filterResults: filters.map(() => ({ errorCode, errorMessage })) }));
row(apis.describeConfigs, ({ resources }, errorCode) => ({
  results: resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, errorCode })),
}));
row(apis.alterConfigs, ({ resources }, errorCode) => ({
  responses: resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, errorCode })),
}));
row(apis.incrementalAlterConfigs, ({ resources }, errorCode) => ({
  responses: resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName, errorCode })),
}));
row(apis.describeClientQuotas, (_, errorCode) => ({ errorCode, errorMessage: null, entries: null }));
row(apis.alterClientQuotas, ({ entries }, errorCode) => {
  const errorMessage = errorCode === errors.CLUSTER_AUTHORIZATION_FAILED.code ? deniedTexts.cluster : unknownErrorText;
  return { entries: entries.map(({ entity }) => ({ entity, errorCode, errorMessage })) };
});
row(apis.alterReplicaLogDirs, ({ dirs }, errorCode) => ({
  results: dirs.flatMap(({ topics }) =>
    topics.map(({ name, partitions }) => ({
      topicName: name,
      partitions: partitions.map((partitionIndex) => ({ partitionIndex, errorCode })),
    })),
  ),
}));
row(apis.describeLogDirs, (_, errorCode, version) => (version >= 3 ? { errorCode } : { results: [{ errorCode }] }));
row(apis.createPartitions, ({ topics }, errorCode) => ({ results: topics.map(({ name }) => ({ name, errorCode })) }));
row(apis.deleteGroups, ({ groupsNames }, errorCode) => ({ results: groupsNames.map((groupId) => ({ groupId, errorCode })) }));
row(apis.describeUserScramCredentials, ({ users }, errorCode, _, errorMessage) => ({
  errorCode,
  errorMessage,
  results: (users ?? []).map(() => ({ errorCode, errorMessage })),
}));
row(apis.alterUserScramCredentials, ({ deletions, upsertions }, errorCode, _, errorMessage) => ({
  results: [...new Set([...deletions, ...upsertions].map(({ name }) => name))].sort().map((user) => ({ user, errorCode, errorMessage })),
}));
row(apis.describeTopicPartitions, ({ topics }, errorCode) => ({ topics: topics.map(({ name }) => ({ name, errorCode })) }));
row(apis.shareGroupHeartbeat, (_, errorCode) => ({ errorCode }));
row(apis.shareGroupDescribe, ({ groupIds }, errorCode) => ({ groups: groupIds.map((groupId) => ({ groupId, errorCode })) }));
row(apis.describeShareGroupOffsets, ({ groups }, errorCode, _, errorMessage) => ({
  groups: groups.map(({ groupId }) => ({ groupId, errorCode, errorMessage })),
}));
row(apis.streamsGroupDescribe, ({ groupIds }, errorCode) => ({ groups: groupIds.map((groupId) => ({ groupId, errorCode })) }));
row(apis.consumerGroupDescribe, ({ groupIds }, errorCode) => ({ groups: groupIds.map((groupId) => ({ groupId, errorCode })) }));

const stateRefusals = (
  {
    topics,
  }: { readonly topics: ReadonlyArray<{ readonly topicId: string; readonly partitions: ReadonlyArray<{ readonly partition: number }> }> },
  errorCode: number,
  errorMessage: string | null,
) => ({
  results: topics.map(({ topicId, partitions }) => ({
    topicId,
    partitions: partitions.map(({ partition }) => ({ partition, errorCode, errorMessage })),
  })),
});
row(apis.initializeShareGroupState, (request, errorCode, _, errorMessage) => stateRefusals(request, errorCode, errorMessage));
row(apis.readShareGroupState, (request, errorCode, _, errorMessage) => stateRefusals(request, errorCode, errorMessage));
row(apis.writeShareGroupState, (request, errorCode, _, errorMessage) => stateRefusals(request, errorCode, errorMessage));
row(apis.deleteShareGroupState, (request, errorCode, _, errorMessage) => stateRefusals(request, errorCode, errorMessage));
row(apis.readShareGroupStateSummary, (request, errorCode, _, errorMessage) => stateRefusals(request, errorCode, errorMessage));
