import { apis } from "@millrace/protocol";
import type { Scenario } from "../scenario.ts";

const noId = "AAAAAAAAAAAAAAAAAAAAAQ";
const every = [0, 13] as const;

export const metadataScenarios: readonly Scenario[] = [
  {
    name: "Metadata by name",
    async run(notes) {
      const { name } = await notes.topic("one", 2);
      const second = await notes.topic("two");
      await notes.each("found", apis.metadata, every, { topics: [{ name }] });
      await notes.each("found, twice", apis.metadata, every, { topics: [{ name }, { name }] });
      await notes.each("two, in this order", apis.metadata, every, { topics: [{ name: second.name }, { name }] });
      const operations = { includeTopicAuthorizedOperations: true };
      await notes.each("operations", apis.metadata, [8, 13], {
        topics: [{ name }, { name: `${notes.prefix}none` }],
        allowAutoTopicCreation: false,
        ...operations,
      });
      await notes.each("cluster operations", apis.metadata, [8, 10], { topics: [{ name }], includeClusterAuthorizedOperations: true });
      await notes.each("unknown, not to be made", apis.metadata, [4, 13], {
        topics: [{ name: `${notes.prefix}none` }],
        allowAutoTopicCreation: false,
      });
      await notes.each("unknown and known", apis.metadata, [4, 13], {
        topics: [{ name: `${notes.prefix}none` }, { name }],
        allowAutoTopicCreation: false,
      });
      for (const bad of ["", "a b", ".", "..", "x".repeat(250)]) {
        await notes.each(`bad name ${bad.slice(0, 5)}`, apis.metadata, every, { topics: [{ name: bad }] });
        await notes.each(`bad name ${bad.slice(0, 5)}, not to be made`, apis.metadata, [4, 13], {
          topics: [{ name: bad }],
          allowAutoTopicCreation: false,
        });
      }
      await notes.each("internal, not to be made", apis.metadata, [4, 13], {
        topics: [{ name: "__transaction_state" }],
        allowAutoTopicCreation: false,
      });
      await notes.each("none", apis.metadata, [1, 13], { topics: [] });
    },
  },
  {
    name: "Metadata makes topics",
    async run(notes) {
      const { talk } = notes;
      for (const version of [0, 1, 3, 4, 13]) {
        const name = `${notes.prefix}${version}`;
        const made = async () => (await talk.call(apis.metadata, version, { topics: [{ name }] })).topics[0]?.errorCode === 0;
        await talk.until(`${name} is made`, made);
        notes.note(`made by version ${version}`, await talk.call(apis.metadata, version, { topics: [{ name }] }), { fields: ["topicId"] });
      }
      await notes.topic("a.b");
      notes.note("collides", await talk.call(apis.metadata, 12, { topics: [{ name: `${notes.prefix}a_b` }] }));
    },
  },
  {
    name: "Metadata by id",
    async run(notes) {
      const { name, id } = await notes.topic("one");
      const words = { "no id": noId };
      const ask = (
        what: string,
        versions: readonly [number, number],
        topics: Array<{ name?: string | null; topicId?: string }>,
        more = {},
      ) => notes.each(what, apis.metadata, versions, { topics, ...more }, { words });
      await ask("id", [12, 13], [{ name: null, topicId: id }]);
      await ask(
        "id twice",
        [12, 13],
        [
          { name: null, topicId: id },
          { name: null, topicId: id },
        ],
      );
      await ask("unknown id", [12, 13], [{ name: null, topicId: noId }]);
      await ask("unknown id, operations", [12, 13], [{ name: null, topicId: noId }], { includeTopicAuthorizedOperations: true });
      await ask("id and name", [12, 13], [{ name, topicId: id }]);
      await ask("id and another's name", [12, 13], [{ name: "else", topicId: id }]);
      await ask("ids and names", [12, 13], [{ name: null, topicId: id }, { name }, { name: null, topicId: noId }]);
      await ask("id in early versions", [10, 11], [{ name: null, topicId: id }]);
      await ask("id and name in early versions", [10, 11], [{ name, topicId: id }]);
      await ask("null name in early versions", [10, 11], [{ name: null }, { name }]);
      await ask("id in early versions, operations", [10, 11], [{ name: null, topicId: id }], { includeTopicAuthorizedOperations: true });
    },
  },
  {
    name: "DescribeTopicPartitions",
    async run(notes) {
      const [b, a, c] = [await notes.topic("b", 3), await notes.topic("a", 2), await notes.topic("c", 4)];
      const names = [b.name, a.name, c.name];
      const ask = async (
        what: string,
        topics: readonly string[],
        limit: number,
        cursor: { topicName: string; partitionIndex: number } | null = null,
      ) =>
        notes.note(
          what,
          await notes.talk.ask(apis.describeTopicPartitions, 0, {
            topics: topics.map((name) => ({ name })),
            responsePartitionLimit: limit,
            cursor,
          }),
        );
      await ask("all of them", names, 100);
      await ask("twice", [a.name, a.name], 100);
      for (const limit of [0, -1, 1, 2, 3, 5, 9]) await ask(`limit ${limit}`, names, limit);
      await ask("cursor", names, 100, { topicName: b.name, partitionIndex: 1 });
      await ask("cursor and limit", names, 2, { topicName: b.name, partitionIndex: 1 });
      await ask("cursor at the end of a topic", names, 2, { topicName: b.name, partitionIndex: 3 });
      await ask("cursor past a topic", names, 100, { topicName: a.name, partitionIndex: 50 });
      await ask("cursor on no topic asked for", [a.name, b.name], 100, { topicName: c.name, partitionIndex: 0 });
      await ask("cursor between", [a.name, c.name], 100, { topicName: b.name, partitionIndex: 0 });
      await ask("cursor before", [b.name, c.name], 100, { topicName: a.name, partitionIndex: 0 });
      await ask("negative cursor", names, 100, { topicName: b.name, partitionIndex: -1 });
      await ask("unknown topic", [`${notes.prefix}none`, a.name], 100);
      await ask("unknown topics and a limit", [`${notes.prefix}0`, `${notes.prefix}1`, a.name, `${notes.prefix}zz`], 1);
      await ask("unknown topic at the limit", [a.name, `${notes.prefix}zz`], 2);
      await ask("bad names", ["a b", "..", "x".repeat(250), a.name], 100);
      await ask("internal", ["__consumer_offsets_", "__transaction_state"], 100);
    },
  },
];
