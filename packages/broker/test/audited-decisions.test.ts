import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { jsonLogger } from "@millrace/kit";
import { type Api, apis, type Draft } from "@millrace/protocol";
import { aclOperations, patternTypes, permissionTypes, type ResourceType, resourceTypes } from "@millrace/security";
import { TestBroker } from "./harness/test-broker.ts";

const authorizer = { "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer" };
const [open, closed, absent] = ["open", "closed", "absent"] as const;
const [topic, group] = [resourceTypes.TOPIC, resourceTypes.GROUP];
const partitions = [{ partitionIndex: 0, timestamp: -1, partition: 0 }];

function allowed(resourceType: ResourceType, resourceName: string, operation: number) {
  const common = {
    resourcePatternType: patternTypes.LITERAL,
    principal: "User:ANONYMOUS",
    host: "*",
    permissionType: permissionTypes.ALLOW,
  };
  return { resourceType, resourceName, operation, ...common };
}

interface Line {
  readonly message: string;
  readonly operation: string;
  readonly resource: string;
}

describe("each decision is made once, and audited once, in", () => {
  const lines: (Line & { readonly logger: string })[] = [];
  let it: TestBroker;

  before(async () => {
    const logger = jsonLogger({ level: "debug", now: () => 0, write: (line) => lines.push(JSON.parse(line)) });
    it = await TestBroker.start(authorizer, { logger });
    for (const name of [open, closed]) await it.createTopic(name);
    await it.call(apis.createAcls, 3, {
      creations: [
        allowed(topic, open, aclOperations.DESCRIBE),
        allowed(topic, open, aclOperations.DESCRIBE_CONFIGS),
        allowed(group, open, aclOperations.DESCRIBE),
        allowed(group, open, aclOperations.DELETE),
      ],
    });
  });

  after(() => it.stop());

  /** What the audit log says of one request, sorted. */
  async function audited<Request>(api: Api<Request>, version: number, draft: Draft<Request>): Promise<string[]> {
    const client = await it.connectOverTcp();
    const from = lines.length;
    await client.call(api, version, draft);
    client.close();
    const own = lines.slice(from).filter(({ logger }) => logger === "kafka.authorizer.logger");
    return own.map(({ message, operation, resource }) => `${operation} ${resource} ${message}`).sort();
  }

  const describes = [`DESCRIBE Topic:LITERAL:${closed} denied`, `DESCRIBE Topic:LITERAL:${open} allowed`];
  const described = (type: string) => [`DESCRIBE ${type}:LITERAL:${closed} denied`, `DESCRIBE ${type}:LITERAL:${open} allowed`];

  test("ListOffsets", async () => {
    const topics = [open, closed].map((name) => ({ name, partitions }));
    assert.deepEqual(await audited(apis.listOffsets, 7, { topics }), describes);
  });

  test("Metadata by name and by id", async () => {
    const { topics } = await it.call(apis.metadata, 12, { topics: null });
    const named = [open, closed].map((name) => ({ name }));
    assert.deepEqual(await audited(apis.metadata, 12, { topics: named, allowAutoTopicCreation: false }), describes);
    const byId = topics.map(({ topicId }) => ({ topicId, name: null }));
    assert.deepEqual(await audited(apis.metadata, 12, { topics: byId }), describes);
  });

  test("Metadata that makes topics", async () => {
    await it.call(apis.createAcls, 3, { creations: [allowed(topic, absent, aclOperations.DESCRIBE)] });
    assert.deepEqual(await audited(apis.metadata, 12, { topics: [{ name: absent }], allowAutoTopicCreation: true }), [
      `CREATE Topic:LITERAL:${absent} denied`,
      `DESCRIBE Topic:LITERAL:${absent} allowed`,
    ]);
  });

  test("DescribeConfigs", async () => {
    const resources = [open, closed].map((resourceName) => ({ resourceType: 2, resourceName, configurationKeys: null }));
    assert.deepEqual(await audited(apis.describeConfigs, 4, { resources }), [
      `DESCRIBE_CONFIGS Topic:LITERAL:${closed} denied`,
      `DESCRIBE_CONFIGS Topic:LITERAL:${open} allowed`,
    ]);
  });

  test("DescribeTopicPartitions, OffsetForLeaderEpoch and of groups, describing and deleting", async () => {
    const topics = [open, closed].map((name) => ({ name, topic: name, partitions }));
    assert.deepEqual(await audited(apis.describeTopicPartitions, 0, { topics: topics.map(({ name }) => ({ name })) }), describes);
    const epochs = topics.map((each) => ({ topic: each.topic, partitions: [{ partition: 0, leaderEpoch: 0 }] }));
    assert.deepEqual(await audited(apis.offsetForLeaderEpoch, 4, { topics: epochs }), describes);
    assert.deepEqual(await audited(apis.describeGroups, 5, { groups: [open, closed] }), described("Group"));
    assert.deepEqual(await audited(apis.consumerGroupDescribe, 1, { groupIds: [open, closed] }), described("Group"));
    assert.deepEqual(await audited(apis.deleteGroups, 2, { groupsNames: [open, closed] }), [
      `DELETE Group:LITERAL:${closed} denied`,
      `DELETE Group:LITERAL:${open} allowed`,
    ]);
  });
});
