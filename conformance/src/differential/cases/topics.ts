import { apis, type CreateTopicsRequest, type Draft, ZERO_UUID } from "@millrace/protocol";
import type { Scenario } from "../scenario.ts";

type Topics = NonNullable<Draft<CreateTopicsRequest>["topics"]>;

const creates = [2, 7] as const;
const unset = { numPartitions: -1, replicationFactor: -1 };
const noId = "AAAAAAAAAAAAAAAAAAAAAQ";

const anyOrder = { unordered: ["topics", "responses"] };

const longName = "n".repeat(250);
/** Topics that can't be made, by what is wrong with them. */
const refusals: Readonly<Record<string, (prefix: string) => Topics>> = {
  "empty name": () => [{ name: "", numPartitions: 1, replicationFactor: 1 }],
  dot: () => [{ name: ".", numPartitions: 1, replicationFactor: 1 }],
  "two dots": () => [{ name: "..", numPartitions: 1, replicationFactor: 1 }],
  "bad character": () => [{ name: "a b", numPartitions: 1, replicationFactor: 1 }],
  "too long": () => [{ name: longName, numPartitions: 1, replicationFactor: 1 }],
  "metadata topic": () => [{ name: "__cluster_metadata", numPartitions: 1, replicationFactor: 1 }],
  "no partitions": (p) => [{ name: `${p}x`, numPartitions: 0, replicationFactor: 1 }],
  "negative partitions": (p) => [{ name: `${p}x`, numPartitions: -2, replicationFactor: 1 }],
  "no replicas": (p) => [{ name: `${p}x`, numPartitions: 1, replicationFactor: 0 }],
  "negative replicas": (p) => [{ name: `${p}x`, numPartitions: 1, replicationFactor: -2 }],
  "two replicas": (p) => [{ name: `${p}x`, numPartitions: 1, replicationFactor: 2 }],
  "two replicas, three partitions": (p) => [{ name: `${p}x`, numPartitions: 3, replicationFactor: 2 }],
  "nothing right": (p) => [{ name: `${p}x`, numPartitions: 0, replicationFactor: 0, configs: [{ name: "x", value: "y" }] }],
  "too many partitions": (p) => [{ name: `${p}x`, numPartitions: 20_000, replicationFactor: 1 }],
  "too many partitions in all": (p) => [
    { name: `${p}x`, numPartitions: 6_000, replicationFactor: 1 },
    { name: `${p}y`, numPartitions: 6_000, replicationFactor: 1 },
    { name: `${p}bad one`, numPartitions: 1, replicationFactor: 1 },
  ],
  "the largest number of partitions": (p) => [{ name: `${p}x`, numPartitions: 2_147_483_647, replicationFactor: 1 }],
  "unknown config": (p) => [{ name: `${p}x`, ...unset, configs: [{ name: "no.such.config", value: "1" }] }],
  "bad config": (p) => [{ name: `${p}x`, ...unset, configs: [{ name: "retention.ms", value: "soon" }] }],
  "null config": (p) => [{ name: `${p}x`, ...unset, configs: [{ name: "retention.ms", value: null }] }],
  "two null configs": (p) => [
    {
      name: `${p}x`,
      ...unset,
      configs: [
        { name: "retention.ms", value: null },
        { name: "cleanup.policy", value: null },
      ],
    },
  ],
  "config out of range": (p) => [{ name: `${p}x`, ...unset, configs: [{ name: "segment.bytes", value: "1" }] }],
  "bad min.insync.replicas": (p) => [{ name: `${p}x`, ...unset, configs: [{ name: "min.insync.replicas", value: "0" }] }],
  "partitions and assignments": (p) => [
    { name: `${p}x`, numPartitions: 1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [0] }] },
  ],
  "replicas and assignments": (p) => [
    { name: `${p}x`, numPartitions: -1, replicationFactor: 1, assignments: [{ partitionIndex: 0, brokerIds: [0] }] },
  ],
  "assignment to an unknown broker": (p) => [{ name: `${p}x`, ...unset, assignments: [{ partitionIndex: 0, brokerIds: [7] }] }],
  "assignment to two brokers": (p) => [{ name: `${p}x`, ...unset, assignments: [{ partitionIndex: 0, brokerIds: [0, 7] }] }],
  "assignment to nobody": (p) => [{ name: `${p}x`, ...unset, assignments: [{ partitionIndex: 0, brokerIds: [] }] }],
  "assignment to one twice": (p) => [{ name: `${p}x`, ...unset, assignments: [{ partitionIndex: 0, brokerIds: [0, 0] }] }],
  "negative broker": (p) => [{ name: `${p}x`, ...unset, assignments: [{ partitionIndex: 0, brokerIds: [-3] }] }],
  "assignment twice": (p) => [
    {
      name: `${p}x`,
      ...unset,
      assignments: [
        { partitionIndex: 0, brokerIds: [0] },
        { partitionIndex: 0, brokerIds: [0] },
      ],
    },
  ],
  "gap in assignments": (p) => [
    {
      name: `${p}x`,
      ...unset,
      assignments: [
        { partitionIndex: 0, brokerIds: [0] },
        { partitionIndex: 2, brokerIds: [0] },
      ],
    },
  ],
  "assignments of different lengths": (p) => [
    {
      name: `${p}x`,
      ...unset,
      assignments: [
        { partitionIndex: 0, brokerIds: [0] },
        { partitionIndex: 1, brokerIds: [0, 1] },
      ],
    },
  ],
  "negative partition in assignments": (p) => [{ name: `${p}x`, ...unset, assignments: [{ partitionIndex: -1, brokerIds: [0] }] }],
  "the same name twice": (p) => [
    { name: `${p}x`, numPartitions: 1, replicationFactor: 1 },
    { name: `${p}x`, numPartitions: 2, replicationFactor: 1 },
  ],
  "good and bad together": (p) => [
    { name: `${p}bad one`, numPartitions: 1, replicationFactor: 1 },
    { name: `${p}x`, numPartitions: 0, replicationFactor: 1 },
  ],
  nothing: () => [],
};

