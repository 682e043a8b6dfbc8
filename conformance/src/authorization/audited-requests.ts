import { apis } from "@millrace/protocol";
import { aclOperations, patternTypes, permissionTypes, resourceTypes } from "@millrace/security";
import { type Answer, batch, type Talk } from "../differential/talk.ts";

/** Where whoever is audited comes from; nobody else does. */
export const auditedAddress = "127.0.0.66";
const [open, closed, absent, begun] = ["audit-open", "audit-closed", "audit-absent", "audit-begun"] as const;
/** The topics that there are. */
export const auditedTopics: readonly string[] = [open, closed, begun];
/** Asked about behind each request: what comes before it in the log belongs to the request. */
export const mark = "audit-mark";

/** Of the first partition, the latest offset. */
export const partitions = [{ partitionIndex: 0, timestamp: -1 }];
const named = [open, closed, begun, absent].map((name) => ({ name }));
const common = { principal: "User:ANONYMOUS", host: auditedAddress, permissionType: permissionTypes.ALLOW };
const ofTopic = { ...common, resourceType: resourceTypes.TOPIC, resourcePatternType: patternTypes.LITERAL };
const ofGroup = { ...ofTopic, resourceType: resourceTypes.GROUP };
const config = (name: string) => ({ resourceType: 2, resourceName: name, configurationKeys: ["retention.ms"] });

/** Closed are what there is an ACL for, of somebody else or for something else. Of several that allow the same, which is named is chance. */
export const auditedAcls = [
  { ...ofTopic, resourceName: open, operation: aclOperations.READ },
  { ...ofTopic, resourceName: open, operation: aclOperations.DESCRIBE_CONFIGS },
  { ...ofTopic, resourceName: "audit-b", resourcePatternType: patternTypes.PREFIXED, operation: aclOperations.WRITE },
  { ...ofTopic, resourceName: closed, operation: aclOperations.ALL, permissionType: permissionTypes.DENY },
  { ...ofTopic, resourceName: absent, operation: aclOperations.DESCRIBE },
  { ...ofTopic, resourceName: mark, operation: aclOperations.DESCRIBE },
  { ...ofGroup, resourceName: open, operation: aclOperations.READ },
  { ...ofGroup, resourceName: closed, operation: aclOperations.READ, principal: "User:another" },
  {
    ...ofTopic,
    resourceType: resourceTypes.CLUSTER,
    resourceName: "kafka-cluster",
    operation: aclOperations.ALTER,
    principal: "User:*",
    host: "10.1.2.3",
  },
];

type Ask = (talk: Talk) => Promise<Answer<unknown>>;

