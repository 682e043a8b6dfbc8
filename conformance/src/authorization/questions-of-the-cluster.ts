import { apis } from "@millrace/protocol";
import { type Question, question, type Setting } from "./question.ts";

const filterOf = ({ prefix }: Setting) => ({
  resourceTypeFilter: 2,
  resourceNameFilter: `${prefix}of an ACL`,
  patternTypeFilter: 3,
  principalFilter: null,
  hostFilter: null,
  operation: 1,
  permissionType: 1,
});

const aclOf = ({ prefix }: Setting) => ({
  resourceType: 2,
  resourceName: `${prefix}of an ACL`,
  resourcePatternType: 3,
  principal: "User:x",
  host: "*",
  operation: 3,
  permissionType: 3,
});

const byQuorum = ["leaderEpoch", "highWatermark", "currentVoters", "observers", "nodes"];
const cluster = ["cluster"] as const;

/** Requests of whoever looks after the broker. */
export const questionsOfTheCluster: readonly Question[] = [
  question("DescribeAcls", apis.describeAcls, { subjects: cluster, ask: filterOf }),
  question("CreateAcls", apis.createAcls, {
    subjects: cluster,
    ask: (setting) => ({ creations: [aclOf(setting), { ...aclOf(setting), resourceName: "" }] }),
  }),
  question("DeleteAcls", apis.deleteAcls, {
    subjects: cluster,
    ask: (setting) => ({ filters: [{ ...filterOf(setting), resourceNameFilter: setting.absent }] }),
  }),
  question("DescribeConfigs", apis.describeConfigs, {
    subjects: ["topic", "group", "cluster"],
    ask: ({ topic, absent, group }) => ({
      resources: [
        { resourceType: 2, resourceName: topic },
        { resourceType: 2, resourceName: absent },
        { resourceType: 32, resourceName: group },
        { resourceType: 4, resourceName: "0" },
        { resourceType: 8, resourceName: "0" },
        { resourceType: 16, resourceName: "subscription" },
      ].map((resource) => ({ ...resource, configurationKeys: ["no.such.config"] })),
    }),
  }),
  question("AlterConfigs", apis.alterConfigs, {
    subjects: ["topic", "group", "cluster"],
    ask: ({ topic, absent, group }) => ({
      validateOnly: true,
      resources: [
        { resourceType: 2, resourceName: topic, configs: [{ name: "retention.ms", value: "1" }] },
        { resourceType: 2, resourceName: absent, configs: [{ name: "retention.ms", value: "wrong" }] },
        { resourceType: 32, resourceName: group, configs: [{ name: "consumer.session.timeout.ms", value: "50000" }] },
        { resourceType: 4, resourceName: "0", configs: [{ name: "log.cleaner.threads", value: "2" }] },
        { resourceType: 4, resourceName: "", configs: [{ name: "log.cleaner.threads", value: "wrong" }] },
        { resourceType: 8, resourceName: "0", configs: [] },
        { resourceType: 16, resourceName: "subscription", configs: [{ name: "interval.ms", value: "1000" }] },
      ],
    }),
  }),
  question("IncrementalAlterConfigs", apis.incrementalAlterConfigs, {
    subjects: ["topic", "group", "cluster"],
    ask: ({ topic, absent, group }) => ({
      validateOnly: true,
      resources: [
        { resourceType: 2, resourceName: topic, configs: [{ name: "retention.ms", configOperation: 0, value: "1" }] },
        { resourceType: 2, resourceName: absent, configs: [{ name: "retention.ms", configOperation: 0, value: "wrong" }] },
        { resourceType: 32, resourceName: group, configs: [{ name: "consumer.session.timeout.ms", configOperation: 0, value: "50000" }] },
        { resourceType: 4, resourceName: "0", configs: [{ name: "log.cleaner.threads", configOperation: 0, value: "2" }] },
        { resourceType: 4, resourceName: "", configs: [{ name: "log.cleaner.threads", configOperation: 0, value: "wrong" }] },
        { resourceType: 8, resourceName: "0", configs: [{ name: "no.such.logger", configOperation: 0, value: "INFO" }] },
        { resourceType: 16, resourceName: "subscription", configs: [{ name: "interval.ms", configOperation: 0, value: "1000" }] },
      ],
    }),
  }),
  question("ListConfigResources", apis.listConfigResources, {
    subjects: ["cluster", "topic", "group"],
    ask: (_, version) => (version === 0 ? {} : { resourceTypes: [16] }),
  }),
  question("DescribeLogDirs", apis.describeLogDirs, {
    subjects: ["cluster", "topic"],
    ask: ({ topic, absent }) => ({ topics: [topic, absent].map((name) => ({ topic: name, partitions: [0] })) }),
    blanks: ["logDir", "partitionSize", "totalBytes", "usableBytes"],
  }),
  question("DescribeQuorum", apis.describeQuorum, {
    subjects: cluster,
    alsoOwn: ["__cluster_metadata"],
    ask: () => ({ topics: [{ topicName: "__cluster_metadata", partitions: [{ partitionIndex: 0 }] }] }),
    blanks: byQuorum,
  }),
  question("UpdateFeatures", apis.updateFeatures, {
    subjects: cluster,
    ask: () => ({ timeoutMs: 10_000, featureUpdates: [{ feature: "no.such.feature", maxVersionLevel: 1 }] }),
  }),
  question("DescribeCluster", apis.describeCluster, {
    subjects: cluster,
    ask: () => ({ includeClusterAuthorizedOperations: true }),
  }),
  question("UnregisterBroker", apis.unregisterBroker, { subjects: cluster, ask: () => ({ brokerId: 77 }) }),
  question("DescribeUserScramCredentials", apis.describeUserScramCredentials, {
    subjects: cluster,
    ask: ({ prefix }) => ({ users: [{ name: prefix }] }),
  }),
  question("AlterUserScramCredentials", apis.alterUserScramCredentials, {
    subjects: cluster,
    ask: ({ prefix }) => ({ deletions: [{ name: prefix, mechanism: 1 }], upsertions: [] }),
  }),
  question("DescribeClientQuotas", apis.describeClientQuotas, {
    subjects: cluster,
    ask: ({ prefix }) => ({ components: [{ entityType: "user", matchType: 0, match: prefix }], strict: true }),
  }),
  question("AlterClientQuotas", apis.alterClientQuotas, {
    subjects: cluster,
    ask: ({ prefix }) => ({
      validateOnly: true,
      entries: [{ entity: [{ entityType: "user", entityName: prefix }], ops: [{ key: "no.such.quota", value: 1, remove: false }] }],
    }),
  }),
];