export const topicScenarios: readonly Scenario[] = [
  ...[false, true].map(
    (validateOnly): Scenario => ({
      name: `CreateTopics refuses${validateOnly ? ", validating only" : ""}`,
      async run(notes) {
        for (const [name, topics] of Object.entries(refusals))
          await notes.each(name, apis.createTopics, creates, { topics: topics(notes.prefix), timeoutMs: 10_000, validateOnly }, anyOrder);
      },
    }),
  ),
  {
    name: "CreateTopics makes",
    async run(notes) {
      const make = (what: string, topic: Omit<Topics[number], "name">, blanks = {}) =>
        notes.each(
          what,
          apis.createTopics,
          creates,
          (version) => ({ topics: [{ name: `${notes.prefix}${what.replaceAll(" ", "-")}-${version}`, ...topic }], timeoutMs: 10_000 }),
          { fields: ["name", "topicId", "configs"], ...blanks },
        );
      await make("as asked", { numPartitions: 3, replicationFactor: 1 });
      await make("by default", unset, { fields: ["topicId", "configs"] });
      await make("assigned", {
        ...unset,
        assignments: [
          { partitionIndex: 1, brokerIds: [0] },
          { partitionIndex: 0, brokerIds: [0] },
        ],
      });
      const blanks = { fields: ["topicId"] };
      const configs = [
        { name: "retention.ms", value: "1000" },
        { name: "cleanup.policy", value: "compact" },
      ];
      notes.note(
        "configs",
        await notes.talk.call(apis.createTopics, 7, { topics: [{ name: `${notes.prefix}configs`, ...unset, configs }], timeoutMs: 10_000 }),
        blanks,
      );
      const twice = [
        { name: "retention.ms", value: "1000" },
        { name: "retention.ms", value: "2000" },
      ];
      notes.note(
        "a config twice",
        await notes.talk.call(apis.createTopics, 7, {
          topics: [{ name: `${notes.prefix}twice`, ...unset, configs: twice }],
          timeoutMs: 10_000,
        }),
        { fields: ["topicId", "configs"] },
      );
      notes.note(
        "validated only",
        await notes.talk.call(apis.createTopics, 7, {
          topics: [{ name: `${notes.prefix}validated`, ...unset, configs }],
          timeoutMs: 10_000,
          validateOnly: true,
        }),
        { fields: ["configs", "topicId"] },
      );
      notes.note(
        "and is not there",
        await notes.talk.call(apis.metadata, 12, { topics: [{ name: `${notes.prefix}validated` }], allowAutoTopicCreation: false }),
      );
      notes.note(
        "order",
        await notes.talk.call(apis.createTopics, 5, {
          topics: ["c", "bad name", "a", "b"].map((name) => ({ name: `${notes.prefix}${name}`, numPartitions: 1, replicationFactor: 1 })),
          timeoutMs: 10_000,
        }),
        { fields: ["configs"], ...anyOrder },
      );
    },
  },
  {
    name: "CreateTopics where there is one",
    async run(notes) {
      await notes.topic("a.b");
      const create = (name: string) => ({
        topics: [{ name: `${notes.prefix}${name}`, numPartitions: 1, replicationFactor: 1 }],
        timeoutMs: 10_000,
      });
      await notes.each("exists", apis.createTopics, creates, create("a.b"));
      await notes.each("exists, validating", apis.createTopics, creates, { ...create("a.b"), validateOnly: true });
      await notes.each("exists, with bad configs", apis.createTopics, creates, {
        topics: [{ name: `${notes.prefix}a.b`, numPartitions: 0, replicationFactor: 9, configs: [{ name: "x", value: "y" }] }],
        timeoutMs: 10_000,
      });
      await notes.each("collides", apis.createTopics, creates, create("a_b"));
    },
  },
  {
    name: "DeleteTopics",
    async run(notes) {
      const { name, id } = await notes.topic("one");
      const deletes = [1, 5] as const;
      const other = `${notes.prefix}other`;
      await notes.each("unknown name", apis.deleteTopics, deletes, { topicNames: [other], timeoutMs: 10_000 }, anyOrder);
      await notes.each("bad name", apis.deleteTopics, deletes, { topicNames: ["a b", ""], timeoutMs: 10_000 }, anyOrder);
      await notes.each("none", apis.deleteTopics, deletes, { topicNames: [], timeoutMs: 10_000 }, anyOrder);
      await notes.each("the same twice", apis.deleteTopics, deletes, { topicNames: [name, name, other], timeoutMs: 10_000 }, anyOrder);
      const six = async (what: string, topics: Array<{ name?: string | null; topicId?: string }>) => {
        const answer = await notes.talk.ask(apis.deleteTopics, 6, { topics, timeoutMs: 10_000 });
        notes.note(what, answer, { words: { "unknown id": noId }, ...anyOrder });
      };
      await six("unknown name and id", [{ name: other }, { name: null, topicId: noId }]);
      await six("neither", [{ name: null, topicId: ZERO_UUID }]);
      await six("neither, twice", [
        { name: null, topicId: ZERO_UUID },
        { name: null, topicId: ZERO_UUID },
      ]);
      await six("both", [{ name, topicId: id }]);
      await six("both, twice", [
        { name, topicId: id },
        { name, topicId: id },
      ]);
      await six("name twice", [{ name }, { name }]);
      await six("id twice", [
        { name: null, topicId: id },
        { name: null, topicId: id },
      ]);
      await six("unknown id twice", [
        { name: null, topicId: noId },
        { name: null, topicId: noId },
      ]);
      await six("unknown name twice", [{ name: other }, { name: other }]);
      await six("name, and the id of it", [{ name }, { name: null, topicId: id }]);
      await notes.topic("two");
      const three = await notes.topic("three");
      await six("in order", [{ name: `${notes.prefix}two` }, { name: other }, { name: null, topicId: three.id }]);
      await notes.each("deleted by each version", apis.deleteTopics, [1, 1], {
        topicNames: [(await notes.topic("four")).name],
        timeoutMs: 10_000,
      });
    },
  },
  {
    name: "CreatePartitions",
    async run(notes) {
      const { name } = await notes.topic("one", 3);
      const all = [0, 3] as const;
      const ask = (
        what: string,
        topics: Array<{ name: string; count: number; assignments?: Array<{ brokerIds: number[] }> | null }>,
        validateOnly = true,
      ) =>
        notes.each(what, apis.createPartitions, all, {
          topics: topics.map((topic) => ({ assignments: null, ...topic })),
          timeoutMs: 10_000,
          validateOnly,
        });
      await ask("unknown", [{ name: `${notes.prefix}none`, count: 2 }]);
      await ask("bad name", [{ name: "a b", count: 2 }]);
      await ask("the same", [{ name, count: 3 }]);
      await ask("fewer", [{ name, count: 2 }]);
      await ask("none", [{ name, count: 0 }]);
      await ask("negative", [{ name, count: -1 }]);
      await ask("twice", [
        { name, count: 4 },
        { name, count: 5 },
      ]);
      await ask("fine", [{ name, count: 4 }]);
      await ask("fewer assignments", [{ name, count: 5, assignments: [{ brokerIds: [0] }] }]);
      await ask("more assignments", [{ name, count: 4, assignments: [{ brokerIds: [0] }, { brokerIds: [0] }] }]);
      await ask("no assignments", [{ name, count: 4, assignments: [] }]);
      await ask("unknown broker", [{ name, count: 4, assignments: [{ brokerIds: [9] }] }]);
      await ask("two brokers", [{ name, count: 4, assignments: [{ brokerIds: [0, 9] }] }]);
      await ask("nobody", [{ name, count: 4, assignments: [{ brokerIds: [] }] }]);
      await ask("assigned", [{ name, count: 4, assignments: [{ brokerIds: [0] }] }]);
      await ask("several", [
        { name: `${notes.prefix}none`, count: 2 },
        { name, count: 4 },
        { name: `${notes.prefix}no`, count: 1 },
      ]);
      notes.note(
        "grown",
        await notes.talk.call(apis.createPartitions, 3, { topics: [{ name, count: 5, assignments: null }], timeoutMs: 10_000 }),
      );
      await notes.talk.untilUsable(name, 5);
      notes.note("described", await notes.talk.call(apis.metadata, 13, { topics: [{ name }] }));
      await ask("none at all", []);
    },
  },
];