export const auditedRequests: Readonly<Record<string, Ask>> = {
  ListOffsets: (talk) => talk.ask(apis.listOffsets, 7, { replicaId: -1, topics: named.map((each) => ({ ...each, partitions })) }),
  "Metadata by name": (talk) => talk.ask(apis.metadata, 9, { topics: named, allowAutoTopicCreation: false }),
  "Metadata of all topics": (talk) => talk.ask(apis.metadata, 9, { topics: null, includeTopicAuthorizedOperations: true }),
  "Metadata that makes topics": (talk) => talk.ask(apis.metadata, 9, { topics: [{ name: absent }], allowAutoTopicCreation: true }),
  DescribeConfigs: (talk) => talk.ask(apis.describeConfigs, 4, { resources: [open, closed].map(config) }),
  Fetch: (talk) =>
    talk.ask(apis.fetch, 11, {
      replicaId: -1,
      maxBytes: 1000,
      sessionEpoch: -1,
      topics: [open, closed].map((topic) => ({ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100 }] })),
    }),
  OffsetFetch: (talk) =>
    talk.ask(apis.offsetFetch, 7, { groupId: open, topics: [open, closed].map((name) => ({ name, partitionIndexes: [0] })) }),
  DescribeGroups: (talk) => talk.ask(apis.describeGroups, 5, { groups: [open, closed], includeAuthorizedOperations: true }),
  ListGroups: (talk) => talk.ask(apis.listGroups, 4, {}),
  DeleteGroups: (talk) => talk.ask(apis.deleteGroups, 2, { groupsNames: [open, closed] }),
  Heartbeat: (talk) => talk.ask(apis.heartbeat, 4, { groupId: closed, generationId: 1, memberId: "nobody" }),
  CreateTopics: (talk) =>
    talk.ask(apis.createTopics, 5, {
      timeoutMs: 5000,
      topics: [{ name: absent, numPartitions: 1, replicationFactor: 1 }],
      validateOnly: true,
    }),
  DeleteTopics: (talk) => talk.ask(apis.deleteTopics, 5, { timeoutMs: 5000, topicNames: [closed, absent] }),
  CreateAcls: (talk) => talk.ask(apis.createAcls, 3, { creations: auditedAcls.slice(0, 1) }),
  DescribeCluster: (talk) => talk.ask(apis.describeCluster, 0, { includeClusterAuthorizedOperations: true }),
  InitProducerId: (talk) => talk.ask(apis.initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1000 }),
  DescribeTopicPartitions: (talk) =>
    talk.ask(apis.describeTopicPartitions, 0, { topics: named.slice(0, 2), responsePartitionLimit: 10, cursor: null }),
  Produce: (talk) =>
    talk.ask(apis.produce, 9, {
      acks: -1,
      timeoutMs: 5000,
      topicData: [begun, closed, absent].map((name) => ({ name, partitionData: [{ index: 0, records: batch(["v"]) }] })),
    }),
  "Produce in a transaction": (talk) =>
    talk.ask(apis.produce, 9, { acks: -1, timeoutMs: 5000, transactionalId: closed, topicData: [{ name: begun, partitionData: [] }] }),
  DeleteRecords: (talk) =>
    talk.ask(apis.deleteRecords, 2, {
      timeoutMs: 5000,
      topics: [open, closed].map((name) => ({ name, partitions: [{ partitionIndex: 0, offset: 0 }] })),
    }),
  OffsetCommit: (talk) =>
    talk.ask(apis.offsetCommit, 8, {
      groupId: open,
      topics: [open, closed].map((name) => ({ name, partitions: [{ partitionIndex: 0, committedOffset: 0 }] })),
    }),
  TxnOffsetCommit: (talk) =>
    talk.ask(apis.txnOffsetCommit, 3, { transactionalId: closed, groupId: open, producerId: 1, producerEpoch: 0, topics: [] }),
  FindCoordinator: (talk) => talk.ask(apis.findCoordinator, 4, { keyType: 0, coordinatorKeys: [open, closed] }),
  "InitProducerId of a transaction": (talk) => talk.ask(apis.initProducerId, 4, { transactionalId: closed, transactionTimeoutMs: 1000 }),
  OffsetForLeaderEpoch: (talk) =>
    talk.ask(apis.offsetForLeaderEpoch, 4, {
      replicaId: -1,
      topics: [open, closed].map((topic) => ({ topic, partitions: [{ partition: 0, currentLeaderEpoch: -1, leaderEpoch: 0 }] })),
    }),
  DescribeAcls: (talk) => talk.ask(apis.describeAcls, 3, { resourceTypeFilter: 1, patternTypeFilter: 1, operation: 1, permissionType: 1 }),
  IncrementalAlterConfigs: (talk) =>
    talk.ask(apis.incrementalAlterConfigs, 1, {
      validateOnly: true,
      resources: [open, closed].map((resourceName) => ({
        resourceType: 2,
        resourceName,
        configs: [{ name: "retention.ms", configOperation: 0, value: "1" }],
      })),
    }),
  CreatePartitions: (talk) =>
    talk.ask(apis.createPartitions, 3, {
      timeoutMs: 5000,
      validateOnly: true,
      topics: [open, closed].map((name) => ({ name, count: 2, assignments: null })),
    }),
  DescribeLogDirs: (talk) => talk.ask(apis.describeLogDirs, 4, { topics: null }),
  DescribeProducers: (talk) =>
    talk.ask(apis.describeProducers, 0, { topics: [open, closed].map((name) => ({ name, partitionIndexes: [0] })) }),
  DescribeTransactions: (talk) => talk.ask(apis.describeTransactions, 0, { transactionalIds: [open, closed] }),
  ListTransactions: (talk) => talk.ask(apis.listTransactions, 1, { stateFilters: [], producerIdFilters: [], durationFilter: -1 }),
  ConsumerGroupHeartbeat: (talk) =>
    talk.ask(apis.consumerGroupHeartbeat, 0, {
      groupId: open,
      memberId: "nobody",
      memberEpoch: 5,
      rebalanceTimeoutMs: 1000,
      subscribedTopicNames: [open, closed, closed],
    }),
  AlterClientQuotas: (talk) => talk.ask(apis.alterClientQuotas, 1, { entries: [], validateOnly: true }),
};
