import { apis } from "@millrace/protocol";
import { batch } from "../differential/talk.ts";
import { type Question, question, type Setting } from "./question.ts";

const noId = "AAAAAAAAAAAAAAAAAAAAAQ";
const timeoutMs = 10_000;

/** By name or by id, as the version has it: the topic, and one that is not there. */
function topicsOf<More extends object>({ topic, topicId, absent }: Setting, byId: boolean, more: More) {
  return [
    { ...(byId ? { topicId } : { name: topic }), ...more },
    { ...(byId ? { topicId: noId } : { name: absent }), ...more },
  ];
}

const produced = ["baseOffset", "logAppendTimeMs", "logStartOffset"];

/** Requests of producers, consumers and whoever looks after topics. */
export const questionsOfTopics: readonly Question[] = [
  question("Produce", apis.produce, {
    versions: [3, 13],
    subjects: ["topic"],
    ask: (setting, version) => ({
      acks: -1,
      timeoutMs,
      topicData: topicsOf(setting, version >= 13, { partitionData: [{ index: 0, records: batch(["v"]) }] }),
    }),
    blanks: produced,
  }),
  question("Produce in a transaction", apis.produce, {
    versions: [3, 13],
    subjects: ["transaction", "topic"],
    ask: (setting, version) => ({
      acks: -1,
      timeoutMs,
      transactionalId: setting.transaction,
      topicData: topicsOf(setting, version >= 13, {
        partitionData: [
          { index: 0, records: batch(["v"], { transactional: true, producerId: 987_654, producerEpoch: 0, baseSequence: 0 }) },
        ],
      }),
    }),
    blanks: produced,
  }),
  question("Fetch", apis.fetch, {
    subjects: ["topic"],
    ask: ({ topic, topicId, absent }, version) => {
      const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }];
      const topics =
        version >= 13
          ? [
              { topicId, partitions },
              { topicId: noId, partitions },
            ]
          : [
              { topic, partitions },
              { topic: absent, partitions },
            ];
      return { maxBytes: 1000, topics, ...(version >= 7 ? { sessionEpoch: -1 } : {}), ...(version < 15 ? { replicaId: -1 } : {}) };
    },
  }),
  question("Fetch of a follower", apis.fetch, {
    subjects: ["cluster", "topic"],
    ask: ({ topic, topicId }, version) => {
      const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }];
      return {
        maxBytes: 1000,
        topics: version >= 13 ? [{ topicId, partitions }] : [{ topic, partitions }],
        ...(version >= 7 ? { sessionEpoch: -1 } : {}),
        ...(version < 15 ? { replicaId: 7 } : { replicaState: { replicaId: 7 } }),
      };
    },
  }),
  question("ListOffsets", apis.listOffsets, {
    subjects: ["topic"],
    ask: (setting) => ({ replicaId: -1, topics: topicsOf(setting, false, { partitions: [{ partitionIndex: 0, timestamp: -2 }] }) }),
  }),
  question("Metadata", apis.metadata, {
    // Before version 4 who asks for what is not there has it made.
    versions: [4, apis.metadata.maxVersion],
    subjects: ["topic", "cluster"],
    ask: (setting, version) => ({
      topics: [{ name: setting.topic }, { name: setting.absent }],
      ...(version >= 4 ? { allowAutoTopicCreation: false } : {}),
      ...(version >= 8 ? { includeTopicAuthorizedOperations: true } : {}),
      ...(version >= 8 && version <= 10 ? { includeClusterAuthorizedOperations: true } : {}),
    }),
  }),
  question("Metadata of early versions", apis.metadata, {
    versions: [0, 3],
    subjects: ["topic"],
    ask: ({ topic }) => ({ topics: [{ name: topic }] }),
  }),
  question("Metadata of all topics", apis.metadata, {
    subjects: ["topic"],
    ask: (_, version) => ({ topics: version === 0 ? [] : null, ...(version >= 8 ? { includeTopicAuthorizedOperations: true } : {}) }),
  }),
  question("Metadata by id", apis.metadata, {
    versions: [12, 13],
    subjects: ["topic"],
    ask: ({ topicId }) => ({
      topics: [
        { name: null, topicId },
        { name: null, topicId: noId },
      ],
      includeTopicAuthorizedOperations: true,
    }),
  }),
  question("Metadata that makes topics", apis.metadata, {
    versions: [13, 13],
    subjects: ["topic", "cluster"],
    others: "DESCRIBE",
    isFresh: true,
    // The name can't be had: whoever may make it is told so, and nothing is made.
    ask: ({ prefix }) => ({ topics: [{ name: `${prefix}not a name` }], allowAutoTopicCreation: true }),
  }),
  question("DescribeTopicPartitions", apis.describeTopicPartitions, {
    subjects: ["topic"],
    ask: ({ topic, absent }) => ({ topics: [{ name: topic }, { name: absent }], responsePartitionLimit: 10, cursor: null }),
  }),
  question("CreateTopics", apis.createTopics, {
    subjects: ["topic", "cluster"],
    others: "nothing",
    ask: ({ topic, absent }) => ({
      topics: [topic, absent].map((name) => ({ name, numPartitions: 1, replicationFactor: 1 })),
      timeoutMs,
      validateOnly: true,
    }),
    blanks: ["topicId"],
  }),
  question("DeleteTopics", apis.deleteTopics, {
    subjects: ["topic", "cluster"],
    others: "nothing",
    isFresh: true,
    ask: ({ topic, absent }, version) => ({
      timeoutMs,
      ...(version >= 6 ? { topics: [{ name: topic }, { name: absent }] } : { topicNames: [topic, absent] }),
    }),
    blanks: ["topicId"],
  }),
  question("DeleteTopics by id", apis.deleteTopics, {
    versions: [6, 6],
    subjects: ["topic", "cluster"],
    others: "nothing",
    isFresh: true,
    ask: ({ topicId }) => ({
      timeoutMs,
      topics: [
        { name: null, topicId },
        { name: null, topicId: noId },
      ],
    }),
    blanks: ["topicId"],
  }),
  question("CreatePartitions", apis.createPartitions, {
    subjects: ["topic"],
    ask: ({ topic, absent }) => ({
      topics: [topic, absent].map((name) => ({ name, count: 2, assignments: null })),
      timeoutMs,
      validateOnly: true,
    }),
  }),
  question("DeleteRecords", apis.deleteRecords, {
    subjects: ["topic"],
    ask: (setting) => ({ timeoutMs, topics: topicsOf(setting, false, { partitions: [{ partitionIndex: 0, offset: 0 }] }) }),
  }),
  question("OffsetForLeaderEpoch", apis.offsetForLeaderEpoch, {
    subjects: ["topic", "cluster"],
    others: "nothing",
    ask: ({ topic, absent }, version) => ({
      ...(version >= 3 ? { replicaId: -1 } : {}),
      topics: [topic, absent].map((name) => ({ topic: name, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] })),
    }),
  }),
  question("DescribeProducers", apis.describeProducers, {
    subjects: ["topic"],
    ask: ({ topic, absent, prefix }) => ({ topics: [topic, absent, `${prefix}bad name`].map((name) => ({ name, partitionIndexes: [0] })) }),
  }),
  question("ElectLeaders", apis.electLeaders, {
    subjects: ["cluster", "topic"],
    ask: ({ topic, absent }) => ({ timeoutMs, topicPartitions: [topic, absent].map((name) => ({ topic: name, partitions: [0] })) }),
  }),
  question("AlterPartitionReassignments", apis.alterPartitionReassignments, {
    subjects: ["cluster", "topic"],
    ask: ({ topic, absent }) => ({
      timeoutMs,
      topics: [topic, absent].map((name) => ({ name, partitions: [{ partitionIndex: 0, replicas: null }] })),
    }),
  }),
  question("ListPartitionReassignments", apis.listPartitionReassignments, {
    subjects: ["cluster", "topic"],
    ask: ({ topic }) => ({ timeoutMs, topics: [{ name: topic, partitionIndexes: [0] }] }),
  }),
];
