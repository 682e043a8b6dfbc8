import { apis, type Draft, type FetchRequest, type FetchResponse } from "@millrace/protocol";
import type { Notes, Scenario } from "../scenario.ts";
import { batch } from "../talk.ts";

const noId = "AAAAAAAAAAAAAAAAAAAAAQ";
const byNames = [4, 12] as const;
const byIds = [13, 18] as const;

type Asked = { topic?: string; topicId?: string; partitions: Draft<FetchRequest["topics"][number]["partitions"][number]>[] };

const from = (fetchOffset: number, more: object = {}) => ({ partition: 0, fetchOffset, partitionMaxBytes: 1_000_000, ...more });

/** Asks for something now, and does not wait for more. */
function fetchOf(topics: Asked[], more: Draft<FetchRequest> = {}): Draft<FetchRequest> {
  return { replicaId: -1, maxWaitMs: 0, minBytes: 0, maxBytes: 10_000_000, sessionEpoch: -1, topics, ...more };
}

async function filled(notes: Notes, name: string, partitions = 1) {
  const topic = await notes.topic(name, partitions);
  await notes.talk.produce(topic.name, 0, batch(["a", "b"]));
  await notes.talk.produce(topic.name, 0, batch(["c"]));
  await notes.talk.produce(topic.name, 0, batch(["d", "e"]));
  return topic;
}

const one: Scenario = {
  name: "Fetch",
  async run(notes) {
    const { name, id } = await filled(notes, "one", 2);
    const empty = await notes.topic("empty");
    const ask = (what: string, partition: object, more: Draft<FetchRequest> = {}) =>
      notes.each(what, apis.fetch, byNames, fetchOf([{ topic: name, partitions: [from(0, partition)] }], more));
    for (const fetchOffset of [0, 1, 2, 3, 4, 5, 6, -1, -2]) await ask(`from ${fetchOffset}`, { fetchOffset });
    await notes.each("empty", apis.fetch, byNames, fetchOf([{ topic: empty.name, partitions: [from(0)] }]));
    await notes.each("read committed", apis.fetch, byNames, fetchOf([{ topic: name, partitions: [from(0)] }], { isolationLevel: 1 }));
    await notes.each(
      "read committed at the end",
      apis.fetch,
      byNames,
      fetchOf([{ topic: name, partitions: [from(5)] }], { isolationLevel: 1 }),
    );
    await notes.each(
      "read committed, out of range",
      apis.fetch,
      byNames,
      fetchOf([{ topic: name, partitions: [from(9)] }], { isolationLevel: 1 }),
    );
    await notes.each(
      "read committed, unknown",
      apis.fetch,
      byNames,
      fetchOf([{ topic: "none", partitions: [from(9)] }], { isolationLevel: 1 }),
    );
    await notes.each("unknown partition", apis.fetch, byNames, fetchOf([{ topic: name, partitions: [from(0, { partition: 9 })] }]));
    await notes.each("unknown topic", apis.fetch, byNames, fetchOf([{ topic: `${notes.prefix}none`, partitions: [from(0)] }]));
    await notes.each("bad name", apis.fetch, byNames, fetchOf([{ topic: "a b", partitions: [from(0)] }]));
    await notes.each(
      "several",
      apis.fetch,
      byNames,
      fetchOf([
        { topic: `${notes.prefix}none`, partitions: [from(0)] },
        { topic: name, partitions: [from(0), from(0, { partition: 1 })] },
        { topic: empty.name, partitions: [from(7)] },
      ]),
    );
    await notes.each("the same twice", apis.fetch, byNames, fetchOf([{ topic: name, partitions: [from(0), from(3)] }]));
    await notes.each("none", apis.fetch, byNames, fetchOf([]));
    await notes.each("no partitions", apis.fetch, byNames, fetchOf([{ topic: name, partitions: [] }]));
    for (const partitionMaxBytes of [0, 1, 75, 140, 300]) await ask(`partition bytes ${partitionMaxBytes}`, { partitionMaxBytes });
    for (const maxBytes of [0, 1, 140]) await ask(`bytes ${maxBytes}`, {}, { maxBytes });
    await notes.each("ids", apis.fetch, byIds, fetchOf([{ topicId: id, partitions: [from(3)] }]));
    await notes.each("unknown id", apis.fetch, byIds, fetchOf([{ topicId: noId, partitions: [from(3)] }]), { words: { noId } });
    await notes.each("no id", apis.fetch, byIds, fetchOf([{ partitions: [from(3)] }]));
    await notes.each("unknown partition of an id", apis.fetch, byIds, fetchOf([{ topicId: id, partitions: [from(3, { partition: 9 })] }]));
    await notes.each("out of range by id", apis.fetch, byIds, fetchOf([{ topicId: id, partitions: [from(30)] }]));
    await notes.each("as a debugger", apis.fetch, [4, 12], { ...fetchOf([{ topic: name, partitions: [from(0)] }]), replicaId: -2 });
  },
};

