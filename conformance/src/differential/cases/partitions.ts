import { apis } from "@millrace/protocol";
import type { Scenario } from "../scenario.ts";

export const partitionScenarios: readonly Scenario[] = [
  {
    name: "ElectLeaders",
    alone: true,
    async run(notes) {
      const { name } = await notes.topic("one", 2);
      const ask = (what: string, draft: object, versions: readonly [number, number] = [0, 2]) =>
        notes.each(what, apis.electLeaders, versions, { timeoutMs: 10_000, ...draft }, { unordered: ["replicaElectionResults"] });
      await ask("preferred", { topicPartitions: [{ topic: name, partitions: [0, 1] }] });
      await ask("unclean", { electionType: 1, topicPartitions: [{ topic: name, partitions: [0] }] }, [1, 2]);
      await ask("unknown type", { electionType: 2, topicPartitions: [{ topic: name, partitions: [0, 1] }] }, [1, 2]);
      await ask("unknown type, all", { electionType: -1, topicPartitions: null }, [1, 2]);
      await ask("unknown partition", { topicPartitions: [{ topic: name, partitions: [0, 9, -1] }] });
      await ask("unknown topic", { topicPartitions: [{ topic: `${notes.prefix}none`, partitions: [0] }] });
      await ask("unnamed topic", { topicPartitions: [{ topic: "", partitions: [0] }] });
      await ask("twice", { topicPartitions: [{ topic: name, partitions: [0, 0] }] });
      await ask("no partitions", { topicPartitions: [{ topic: name, partitions: [] }] });
      await ask("no topics", { topicPartitions: [] });
      await ask("no time", { timeoutMs: 0, topicPartitions: [{ topic: name, partitions: [0] }] });
      const { replicaElectionResults } = await notes.talk.call(apis.electLeaders, 2, { topicPartitions: null, timeoutMs: 10_000 });
      notes.note(
        "all",
        replicaElectionResults.filter(({ topic }) => topic === name),
      );
    },
  },
  {
    name: "AlterPartitionReassignments",
    async run(notes) {
      const { name } = await notes.topic("one", 2);
      const { talk } = notes;
      const nodeId = (await talk.call(apis.metadata, 12, { topics: [] })).brokers[0]?.nodeId ?? 0;
      const ask = (what: string, partitions: ReadonlyArray<{ partitionIndex: number; replicas: number[] | null }>, draft: object = {}) =>
        notes.each(what, apis.alterPartitionReassignments, [0, 1], {
          timeoutMs: 10_000,
          topics: [{ name, partitions: partitions.map((partition) => ({ ...partition })) }],
          ...draft,
        });
      await ask("to where it is", [{ partitionIndex: 0, replicas: [nodeId] }]);
      await ask("cancel", [
        { partitionIndex: 0, replicas: null },
        { partitionIndex: 1, replicas: null },
      ]);
      await ask("to nowhere", [{ partitionIndex: 0, replicas: [] }]);
      await ask("to an unknown broker", [{ partitionIndex: 0, replicas: [nodeId + 7] }]);
      await ask("to unknown brokers, twice", [{ partitionIndex: 0, replicas: [nodeId + 7, nodeId + 7] }]);
      await ask("to a negative broker", [{ partitionIndex: 0, replicas: [-1] }]);
      await ask("to the same broker twice", [{ partitionIndex: 0, replicas: [nodeId, nodeId] }]);
      await ask("two replicas", [{ partitionIndex: 0, replicas: [nodeId, nodeId + 1] }]);
      await ask("unknown partition", [
        { partitionIndex: 9, replicas: [nodeId] },
        { partitionIndex: 0, replicas: [nodeId] },
      ]);
      await ask("negative partition", [{ partitionIndex: -1, replicas: null }]);
      await ask("the same partition twice", [
        { partitionIndex: 0, replicas: [nodeId] },
        { partitionIndex: 0, replicas: null },
      ]);
      await ask("unknown topic", [], {
        topics: [{ name: `${notes.prefix}none`, partitions: [{ partitionIndex: 0, replicas: [nodeId] }] }],
      });
      await ask("no partitions", []);
      await ask("no topics", [], { topics: [] });
      await notes.each("factor fixed", apis.alterPartitionReassignments, [1, 1], {
        allowReplicationFactorChange: false,
        topics: [
          {
            name,
            partitions: [
              { partitionIndex: 0, replicas: [nodeId] },
              { partitionIndex: 1, replicas: [nodeId, nodeId + 1] },
            ],
          },
        ],
      });
    },
  },
  {
    name: "ListPartitionReassignments",
    async run(notes) {
      const { name } = await notes.topic("one", 2);
      const ask = (what: string, topics: Array<{ name: string; partitionIndexes: number[] }> | null) =>
        notes.each(what, apis.listPartitionReassignments, [0, 0], { topics, timeoutMs: 10_000 });
      await ask("all", null);
      await ask("none", []);
      await ask("one", [{ name, partitionIndexes: [0, 1] }]);
      await ask("unknown partition", [{ name, partitionIndexes: [9] }]);
      await ask("unknown topic", [{ name: `${notes.prefix}none`, partitionIndexes: [0] }]);
      await ask("twice", [
        { name, partitionIndexes: [0] },
        { name, partitionIndexes: [0] },
      ]);
    },
  },
];
