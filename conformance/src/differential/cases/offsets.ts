import { apis, type Draft, type ListOffsetsRequest } from "@millrace/protocol";
import type { Scenario } from "../scenario.ts";
import { batch, firstTimestamp } from "../talk.ts";

const timestamps = [-7, -6, -5, -4, -3, -2, -1, 0, firstTimestamp, firstTimestamp + 1, firstTimestamp + 4, firstTimestamp + 1_000];

export const offsetScenarios: readonly Scenario[] = [
  {
    name: "ListOffsets",
    async run(notes) {
      const { name } = await notes.topic("full", 2);
      const empty = await notes.topic("empty");
      const cut = await notes.topic("cut");
      for (const topic of [name, cut.name]) {
        await notes.talk.produce(topic, 0, batch(["a", "b"]));
        await notes.talk.produce(topic, 0, batch(["c", "d"], { compression: "gzip" }));
      }
      const remove = (offset: number) =>
        notes.talk.call(apis.deleteRecords, 2, {
          topics: [{ name: cut.name, partitions: [{ partitionIndex: 0, offset }] }],
          timeoutMs: 10_000,
        });
      await remove(3);
      const ask = (what: string, topic: string, partition: Draft<ListOffsetsRequest["topics"][number]["partitions"][number]>, more = {}) =>
        notes.each(what, apis.listOffsets, [1, 11], { replicaId: -1, topics: [{ name: topic, partitions: [partition] }], ...more });
      for (const timestamp of timestamps) {
        const at = timestamp < 100 ? String(timestamp) : `+${timestamp - firstTimestamp}`;
        await ask(`full ${at}`, name, { partitionIndex: 0, timestamp });
        await ask(`empty ${at}`, empty.name, { partitionIndex: 0, timestamp });
        await ask(`cut ${at}`, cut.name, { partitionIndex: 0, timestamp });
      }
      await remove(-1);
      for (const timestamp of timestamps) {
        const at = timestamp < 100 ? String(timestamp) : `+${timestamp - firstTimestamp}`;
        await ask(`emptied ${at}`, cut.name, { partitionIndex: 0, timestamp });
      }
      await ask("unknown partition", name, { partitionIndex: 9, timestamp: -1 });
      await ask("negative partition", name, { partitionIndex: -1, timestamp: -1 });
      await ask("unknown topic", `${notes.prefix}none`, { partitionIndex: 0, timestamp: -1 });
      await ask("bad name", "a b", { partitionIndex: 0, timestamp: -1 });
      for (const currentLeaderEpoch of [-2, 0, 1]) {
        const partitions = [{ partitionIndex: 0, timestamp: -1, currentLeaderEpoch }];
        await notes.each(`epoch ${currentLeaderEpoch}`, apis.listOffsets, [4, 11], { replicaId: -1, topics: [{ name, partitions }] });
      }
      const partitions = [
        { partitionIndex: 0, timestamp: -1 },
        { partitionIndex: 1, timestamp: -1 },
        { partitionIndex: 0, timestamp: -2 },
      ];
      await notes.each("partition twice", apis.listOffsets, [1, 11], {
        replicaId: -1,
        topics: [
          { name, partitions },
          { name: empty.name, partitions: partitions.slice(0, 1) },
        ],
      });
      await notes.each("none", apis.listOffsets, [1, 11], { replicaId: -1, topics: [] });
      await notes.each("no partitions", apis.listOffsets, [1, 11], { replicaId: -1, topics: [{ name, partitions: [] }] });
      await notes.each("read committed", apis.listOffsets, [2, 11], {
        replicaId: -1,
        isolationLevel: 1,
        topics: [{ name, partitions: [{ partitionIndex: 0, timestamp: -1 }] }],
      });
      for (const replicaId of [-2, -3, 0, 5])
        await notes.each(`replica ${replicaId}`, apis.listOffsets, [1, 11], {
          replicaId,
          topics: [{ name, partitions: [{ partitionIndex: 0, timestamp: -1 }] }],
        });
      for (const replicaId of [-2, -3, 0, 5])
        await notes.each(`replica ${replicaId}, max timestamp`, apis.listOffsets, [7, 11], {
          replicaId,
          topics: [{ name, partitions: [{ partitionIndex: 0, timestamp: -3 }] }],
        });
    },
  },
  {
    name: "OffsetForLeaderEpoch",
    async run(notes) {
      const { name } = await notes.topic("one");
      const empty = await notes.topic("empty");
      await notes.talk.produce(name, 0, batch(["a", "b"]));
      const ask = (what: string, topic: string, partition: object, more = {}) =>
        notes.each(what, apis.offsetForLeaderEpoch, [2, 4], {
          topics: [{ topic, partitions: [{ partition: 0, leaderEpoch: 0, ...partition }] }],
          ...more,
        });
      for (const topic of [name, empty.name]) {
        for (const leaderEpoch of [-1, 0, 1, 5]) {
          await ask(`${topic === name ? "one" : "empty"}: epoch ${leaderEpoch}`, topic, { leaderEpoch });
        }
      }
      for (const currentLeaderEpoch of [-2, -1, 0, 1]) await ask(`current ${currentLeaderEpoch}`, name, { currentLeaderEpoch });
      await ask("unknown partition", name, { partition: 9 });
      await ask("unknown topic", `${notes.prefix}none`, {});
      await notes.each("replica", apis.offsetForLeaderEpoch, [3, 4], {
        replicaId: 5,
        topics: [{ topic: name, partitions: [{ partition: 0, leaderEpoch: 0 }] }],
      });
      await notes.each("none", apis.offsetForLeaderEpoch, [2, 4], { topics: [] });
    },
  },
  {
    name: "DeleteRecords",
    async run(notes) {
      const { name } = await notes.topic("one");
      const compacted = await notes.topic("compacted", 1, { "cleanup.policy": "compact" });
      const both = await notes.topic("both", 1, { "cleanup.policy": "compact,delete" });
      const empty = await notes.topic("empty");
      const keyed = batch([], {
        records: ["a", "b", "c", "d"].map((value) => ({ key: Buffer.from(value), value: Buffer.from(value), timestamp: firstTimestamp })),
      });
      for (const topic of [name, both.name]) await notes.talk.produce(topic, 0, keyed);
      const ask = (what: string, topic: string, offset: number, partitionIndex = 0) =>
        notes.each(what, apis.deleteRecords, [0, 2], {
          topics: [{ name: topic, partitions: [{ partitionIndex, offset }] }],
          timeoutMs: 10_000,
        });
      await ask("before 0", name, 0);
      await ask("before 2", name, 2);
      await ask("before 1 now", name, 1);
      await ask("before 5", name, 5);
      await ask("before -2", name, -2);
      await ask("all", name, -1);
      await ask("before 4", name, 4);
      await ask("before 3 of nothing", name, 3);
      await ask("empty, all", empty.name, -1);
      await ask("empty, 0", empty.name, 0);
      await ask("empty, 1", empty.name, 1);
      await ask("compacted", compacted.name, 0);
      await ask("both", both.name, 1);
      await ask("unknown partition", name, 0, 9);
      await ask("unknown topic", `${notes.prefix}none`, 0);
      await ask("bad name", "a b", 0);
      await ask("internal", "__consumer_offsets", 0);
      await ask("metadata", "__cluster_metadata", 0);
      await notes.each("several", apis.deleteRecords, [0, 2], {
        topics: [
          { name: `${notes.prefix}none`, partitions: [{ partitionIndex: 0, offset: 0 }] },
          {
            name: both.name,
            partitions: [
              { partitionIndex: 0, offset: 2 },
              { partitionIndex: 1, offset: 2 },
            ],
          },
        ],
        timeoutMs: 10_000,
      });
      await notes.each("twice", apis.deleteRecords, [0, 2], {
        topics: [
          {
            name: both.name,
            partitions: [
              { partitionIndex: 0, offset: 2 },
              { partitionIndex: 0, offset: 3 },
            ],
          },
        ],
        timeoutMs: 10_000,
      });
      await notes.each("none", apis.deleteRecords, [0, 2], { topics: [], timeoutMs: 10_000 });
    },
  },
];
