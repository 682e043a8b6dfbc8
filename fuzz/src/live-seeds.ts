import { apis, encodeBatch } from "@millrace/protocol";
import { frameOf } from "./client.ts";

/** What a broker has that mutated requests may find. */
export interface Known {
  readonly topic: string;
  readonly topicId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

export const transactionalId = "fuzzed-transactions";
export const consumerGroup = "fuzzed-consumers";
export const memberId = "AAAAAAAAAAAAAAAAAAAAAg";

const sourceGroup = "g2";
const timestamp = 1_700_000_000_000;
const records = encodeBatch({ records: [{ timestamp, key: Buffer.from("key"), value: Buffer.from("value") }] });
const topicResource = 2;
const set = 0;

/** Requests that find something: a topic with records, groups, a transaction. Without the size in front. */
export function findingFrames(known: Known): Buffer[] {
  const frames = [
    ...dataFrames(known),
    ...groupFrames(known),
    ...shareGroupFrames(known),
    ...transactionFrames(known),
    ...administrationFrames(known),
  ];
  return frames.map((frame) => frame.subarray(4));
}

function dataFrames({ topic, topicId }: Known): Buffer[] {
  const partition = { partition: 0, fetchOffset: 0, partitionMaxBytes: 10_000 };
  const fetch = { maxWaitMs: 0, minBytes: 0, maxBytes: 10_000 };
  return [
    frameOf(apis.produce, 9, { acks: -1, timeoutMs: 1000, topicData: [{ name: topic, partitionData: [{ index: 0, records }] }] }),
    frameOf(apis.produce, 13, { acks: 1, timeoutMs: 1000, topicData: [{ topicId, partitionData: [{ index: 1, records }] }] }),
    frameOf(apis.fetch, 12, { ...fetch, isolationLevel: 1, topics: [{ topic, partitions: [partition] }] }),
    frameOf(apis.fetch, 18, { ...fetch, sessionEpoch: 0, topics: [{ topicId, partitions: [partition] }] }),
    frameOf(apis.listOffsets, 9, { replicaId: -1, topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp: 0 }] }] }),
    frameOf(apis.deleteRecords, 2, { timeoutMs: 1000, topics: [{ name: topic, partitions: [{ partitionIndex: 1, offset: 0 }] }] }),
    frameOf(apis.initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1000, producerId: -1, producerEpoch: -1 }),
  ];
}

function groupFrames({ topic, topicId }: Known): Buffer[] {
  const protocols = [{ name: "range", metadata: Buffer.alloc(6) }];
  const join = { groupId: "g", sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, protocolType: "consumer", protocols };
  const topics = [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: 1 }] }];
  const joining = { groupId: consumerGroup, memberEpoch: 0, rebalanceTimeoutMs: 10_000, topicPartitions: [] };
  return [
    frameOf(apis.joinGroup, 3, join),
    frameOf(apis.joinGroup, 9, { ...join, groupInstanceId: "static" }),
    frameOf(apis.offsetCommit, 8, { groupId: sourceGroup, generationIdOrMemberEpoch: -1, topics }),
    frameOf(apis.offsetFetch, 8, { groups: [{ groupId: sourceGroup, topics: [{ name: topic, partitionIndexes: [0] }] }] }),
    frameOf(apis.consumerGroupHeartbeat, 1, { ...joining, memberId: "AAAAAAAAAAAAAAAAAAAAAw", subscribedTopicRegex: "so.*" }),
    frameOf(apis.consumerGroupHeartbeat, 0, { ...joining, instanceId: "static", subscribedTopicNames: [topic], serverAssignor: "range" }),
    frameOf(apis.consumerGroupHeartbeat, 1, {
      groupId: consumerGroup,
      memberId,
      memberEpoch: 1,
      topicPartitions: [{ topicId, partitions: [0, 1] }],
    }),
    frameOf(apis.consumerGroupDescribe, 1, { groupIds: [consumerGroup] }),
  ];
}