const epochs: Scenario = {
  name: "Fetch and epochs",
  async run(notes) {
    const { name, id } = await filled(notes, "one");
    for (const currentLeaderEpoch of [-2, 0, 1]) {
      await notes.each(
        `current ${currentLeaderEpoch}`,
        apis.fetch,
        [9, 12],
        fetchOf([{ topic: name, partitions: [from(5, { currentLeaderEpoch })] }]),
      );
      await notes.each(
        `current ${currentLeaderEpoch} by id`,
        apis.fetch,
        byIds,
        fetchOf([{ topicId: id, partitions: [from(5, { currentLeaderEpoch })] }]),
      );
    }
    for (const lastFetchedEpoch of [-2, 0, 1, 7]) {
      for (const fetchOffset of [3, 5])
        await notes.each(
          `last fetched ${lastFetchedEpoch}, from ${fetchOffset}`,
          apis.fetch,
          [12, 12],
          fetchOf([{ topic: name, partitions: [from(fetchOffset, { lastFetchedEpoch })] }]),
        );
      await notes.each(
        `last fetched ${lastFetchedEpoch}, from 9`,
        apis.fetch,
        [12, 12],
        fetchOf([{ topic: name, partitions: [from(9, { lastFetchedEpoch })] }]),
      );
      await notes.each(
        `last fetched ${lastFetchedEpoch}, waiting`,
        apis.fetch,
        [12, 12],
        fetchOf([{ topic: name, partitions: [from(5, { lastFetchedEpoch })] }], { maxWaitMs: 50, minBytes: 1 }),
      );
    }
  },
};

/** There is one replica of everything: whoever says that it is another one is not believed. */
const followers: Scenario = {
  name: "Fetch of followers",
  async run(notes) {
    const { name, id } = await filled(notes, "one");
    for (const replicaId of [0, 7]) {
      for (const currentLeaderEpoch of [-1, 0, 1]) {
        const partitions = [from(0, { currentLeaderEpoch }), from(0, { currentLeaderEpoch, partition: 9 })];
        const ask = (topic: object, who: object) => ({ ...fetchOf([{ ...topic, partitions }]), ...who });
        const what = `${replicaId} in epoch ${currentLeaderEpoch}`;
        await notes.each(what, apis.fetch, [4, 12], ask({ topic: name }, { replicaId }));
        await notes.each(`${what} by id`, apis.fetch, [13, 14], ask({ topicId: id }, { replicaId }));
        await notes.each(`${what} with its state`, apis.fetch, [15, 18], ask({ topicId: id }, { replicaState: { replicaId } }));
      }
    }
  },
};

