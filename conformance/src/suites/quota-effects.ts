import { systemClock } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { QuotaKeeper, type QuotaParts } from "../differential/cases/quota-keeper.ts";
import { batch, Talk } from "../differential/talk.ts";
import type { Case } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { Crowd, fateOf } from "../wire/crowd.ts";
import { apiVersionsFrame } from "../wire/requests.ts";

/** Of a client that has to wait for several seconds. */
const silenceMs = 1_500;

/** What a case has: a broker whose quotas it changes, and clients. */
class Stage {
  readonly bootstrapServers: string;
  readonly talk: Talk;
  readonly keeper: QuotaKeeper;
  /** Nobody has used anything up under it before. */
  readonly clientId: string;
  readonly #talks: Talk[] = [];

  constructor(bootstrapServers: string, clientId: string) {
    this.bootstrapServers = bootstrapServers;
    this.clientId = clientId;
    this.talk = this.another();
    this.keeper = new QuotaKeeper(this.talk);
  }

  another(): Talk {
    const talk = new Talk(this.bootstrapServers);
    this.#talks.push(talk);
    return talk;
  }

  async close(): Promise<void> {
    await this.keeper.clear();
    for (const talk of this.#talks) talk.close();
  }
}

/** To the second, so that a few milliseconds more don't count. */
const seconds = (ms: number) => Math.round(ms / 1000);

function textOf(bytes: number): string {
  return "x".repeat(bytes);
}

function produceDraft(topic: string, bytes: number, acks = -1) {
  return { acks, timeoutMs: 10_000, topicData: [{ name: topic, partitionData: [{ index: 0, records: batch([textOf(bytes)]) }] }] };
}

function fetchDraft(topic: string, fetchOffset: number, session: { sessionId: number; sessionEpoch: number }) {
  const topics = [{ topic, partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 46_000 }] }];
  return { replicaId: -1, maxWaitMs: 100, minBytes: 1, maxBytes: 1 << 20, topics, ...session };
}

function answered<T>(answer: T | "closed" | "silent"): T {
  if (answer === "closed" || answer === "silent") throw new Error(`no answer: ${String(answer)}`);
  return answer;
}

/** What is heard on a connection that may be held back. */
async function heard(talk: Talk, clientId: string, timeoutMs = silenceMs): Promise<string> {
  const answer = await talk.ask(apis.apiVersions, 0, {}, { clientId, timeoutMs });
  return typeof answer === "string" ? answer : "answered";
}