function shareGroupFrames({ topic, topicId }: Known): Buffer[] {
  const groupId = "fuzzed-shares";
  const member = { groupId, memberId: "share-consumer" };
  const of = <P extends object>(more: P) => ({ groupId, topics: [{ topicId, partitions: [{ partition: 0, ...more }] }] });
  const altered = [{ topicName: topic, partitions: [{ partitionIndex: 0, startOffset: 0 }] }];
  const stateBatches = [{ firstOffset: 0, lastOffset: 3, deliveryState: 2, deliveryCount: 1 }];
  const acknowledgementBatches = [{ firstOffset: 0, lastOffset: 1, acknowledgeTypes: [1, 2] }];
  const acknowledged = { shareSessionEpoch: 1, topics: [{ topicId, partitions: [{ partitionIndex: 0, acknowledgementBatches }] }] };
  return [
    frameOf(apis.shareGroupHeartbeat, 1, { ...member, memberEpoch: 0, subscribedTopicNames: [topic] }),
    frameOf(apis.shareGroupHeartbeat, 1, { ...member, memberEpoch: 2 }),
    frameOf(apis.shareGroupHeartbeat, 1, { ...member, memberEpoch: -1 }),
    frameOf(apis.shareGroupDescribe, 1, { groupIds: [groupId] }),
    frameOf(apis.describeShareGroupOffsets, 1, {
      groups: [
        { groupId, topics: null },
        { groupId, topics: [{ topicName: topic, partitions: [0] }] },
      ],
    }),
    frameOf(apis.alterShareGroupOffsets, 0, { groupId, topics: altered }),
    frameOf(apis.deleteShareGroupOffsets, 0, { groupId, topics: [{ topicName: topic }] }),
    frameOf(apis.initializeShareGroupState, 0, of({ stateEpoch: 1, startOffset: 0 })),
    frameOf(apis.writeShareGroupState, 1, of({ stateEpoch: 1, leaderEpoch: 0, startOffset: 0, deliveryCompleteCount: 4, stateBatches })),
    frameOf(apis.shareFetch, 2, {
      ...member,
      maxRecords: 10,
      maxBytes: 10_000,
      topics: [{ topicId, partitions: [{ partitionIndex: 0 }] }],
    }),
    frameOf(apis.shareFetch, 2, { ...member, ...acknowledged, maxRecords: 10, shareAcquireMode: 1 }),
    frameOf(apis.shareAcknowledge, 2, { ...member, ...acknowledged, shareSessionEpoch: 2 }),
    frameOf(apis.shareFetch, 1, { ...member, shareSessionEpoch: -1 }),
    frameOf(apis.readShareGroupState, 0, of({ leaderEpoch: 0 })),
    frameOf(apis.deleteShareGroupState, 0, of({})),
    frameOf(apis.deleteGroups, 2, { groupsNames: [groupId] }),
  ];
}

function transactionFrames({ topic, producerId, producerEpoch }: Known): Buffer[] {
  const producer = { producerId, producerEpoch };
  const ofTransaction = { transactionalId, ...producer };
  const topics = [{ name: topic, partitions: [0, 1] }];
  const transactional = encodeBatch({
    ...producer,
    baseSequence: 0,
    transactional: true,
    records: [{ timestamp, key: null, value: Buffer.from("transactional") }],
  });
  const topicData = [{ name: topic, partitionData: [{ index: 0, records: transactional }] }];
  const marked = [{ name: topic, partitionIndexes: [0, 1] }];
  return [
    frameOf(apis.addPartitionsToTxn, 3, {
      v3AndBelowTransactionalId: transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: topics,
    }),
    frameOf(apis.addPartitionsToTxn, 5, { transactions: [{ ...ofTransaction, topics }] }),
    frameOf(apis.produce, 11, { transactionalId, acks: -1, timeoutMs: 1000, topicData }),
    frameOf(apis.produce, 12, { transactionalId, acks: -1, timeoutMs: 1000, topicData }),
    frameOf(apis.addOffsetsToTxn, 4, { ...ofTransaction, groupId: sourceGroup }),
    frameOf(apis.txnOffsetCommit, 5, {
      ...ofTransaction,
      groupId: sourceGroup,
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: 1 }] }],
    }),
    frameOf(apis.endTxn, 4, { ...ofTransaction, committed: true }),
    frameOf(apis.endTxn, 4, { ...ofTransaction, committed: false }),
    frameOf(apis.writeTxnMarkers, 1, { markers: [{ ...producer, transactionResult: false, topics: marked }] }),
    frameOf(apis.describeProducers, 0, { topics: marked }),
    frameOf(apis.describeTransactions, 0, { transactionalIds: [transactionalId] }),
    frameOf(apis.listTransactions, 2, { transactionalIdPattern: "fuzz.*" }),
  ];
}

function administrationFrames({ topic }: Known): Buffer[] {
  const named = { resourceType: topicResource, resourceName: topic };
  const compacted = [{ name: "cleanup.policy", configOperation: set, value: "compact" }];
  return [
    frameOf(apis.metadata, 12, { topics: [{ name: topic }] }),
    frameOf(apis.describeConfigs, 4, { resources: [{ ...named, configurationKeys: null }] }),
    frameOf(apis.incrementalAlterConfigs, 1, { resources: [{ ...named, configs: compacted }] }),
    frameOf(apis.describeTopicPartitions, 0, { topics: [{ name: topic }] }),
    frameOf(apis.createPartitions, 3, { topics: [{ name: topic, count: 3, assignments: null }], timeoutMs: 1000 }),
    frameOf(apis.alterPartitionReassignments, 1, {
      timeoutMs: 1000,
      topics: [{ name: topic, partitions: [{ partitionIndex: 0, replicas: [0] }] }],
    }),
    frameOf(apis.electLeaders, 2, { topicPartitions: [{ topic, partitions: [0] }], timeoutMs: 1000 }),
  ];
}
