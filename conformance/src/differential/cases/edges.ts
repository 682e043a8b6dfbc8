import { apis, type Draft, type FetchRequest } from "@millrace/protocol";
import { requestFrame } from "../../wire/requests.ts";
import type { Scenario } from "../scenario.ts";
import { batch } from "../talk.ts";
import { joining, memberNames, stable } from "./classic-groups.ts";
import { fullConsumerGroup } from "./consumer-group-offsets.ts";
import { coordinated } from "./group-steps.ts";
import { fullShareGroup } from "./share-groups.ts";
import { fullStreamsGroup } from "./streams-groups.ts";

function fetching(topic: string, more: Draft<FetchRequest["topics"][number]["partitions"][number]> = {}): Draft<FetchRequest> {
  const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000, ...more }];
  return { maxWaitMs: 0, minBytes: 0, maxBytes: 1_000_000, topics: [{ topic, partitions }] };
}

/** Answers that take some preparation. */
export const edgeScenarios: readonly Scenario[] = [
  {
    name: "Produce in versions that are only advertised",
    async run(notes) {
      for (const version of [0, 1, 2])
        notes.note(
          `version ${version}`,
          await notes.talk.askRaw(apis.produce.key, version, requestFrame(apis.produce.key, version, 1, Buffer.alloc(0))),
        );
    },
  },
  {
    name: "Produce what does not fit into a segment",
    async run(notes) {
      const { name } = await notes.topic("small", 1, { "segment.bytes": "1048576", "max.message.bytes": "3000000" });
      const partitionData = [{ index: 0, records: batch(["v".repeat(1_500_000)]) }];
      await notes.each("large", apis.produce, [3, 12], { acks: -1, timeoutMs: 10_000, topicData: [{ name, partitionData }] });
    },
  },
  {
    name: "Produce to names that are none",
    async run(notes) {
      for (const name of ["a b", "", "..", "__cluster_metadata", "n".repeat(250)]) {
        const topicData = [{ name, partitionData: [{ index: 0, records: batch(["v"]) }] }];
        await notes.each(`to ${name.slice(0, 20)}`, apis.produce, [3, 12], { acks: -1, timeoutMs: 10_000, topicData });
      }
    },
  },
  {
    name: "Produce to internal topics",
    async run(notes) {
      await coordinated(notes.talk, `${notes.prefix}g`);
      const partitionData = [{ index: 0, records: batch(["v"]) }];
      const name = "__consumer_offsets";
      await notes.each("by name", apis.produce, [3, 12], { acks: -1, timeoutMs: 10_000, topicData: [{ name, partitionData }] });
      const { topics } = await notes.talk.call(apis.metadata, 12, { topics: [{ name }] });
      const topicId = topics[0]?.topicId ?? "";
      notes.words["id of offsets"] = topicId;
      await notes.each("by id", apis.produce, [13, 13], { acks: -1, timeoutMs: 10_000, topicData: [{ topicId, partitionData }] });
    },
  },
  {
    name: "WriteTxnMarkers that don't fit",
    async run(notes) {
      const { name } = await notes.topic("small", 1, { "max.message.bytes": "50" });
      const topics = [{ name, partitionIndexes: [0] }];
      const marker = { producerId: 900_400, producerEpoch: 3, transactionResult: true, coordinatorEpoch: 2, topics };
      await notes.each("too large", apis.writeTxnMarkers, [1, 2], { markers: [marker] });
    },
  },
  {
    name: "Changes of topics without any time",
    async run(notes) {
      const { name, id } = await notes.topic("one");
      const other = `${notes.prefix}other`;
      const unset = { numPartitions: 1, replicationFactor: 1 };
      for (const timeoutMs of [0, -1]) {
        const create = (what: string, names: readonly string[]) =>
          notes.each(`create ${what}, ${timeoutMs}`, apis.createTopics, [2, 7], {
            topics: names.map((each) => ({ name: each, ...unset })),
            timeoutMs,
          });
        await create("one", [other]);
        await create("what is there and is none", [name, "a b"]);
        await create("some twice", [other, name, other]);
        await create("only twice", [other, other]);
        await create("metadata", ["__cluster_metadata"]);
        await create("nothing", []);
        const remove = (what: string, topicNames: string[]) =>
          notes.each(`delete ${what}, ${timeoutMs}`, apis.deleteTopics, [1, 5], { topicNames, timeoutMs });
        await remove("one", [name]);
        await remove("some twice", [name, other, name]);
        await remove("only twice", [name, name]);
        await remove("nothing", []);
        const byId = (what: string, topics: Array<{ name: string | null; topicId?: string }>) =>
          notes.each(`delete ${what}, ${timeoutMs}`, apis.deleteTopics, [6, 6], { topics, timeoutMs });
        await byId("by id", [{ name: null, topicId: id }]);
        await byId("by id and name", [{ name, topicId: id }]);
        await byId("by id and by name", [{ name: null, topicId: id }, { name: other }]);
        const grow = (what: string, names: readonly string[]) =>
          notes.each(`grow ${what}, ${timeoutMs}`, apis.createPartitions, [0, 3], {
            topics: names.map((each) => ({ name: each, count: 2, assignments: null })),
            timeoutMs,
          });
        await grow("one", [name]);
        await grow("some twice", [name, other, name]);
        await grow("only twice", [name, name]);
        await grow("nothing", []);
        const partitions = [{ partitionIndex: 0, replicas: null }];
        await notes.each(`reassign, ${timeoutMs}`, apis.alterPartitionReassignments, [0, 1], { topics: [{ name, partitions }], timeoutMs });
        await notes.each(`reassign nothing, ${timeoutMs}`, apis.alterPartitionReassignments, [0, 1], { topics: [], timeoutMs });
        await notes.each(`list reassignments, ${timeoutMs}`, apis.listPartitionReassignments, [0, 0], { topics: null, timeoutMs });
        await notes.each(`features, ${timeoutMs}`, apis.updateFeatures, [0, 2], { timeoutMs, featureUpdates: [] });
      }
    },
  },
  {
    name: "Fetch of epochs",
    async run(notes) {
      const { name } = await notes.topic("t");
      await notes.talk.produce(name, 0, batch(["a"]));
      for (const currentLeaderEpoch of [-2, 0, 1])
        await notes.each(`epoch ${currentLeaderEpoch}`, apis.fetch, [9, 12], fetching(name, { currentLeaderEpoch }));
    },
  },
  {
    name: "Fetch of zstd by old clients",
    async run(notes) {
      const compressed = await notes.topic("compressed", 1, { "compression.type": "zstd" });
      const left = await notes.topic("left", 1);
      for (const { name } of [compressed, left]) {
        await notes.talk.produce(name, 0, batch(["a".repeat(500)], { compression: "zstd" }));
        await notes.each(name.slice(notes.prefix.length), apis.fetch, [4, 12], fetching(name));
      }
    },
  },
  {
    name: "IncrementalAlterConfigs of topics",
    async run(notes) {
      const { name: resourceName } = await notes.topic("t");
      const alter = (what: string, name: string, value: string | null, configOperation = 0) =>
        notes.each(what, apis.incrementalAlterConfigs, [0, 1], {
          resources: [{ resourceType: 2, resourceName, configs: [{ name, configOperation, value }] }],
          validateOnly: true,
        });
      await alter("set", "retention.ms", "9000");
      await alter("not a number", "retention.ms", "soon");
      await alter("unknown", "no.such", "1");
      await alter("delete", "retention.ms", null, 1);
      await alter("append to no list", "retention.ms", "1", 2);
      await alter("append", "cleanup.policy", "compact", 2);
      await alter("without value", "retention.ms", null);
    },
  },
];

