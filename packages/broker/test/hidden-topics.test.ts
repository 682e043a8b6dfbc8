import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type Api, apis, type CreateAclsRequest, encodeBatch } from "@millrace/protocol";
import { contains, definitions, parseVersions } from "@millrace/protocol/definitions";
import { aclOperations, patternTypes, permissionTypes, type ResourceType, resourceTypes } from "@millrace/security";
import { handlers } from "../src/api/table.ts";
import type { RawClient } from "./harness/raw-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

const authorizer = { "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer" };
const [hidden, absent] = ["hidden", "absent"];

/** A request of any API that names a topic wherever it can. */
function naming(topic: string, { name: api }: Api): Record<string, unknown> {
  const records = encodeBatch({ records: [{ key: null, value: Buffer.from("v"), timestamp: 0 }] });
  const partitions = [{ partition: 0, partitionIndex: 0, fetchOffset: 0, timestamp: -1, partitionMaxBytes: 100, currentLeaderEpoch: -1 }];
  const configs = [{ name: "retention.ms", value: "1", configOperation: 0 }];
  return {
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: topic, partitionData: [{ index: 0, records }] }],
    sessionEpoch: -1,
    maxBytes: 100,
    replicaId: -1,
    topics: [{ name: topic, topic, topicName: topic, count: 3, numPartitions: 1, replicationFactor: 1, partitionIndexes: [0], partitions }],
    topicNames: [topic],
    topicPartitions: api === "ConsumerGroupHeartbeat" ? [] : [{ topic, partitions: [0] }],
    responsePartitionLimit: 10,
    includeTopicAuthorizedOperations: true,
    allowAutoTopicCreation: true,
    groupId: "g",
    groups: api === "DescribeGroups" ? ["g"] : [{ groupId: "g", topics: [{ name: topic, partitionIndexes: [0] }] }],
    groupsNames: ["g"],
    groupIds: ["g", "c"],
    memberId: "n",
    memberEpoch: 0,
    subscribedTopicNames: [topic],
    rebalanceTimeoutMs: 1000,
    transactionalId: "t",
    producerId: 77,
    transactionalIds: ["t"],
    transactionTimeoutMs: 1000,
    v3AndBelowTransactionalId: "t",
    v3AndBelowTopics: [{ name: topic, partitions: [0] }],
    transactions: [{ transactionalId: "t", topics: [{ name: topic, partitions: [0] }] }],
    markers: [{ producerId: 1, topics: [{ name: topic, partitionIndexes: [0] }] }],
    resources: [{ resourceType: 2, resourceName: topic, configs, configurationKeys: null }],
    creations: [creation(resourceTypes.TOPIC, topic)],
    filters: [filter(topic)],
    ...filter(topic),
    protocols: [{ name: "range", metadata: Buffer.alloc(0) }],
    protocolType: "consumer",
    sessionTimeoutMs: 10_000,
    coordinatorKeys: ["g"],
  };
}

/** What a version of the request has fields for. */
function known(body: Record<string, unknown>, { request }: Api, version: number): object {
  const fields = definitions.find(({ name }) => name === request.name)?.fields ?? [];
  const there = fields.filter(({ versions }) => contains(parseVersions(versions), version));
  const names = there.map(({ name }) => name.charAt(0).toLowerCase() + name.slice(1));
  return Object.fromEntries(names.filter((name) => name in body).map((name) => [name, body[name]]));
}

function creation(
  resourceType: ResourceType,
  resourceName: string,
  operation: number = aclOperations.ALL,
): CreateAclsRequest["creations"][number] {
  return {
    resourceType,
    resourceName,
    resourcePatternType: patternTypes.LITERAL,
    principal: "User:ANONYMOUS",
    host: "*",
    operation,
    permissionType: permissionTypes.ALLOW,
  };
}

function filter(resourceNameFilter: string) {
  const any = { resourceTypeFilter: 1, patternTypeFilter: 1, operation: 1, permissionType: 1 };
  return { ...any, resourceNameFilter, principalFilter: null, hostFilter: null };
}

/** APIs that name no topic, and whose answers are new each time. */
const others = new Set(["ApiVersions", "JoinGroup", "SyncGroup", "InitProducerId", "DeleteGroups", "GetTelemetrySubscriptions"]);

/** The answer with every mention of the topic's name made the same. */
async function answer(client: RawClient, api: Api, version: number, topic: string): Promise<string> {
  const response = await client.call(api, version, known(naming(topic, api), api, version) as never);
  return JSON.stringify(response).replaceAll(topic, "NAME");
}

describe("a topic that may not be described", () => {
  for (const [whatElse, acls] of [
    ["nothing is allowed", []],
    ["groups and transactions are allowed", [creation(resourceTypes.GROUP, "*"), creation(resourceTypes.TRANSACTIONAL_ID, "*")]],
  ] as const) {
    describe(`where ${whatElse}`, () => {
      let it: TestBroker;

      before(async () => {
        it = await TestBroker.start(authorizer);
        await it.createTopic(hidden);
        await it.produce(hidden, 0, ["secret"]);
        await it.call(apis.findCoordinator, 4, { keyType: 0, coordinatorKeys: ["g"] });
        await it.call(apis.findCoordinator, 4, { keyType: 1, coordinatorKeys: ["t"] });
        const committed = [{ name: hidden, partitions: [{ partitionIndex: 0, committedOffset: 1 }] }];
        await it.call(apis.offsetCommit, 9, { groupId: "g", topics: committed });
        const joined = await it.call(apis.consumerGroupHeartbeat, 0, {
          groupId: "c",
          memberId: "m",
          rebalanceTimeoutMs: 1000,
          subscribedTopicNames: [hidden],
          topicPartitions: [],
        });
        const begun = await it.call(apis.initProducerId, 4, { transactionalId: "t", transactionTimeoutMs: 1000 });
        const added = await it.call(apis.addPartitionsToTxn, 3, {
          v3AndBelowTransactionalId: "t",
          v3AndBelowProducerId: begun.producerId,
          v3AndBelowProducerEpoch: begun.producerEpoch,
          v3AndBelowTopics: [{ name: hidden, partitions: [0] }],
        });
        assert.deepEqual([joined.errorCode, begun.errorCode], [0, 0]);
        assert.equal(added.resultsByTopicV3AndBelow[0]?.resultsByPartition[0]?.partitionErrorCode, 0);
        await it.call(apis.createAcls, 3, { creations: acls });
      });

      after(() => it.stop());

      for (const { api, versions } of handlers.filter((each) => !others.has(each.api.name))) {
        test(`is to ${api.name} as one that is not there, in all versions`, async () => {
          for (let version = versions[0]; version <= versions[1]; version++) {
            const client = await it.connectOverTcp();
            const answers = [await answer(client, api, version, hidden), await answer(client, api, version, absent)] as const;
            client.close();
            assert.ok(!answers[1].includes(hidden), answers[1]);
            assert.equal(answers[0], answers[1], `version ${version}`);
          }
        });
      }

      test("is listed nowhere", async () => {
        const client = await it.connectOverTcp();
        for (const version of [0, 1, 13]) {
          const { topics } = await client.call(apis.metadata, version, { topics: version === 0 ? [] : null });
          assert.deepEqual(topics, []);
        }
        assert.deepEqual(
          (await client.call(apis.describeTopicPartitions, 0, { topics: [], responsePartitionLimit: 9, cursor: null })).topics,
          [],
        );
        client.close();
      });
    });
  }
});