const sessions: Scenario = {
  name: "Fetch sessions",
  async run(notes) {
    const { talk } = notes;
    const { name, id } = await filled(notes, "one", 3);
    const other = await filled(notes, "other");
    const ask = async (what: string, version: number, draft: Draft<FetchRequest>): Promise<FetchResponse | undefined> => {
      const answer = await talk.ask(apis.fetch, version, draft);
      notes.note(what, answer, { fields: ["sessionId"], words: { noId } });
      return answer === "closed" || answer === "silent" ? undefined : answer;
    };
    for (const version of [7, 12]) {
      const v = (what: string) => `${version}: ${what}`;
      const topics = [{ topic: name, partitions: [from(0), from(0, { partition: 1 })] }];
      const opened = await ask(v("open"), version, fetchOf(topics, { sessionEpoch: 0 }));
      const sessionId = opened?.sessionId ?? 0;
      const again = (what: string, sessionEpoch: number, asked: Asked[] = [], more: Draft<FetchRequest> = {}) =>
        ask(v(what), version, fetchOf(asked, { sessionId, sessionEpoch, ...more }));
      await again("the same again", 1);
      await again("forward", 2, [{ topic: name, partitions: [from(5)] }]);
      await again("nothing new", 3);
      await talk.produce(name, 1, batch(["z"]));
      await again("something new", 4);
      await again("still there", 5);
      await again("another topic", 6, [
        { topic: other.name, partitions: [from(3)] },
        { topic: name, partitions: [from(1, { partition: 1 })] },
      ]);
      await again("an unknown topic", 7, [{ topic: `${notes.prefix}none`, partitions: [from(0)] }]);
      await again("unknown again", 8);
      await again("forget it", 9, [], {
        forgottenTopicsData: [
          { topic: `${notes.prefix}none`, partitions: [0] },
          { topic: other.name, partitions: [0, 4] },
        ],
      });
      await again("forget and ask", 10, [{ topic: other.name, partitions: [from(4)] }], {
        forgottenTopicsData: [{ topic: other.name, partitions: [0] }],
      });
      await again("and then", 11);
      await again("wrong epoch", 5);
      await again("the right one after a wrong one", 12);
      await again("epoch ahead", 44);
      await again("by id", 13);
      await ask(v("ids in a session of names"), 13, fetchOf([{ topicId: id, partitions: [from(0)] }], { sessionId, sessionEpoch: 14 }));
      await again("after that", 14);
      await again("forget all", 15, [], { forgottenTopicsData: [{ topic: name, partitions: [0, 1, 2] }] });
      await again("after forgetting all", 16);
      await ask(v("unknown session"), version, fetchOf([{ topic: name, partitions: [from(0)] }], { sessionId: 12_345, sessionEpoch: 1 }));
      await ask(v("no session, epoch 1"), version, fetchOf([{ topic: name, partitions: [from(0)] }], { sessionId: 0, sessionEpoch: 1 }));
      await ask(
        v("end of an unknown one"),
        version,
        fetchOf([{ topic: name, partitions: [from(0)] }], { sessionId: 12_345, sessionEpoch: -1 }),
      );
      await ask(v("open nothing"), version, fetchOf([], { sessionEpoch: 0 }));
      const second = await ask(v("open second"), version, fetchOf(topics, { sessionEpoch: 0 }));
      const third = await ask(v("open again"), version, fetchOf(topics, { sessionId: second?.sessionId ?? 0, sessionEpoch: 0 }));
      await ask(v("the second is gone"), version, fetchOf([], { sessionId: second?.sessionId ?? 0, sessionEpoch: 1 }));
      await ask(v("close the third"), version, fetchOf([], { sessionId: third?.sessionId ?? 0, sessionEpoch: -1 }));
      await ask(v("the third is gone"), version, fetchOf([], { sessionId: third?.sessionId ?? 0, sessionEpoch: 1 }));
      await ask(v("negative epoch"), version, fetchOf(topics, { sessionId: 0, sessionEpoch: -7 }));
    }
    const topics = [{ topicId: id, partitions: [from(0)] }];
    const opened = await ask("ids: open", 13, fetchOf(topics, { sessionEpoch: 0 }));
    const sessionId = opened?.sessionId ?? 0;
    await ask("ids: unknown one", 13, fetchOf([{ topicId: noId, partitions: [from(0)] }], { sessionId, sessionEpoch: 1 }));
    await ask("ids: again", 13, fetchOf([], { sessionId, sessionEpoch: 2 }));
    await ask("ids: forget", 13, fetchOf([], { sessionId, sessionEpoch: 3, forgottenTopicsData: [{ topicId: noId, partitions: [0] }] }));
    await ask("ids: names in it", 12, fetchOf([{ topic: name, partitions: [from(0)] }], { sessionId, sessionEpoch: 4 }));
    await ask("ids: after", 13, fetchOf([], { sessionId, sessionEpoch: 4 }));
    await ask("ids: after 2", 13, fetchOf([], { sessionId, sessionEpoch: 5 }));
  },
};

const removedTopics: Scenario = {
  name: "Fetch of a topic that goes",
  async run(notes) {
    const { talk } = notes;
    const { name, id } = await filled(notes, "one");
    const topics = [{ topicId: id, partitions: [from(5)] }];
    const opened = await talk.call(apis.fetch, 13, fetchOf(topics, { sessionEpoch: 0 }));
    const named = await talk.call(apis.fetch, 12, fetchOf([{ topic: name, partitions: [from(5)] }], { sessionEpoch: 0 }));
    await talk.call(apis.deleteTopics, 6, { topics: [{ name }], timeoutMs: 10_000 });
    await talk.until("the topic is gone", async () => {
      const { topics: found } = await talk.call(apis.metadata, 12, { topics: [{ name }], allowAutoTopicCreation: false });
      return found[0]?.errorCode !== 0;
    });
    const { sessionId } = opened;
    notes.note("by id", await talk.ask(apis.fetch, 13, fetchOf(topics)));
    notes.note("in a session", await talk.ask(apis.fetch, 13, fetchOf([], { sessionId, sessionEpoch: 1 })), { fields: ["sessionId"] });
    notes.note("in a session by name", await talk.ask(apis.fetch, 12, fetchOf([], { sessionId: named.sessionId, sessionEpoch: 1 })), {
      fields: ["sessionId"],
    });
    await talk.createTopic(name);
    notes.note(
      "in a session by name, made anew",
      await talk.ask(apis.fetch, 12, fetchOf([], { sessionId: named.sessionId, sessionEpoch: 2 })),
      { fields: ["sessionId"] },
    );
    notes.note("in a session by id, made anew", await talk.ask(apis.fetch, 13, fetchOf([], { sessionId, sessionEpoch: 2 })), {
      fields: ["sessionId"],
    });
    notes.note("by id, made anew", await talk.ask(apis.fetch, 13, fetchOf(topics)));
  },
};

export const fetchScenarios: readonly Scenario[] = [one, epochs, followers, sessions, removedTopics];