/** For brokers that delete no topics and let one member into a group. */
export const limitedScenarios: readonly Scenario[] = [
  {
    name: "DeleteTopics where none may be deleted",
    async run(notes) {
      const topic = await notes.topic("t");
      const none = `${notes.prefix}none`;
      await notes.each("by name", apis.deleteTopics, [1, 5], { topicNames: [topic.name, none], timeoutMs: 10_000 });
      const topics = [{ name: topic.name }, { name: null, topicId: topic.id }, { name: none }];
      await notes.each("by name and id", apis.deleteTopics, [6, 6], { topics, timeoutMs: 10_000 });
    },
  },
  {
    name: "JoinGroup of a full group",
    async run(notes) {
      const groupId = `${notes.prefix}g`;
      await stable(notes, groupId);
      await notes.each("one more", apis.joinGroup, [0, 9], joining(groupId), memberNames);
    },
  },
  fullConsumerGroup,
  fullStreamsGroup,
  fullShareGroup,
  {
    name: "UnregisterBroker of the only broker",
    alone: true, // the last of all: Apache Kafka lists no broker and has no leader from then on
    async run(notes) {
      const brokerId = (await notes.talk.call(apis.metadata, 12, { topics: [] })).brokers[0]?.nodeId ?? 0;
      notes.note("itself", await notes.talk.call(apis.unregisterBroker, 0, { brokerId }));
    },
  },
];