const effects: Readonly<Record<string, (stage: Stage) => Promise<Verdict>>> = {
  async producer_byte_rate(stage) {
    const { talk, keeper, clientId } = stage;
    await talk.createTopic("bytes-in");
    await keeper.set({ "client-id": clientId }, { producer_byte_rate: 20_000 });
    const greedy = stage.another();
    const first = answered(await greedy.ask(apis.produce, 9, produceDraft("bytes-in", 100_000), { clientId }));
    const other = answered(await stage.another().ask(apis.produce, 9, produceDraft("bytes-in", 100_000), { clientId: "modest" }));
    return {
      errorCode: first.responses[0]?.partitionResponses[0]?.errorCode ?? null,
      throttledSeconds: seconds(first.throttleTimeMs),
      afterwards: await heard(greedy, clientId),
      onAnotherConnection: await heard(stage.another(), clientId),
      other: other.throttleTimeMs,
    };
  },
  async "producer_byte_rate without acks"(stage) {
    const { talk, keeper, clientId } = stage;
    await talk.createTopic("bytes-in-unanswered");
    await keeper.set({ "client-id": clientId }, { producer_byte_rate: 20_000 });
    const greedy = stage.another();
    // Nothing is heard of the batch itself.
    const produced = await greedy.ask(apis.produce, 9, produceDraft("bytes-in-unanswered", 100_000, 0), { clientId, timeoutMs: silenceMs });
    const next = stage.another();
    const again = answered(await next.ask(apis.produce, 9, produceDraft("bytes-in-unanswered", 1), { clientId }));
    return { produced: String(produced), isThrottled: again.throttleTimeMs > 0 };
  },
  async "the end of a throttle"(stage) {
    const { talk, keeper, clientId } = stage;
    await talk.createTopic("bytes-in-for-a-while");
    await keeper.set({ "client-id": clientId }, { producer_byte_rate: 50_000 });
    const greedy = stage.another();
    const sinceMs = systemClock.monotonicMs();
    const { throttleTimeMs } = answered(await greedy.ask(apis.produce, 9, produceDraft("bytes-in-for-a-while", 150_000), { clientId }));
    const afterwards = await heard(greedy, clientId, 10_000);
    const waitedMs = systemClock.monotonicMs() - sinceMs;
    return {
      throttledSeconds: seconds(throttleTimeMs),
      afterwards,
      inTime: waitedMs >= throttleTimeMs && waitedMs < throttleTimeMs + 2_000,
    };
  },
  async consumer_byte_rate(stage) {
    const { talk, keeper, clientId } = stage;
    await talk.createTopic("bytes-out");
    for (let at = 0; at < 20; at++) await talk.produce("bytes-out", 0, batch([textOf(9_000)]));
    await keeper.set({ "client-id": clientId }, { consumer_byte_rate: 60_000 });
    const reader = stage.another();
    const ask = async (offset: number, session: { sessionId: number; sessionEpoch: number }) => {
      const { responses, throttleTimeMs, ...reply } = answered(
        await reader.ask(apis.fetch, 11, fetchDraft("bytes-out", offset, session), { clientId }),
      );
      const records = responses[0]?.partitions[0]?.records?.length ?? 0;
      return {
        sessionId: reply.sessionId,
        told: {
          errorCode: reply.errorCode,
          topics: responses.length,
          tensOfKilobytes: Math.round(records / 10_000),
          isThrottled: throttleTimeMs > 0,
        },
      };
    };
    const first = await ask(0, { sessionId: 0, sessionEpoch: 0 });
    const second = await ask(5, { sessionId: first.sessionId, sessionEpoch: 1 });
    const third = await ask(5, { sessionId: first.sessionId, sessionEpoch: 2 });
    return {
      first: first.told,
      second: second.told,
      sameSession: second.sessionId === first.sessionId,
      hasSession: first.sessionId > 0,
      third: third.told,
    };
  },
  async "consumer_byte_rate of a new session"(stage) {
    const { talk, keeper, clientId } = stage;
    await talk.createTopic("bytes-out-anew");
    for (let at = 0; at < 20; at++) await talk.produce("bytes-out-anew", 0, batch([textOf(9_000)]));
    await keeper.set({ "client-id": clientId }, { consumer_byte_rate: 60_000 });
    const reader = stage.another();
    const anew = fetchDraft("bytes-out-anew", 0, { sessionId: 0, sessionEpoch: 0 });
    await reader.ask(apis.fetch, 11, anew, { clientId });
    const second = answered(await reader.ask(apis.fetch, 11, anew, { clientId }));
    return {
      errorCode: second.errorCode,
      sessionId: second.sessionId,
      topics: second.responses.length,
      isThrottled: second.throttleTimeMs > 0,
    };
  },
  async request_percentage(stage) {
    const { keeper, clientId } = stage;
    await keeper.set({ "client-id": clientId }, { request_percentage: 0.001 });
    const busy = stage.another();
    const times: number[] = [];
    for (let request = 0; request < 200 && times.length < 3; request++) {
      const { throttleTimeMs } = answered(await busy.ask(apis.metadata, 9, { topics: null }, { clientId }));
      if (throttleTimeMs > 0) times.push(throttleTimeMs);
    }
    const other = answered(await stage.another().ask(apis.metadata, 9, { topics: null }, { clientId: "modest" }));
    return { throttled: times.length, forAWindowAtMost: times.every((ms) => ms <= 1_000), other: other.throttleTimeMs };
  },
  async controller_mutation_rate(stage) {
    return { strict: await mutations(stage, "strict", [7, 3, 6]), permissive: await mutations(stage, "permissive", [5, 2, 4]) };
  },
  async "controller_mutation_rate, checked only"(stage) {
    const { keeper, clientId } = stage;
    await keeper.set({ "client-id": clientId }, { controller_mutation_rate: 1 });
    const draft = (name: string) => ({
      topics: [{ name, numPartitions: 20, replicationFactor: 1 }],
      timeoutMs: 10_000,
      validateOnly: true,
    });
    const codes = async (name: string) => {
      const { topics, throttleTimeMs } = answered(await stage.another().ask(apis.createTopics, 7, draft(name), { clientId }));
      return [topics[0]?.errorCode ?? null, topics[0]?.errorMessage ?? null, seconds(throttleTimeMs)];
    };
    return [await codes("only-checked-1"), await codes("only-checked-2")];
  },
  async "which of several quotas"(stage) {
    const { talk, keeper, clientId } = stage;
    await talk.createTopic("preferred");
    const rows: Record<string, Verdict> = {};
    const quota = { producer_byte_rate: 20_000 };
    const generous = { producer_byte_rate: 1_000_000_000 };
    const tries: ReadonlyArray<readonly [limiting: QuotaParts, overriding: QuotaParts]> = [
      [{ "client-id": null }, { "client-id": clientId }],
      [{ "client-id": clientId }, { user: null }],
      [{ user: null }, { user: "ANONYMOUS" }],
      [{ user: "ANONYMOUS" }, { user: "ANONYMOUS", "client-id": null }],
      [{ user: null, "client-id": clientId }, { user: "ANONYMOUS" }],
      [
        { user: "ANONYMOUS", "client-id": null },
        { user: "ANONYMOUS", "client-id": clientId },
      ],
    ];
    for (const [limiting, overriding] of tries) {
      const isThrottled = async () =>
        answered(await stage.another().ask(apis.produce, 9, produceDraft("preferred", 50_000), { clientId })).throttleTimeMs > 0;
      await keeper.set(limiting, quota);
      const before = await isThrottled();
      await keeper.set(overriding, generous);
      rows[`${JSON.stringify(limiting)} and ${JSON.stringify(overriding)}`] = [before, await isThrottled()];
      await keeper.clear();
    }
    return rows;
  },
  async connection_creation_rate({ bootstrapServers, keeper }) {
    const address = "127.0.0.9";
    await keeper.set({ ip: address }, { connection_creation_rate: 5 });
    return Crowd.during(bootstrapServers, async (crowd) => {
      const clients = await Promise.all(Array.from({ length: 12 }, () => crowd.one(address)));
      for (const client of clients) client.send(apiVersionsFrame(0));
      const fates = await Promise.all(clients.map((client) => fateOf(client, 5_000)));
      const elsewhere = await crowd.one("127.0.0.10");
      elsewhere.send(apiVersionsFrame(0));
      return {
        served: fates.filter((fate) => fate === "answered").length,
        closed: fates.filter((fate) => fate === "closed").length,
        elsewhere: await fateOf(elsewhere),
      };
    });
  },
};

