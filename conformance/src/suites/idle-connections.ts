import { sleep, systemClock } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { QuotaKeeper } from "../differential/cases/quota-keeper.ts";
import { batch, frameOf, Talk } from "../differential/talk.ts";
import type { Case, Suite } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import type { RawConnection } from "../wire/connection.ts";
import { askAndSee, Crowd, type Fate, fateOf } from "../wire/crowd.ts";
import { createTopic } from "../wire/exchange.ts";
import { apiVersionsFrame } from "../wire/requests.ts";

const idleMs = 3_000;
const address = "127.0.0.2";
/** Between two signs of life: many fit into the time after which a connection is idle. */
const pulseMs = 250;

/** A client's last sign of life, given as what it does; then silence. How it ends, and whether its time was up. */
async function untilItEnds(client: RawConnection, act: () => unknown): Promise<Verdict> {
  await act();
  const sinceMs = systemClock.monotonicMs();
  const fate = await fateOf(client);
  // Brokers count from when they saw it, and may look at the clock before that.
  return { fate, inTime: systemClock.monotonicMs() - sinceMs >= idleMs - 500 };
}

const silences: Readonly<Record<string, (client: RawConnection, bootstrapServers: string) => Promise<Verdict>>> = {
  "one that never asks": (client) => untilItEnds(client, () => {}),
  "one that has asked": (client) => untilItEnds(client, () => askAndSee(client)),
  "one that stops in the middle of a request": async (client) => {
    await askAndSee(client);
    return untilItEnds(client, () => client.send(apiVersionsFrame(0).subarray(0, 7)));
  },
  "one whose answer is not due yet": async (client, bootstrapServers) => {
    const topic = "idle";
    await createTopic(bootstrapServers, topic);
    const topics = [{ topic, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100 }] }];
    const draft = { replicaId: -1, maxWaitMs: 15_000, minBytes: 1, maxBytes: 100, sessionEpoch: -1, topics };
    return untilItEnds(client, () => client.send(frameOf(apis.fetch, 11, draft, { correlationId: 1, clientId: "idle" })));
  },
  "one that is held back by a quota": async (client, bootstrapServers) => {
    const [topic, clientId] = ["idle-and-greedy", "greedy"];
    await createTopic(bootstrapServers, topic);
    const talk = new Talk(bootstrapServers);
    const keeper = new QuotaKeeper(talk);
    await keeper.set({ "client-id": clientId }, { producer_byte_rate: 100 });
    const topicData = [{ name: topic, partitionData: [{ index: 0, records: batch(["x".repeat(20_000)]) }] }];
    const frame = frameOf(apis.produce, 9, { acks: -1, timeoutMs: 5_000, topicData }, { correlationId: 1, clientId });
    try {
      return await untilItEnds(client, async () => {
        client.send(frame);
        await fateOf(client);
      });
    } finally {
      talk.close(); // its connection was idle, too
      await keeper.clear();
      talk.close();
    }
  },
  "one that takes long for a request": async (client) => {
    const request = apiVersionsFrame(0);
    // Longer than may be silence, in all.
    for (const byte of request) {
      client.send(Buffer.of(byte));
      await sleep(systemClock, pulseMs);
    }
    return fateOf(client);
  },
};

/** One of as many as may be is idle, and others wait for its place. */
async function placeOfAnIdleOne(crowd: Crowd): Promise<Verdict> {
  const used = await crowd.served(2, address);
  const idle = await crowd.served(1, address);
  const alsoUsed = await crowd.served(5, address);
  const beyond = await crowd.asking(2, address);
  let ended: Fate | undefined;
  const end = idle.front().then((fate) => {
    ended = fate;
  });
  const meanwhile = new Set<Fate>();
  while (ended === undefined) {
    for (const fate of [...(await used.ask()), ...(await alsoUsed.ask())]) meanwhile.add(fate);
    await sleep(systemClock, pulseMs);
  }
  await end;
  return { meanwhile: [...meanwhile], idle: ended, beyond: await beyond.turn() };
}

/** Connections on which nothing moves. */
export const idleConnections: Suite = {
  name: "idle-connections",
  config: { "num.network.threads": "1", "max.connections": "8", "connections.max.idle.ms": String(idleMs) },
  async prepare() {
    const cases: Case[] = Object.entries(silences).map(([name, run]) => ({
      name,
      run: ({ bootstrapServers }) => Crowd.during(bootstrapServers, async (crowd) => run(await crowd.one(address), bootstrapServers)),
    }));
    const place: Case = {
      name: "the place of an idle one",
      alone: true,
      run: ({ bootstrapServers }) => Crowd.during(bootstrapServers, placeOfAnIdleOne),
    };
    return { cases: [...cases, place], async close() {} };
  },
};