/** Changes of topics by one client, in the versions of CreateTopics, CreatePartitions and DeleteTopics, each a little beyond its quota. */
async function mutations(stage: Stage, name: string, [create, grow, remove]: readonly [number, number, number]): Promise<Verdict> {
  const { keeper } = stage;
  await keeper.set({ "client-id": name }, { controller_mutation_rate: 1 });
  const timeoutMs = 10_000;
  const topic = (suffix: string) => ({ name: `${name}-${suffix}`, numPartitions: 20, replicationFactor: 1 });
  const create1 = answered(
    await stage.another().ask(apis.createTopics, create, { topics: [topic("a"), topic("b")], timeoutMs }, { clientId: name }),
  );
  const made = create1.topics.map(({ errorCode, errorMessage }): Verdict => [errorCode, errorMessage]);
  const grow1 = answered(
    await stage
      .another()
      .ask(apis.createPartitions, grow, { topics: [{ name: `${name}-a`, count: 21, assignments: null }], timeoutMs }, { clientId: name }),
  );
  const removal = remove >= 6 ? { topics: [{ name: `${name}-a` }] } : { topicNames: [`${name}-a`] };
  const remove1 = answered(await stage.another().ask(apis.deleteTopics, remove, { ...removal, timeoutMs }, { clientId: name }));
  const result = {
    made: made.sort(),
    isThrottled: create1.throttleTimeMs > 0,
    grown: [grow1.results[0]?.errorCode ?? null, grow1.results[0]?.errorMessage ?? null, grow1.throttleTimeMs > 0],
    removed: [remove1.responses[0]?.errorCode ?? null, remove1.responses[0]?.errorMessage ?? null, remove1.throttleTimeMs > 0],
  };
  await keeper.clear();
  return result;
}

export const quotaEffectCases: readonly Case[] = Object.entries(effects).map(([name, run]) => ({
  name,
  alone: true,
  async run({ bootstrapServers }) {
    const stage = new Stage(bootstrapServers, name);
    try {
      return await run(stage);
    } finally {
      await stage.close();
    }
  },
}));
