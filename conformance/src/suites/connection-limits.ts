import type { Case, Suite } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { askAndSee, Crowd, type Fate, type Row, silenceMs } from "../wire/crowd.ts";
import { Changing } from "./changing-broker.ts";
import { eventually } from "./outcome.ts";
import { requestSizeCases } from "./request-sizes.ts";

const [here, there, elsewhere] = ["127.0.0.2", "127.0.0.3", "127.0.0.4"] as const;
/** Has two connections at most; one whose number is changed while it is there. */
const [rationed, reconsidered] = ["127.0.0.5", "127.0.0.6"] as const;

/** A new client from `address` asks. */
const newcomer = async (crowd: Crowd, address: string, withinMs?: number): Promise<Fate> => askAndSee(await crowd.one(address), withinMs);

/** New clients from `address` come, one after the other, until this is what becomes of one. */
function untilOneIs(fate: Fate, crowd: Crowd, address: string): Promise<Fate> {
  return eventually(`a client from ${address} is ${fate}`, async () => {
    const client = await crowd.one(address);
    const seen = await askAndSee(client);
    client.close();
    return seen === fate ? fate : undefined;
  });
}

/** New clients from `address` come, one after the other, until one has to wait. */
function untilOneWaits(crowd: Crowd, address: string): Promise<Row> {
  return eventually(`a client from ${address} waits`, async () => {
    const row = await crowd.asking(1, address);
    if ((await row.waiting())[0] === "silent") return row;
    row.leave();
    return undefined;
  });
}

/** What happens under the limits that the broker was started with. */
const steady: Readonly<Record<string, (crowd: Crowd) => Promise<Verdict>>> = {
  async "beyond max.connections"(crowd) {
    const served = await crowd.served(6, here);
    await crowd.served(6, there);
    const beyond = await crowd.asking(3, elsewhere);
    const atFirst = await beyond.waiting();
    const meanwhile = await served.ask();
    served.leave();
    const afterOneLeft = await beyond.turn();
    served.leave();
    return { atFirst, meanwhile, afterOneLeft, afterAnotherLeft: await beyond.turn() };
  },
  async "one that waits leaves"(crowd) {
    const served = await crowd.served(6, here);
    await crowd.served(6, there);
    const beyond = await crowd.asking(3, elsewhere);
    const atFirst = await beyond.waiting();
    beyond.leave();
    served.leave();
    return { atFirst, afterOneLeft: await beyond.turn() };
  },
  async "max.connections.per.ip"(crowd) {
    const served = await crowd.served(10, here);
    const beyond = [await newcomer(crowd, here), await newcomer(crowd, here)];
    const fromElsewhere = await newcomer(crowd, elsewhere);
    const meanwhile = await served.ask();
    served.leave();
    return { beyond, fromElsewhere, meanwhile, afterOneLeft: await untilOneIs("answered", crowd, here) };
  },
  async "max.connections.per.ip.overrides"(crowd) {
    const served = await crowd.served(2, rationed);
    return { beyond: await newcomer(crowd, rationed), meanwhile: await served.ask() };
  },
  async "an address that has enough, where all are taken"(crowd) {
    const served = await crowd.served(10, here);
    await crowd.served(2, rationed);
    const beyond = await crowd.asking(1, rationed);
    const behind = await crowd.asking(2, there);
    const atFirst = [await beyond.waiting(), await behind.waiting()];
    served.leave();
    return { atFirst, afterOneLeft: [await beyond.turn(), await behind.turn()] };
  },
};

/** What happens when limits change under those that are there. */
const changing: Readonly<Record<string, (crowd: Crowd, broker: Changing) => Promise<Verdict>>> = {
  async "max.connections is raised"(crowd, broker) {
    await broker.connect();
    await crowd.served(6, here);
    await crowd.served(5, there);
    const beyond = await crowd.asking(2, elsewhere);
    const atFirst = await beyond.waiting();
    await broker.set("max.connections", "13");
    return { atFirst, onceRaised: await beyond.turn() };
  },
  async "max.connections is lowered"(crowd, broker) {
    const usedAgain = await crowd.served(1, here);
    const idle = await crowd.served(3, here);
    await usedAgain.ask();
    await broker.set("max.connections", "3");
    const longestIdle = [await idle.front(), ...(await idle.turn())];
    const others = [...(await usedAgain.ask()), ...(await idle.ask())];
    return { longestIdle, others, newcomer: await newcomer(crowd, there, silenceMs) };
  },
  async "max.connections.per.ip.overrides changes"(crowd, broker) {
    const served = await crowd.served(3, reconsidered);
    await broker.set("max.connections.per.ip.overrides", `${reconsidered}:2`);
    const beyond = await untilOneIs("closed", crowd, reconsidered);
    const meanwhile = await served.ask();
    served.leave();
    served.leave();
    return { beyond, meanwhile, afterTwoLeft: await untilOneIs("answered", crowd, reconsidered) };
  },
  async "max.connections of a listener"(crowd, broker) {
    const served = await crowd.served(4, here);
    await broker.set(`${await broker.listenerPrefix()}max.connections`, "4");
    const beyond = await untilOneWaits(crowd, there);
    const meanwhile = await served.ask();
    served.leave();
    const afterOneLeft = await beyond.waiting();
    served.leave();
    return { meanwhile, afterOneLeft, afterAnotherLeft: await beyond.turn() };
  },
};

/** Takes back at the end what was changed. */
function changed(run: (crowd: Crowd, broker: Changing) => Promise<Verdict>) {
  return async (crowd: Crowd, bootstrapServers: string): Promise<Verdict> => {
    const broker = new Changing(bootstrapServers);
    try {
      return await run(crowd, broker);
    } finally {
      await broker.close();
    }
  };
}

/** How many connections and how large requests may be, and what those see that are beyond. */
export const connectionLimits: Suite = {
  name: "connection-limits",
  config: {
    // One thread looks at all connections in turn.
    "num.network.threads": "1",
    "socket.request.max.bytes": "20000",
    "queued.max.request.bytes": "30000",
    "max.connections": "12",
    "max.connections.per.ip": "10",
    "max.connections.per.ip.overrides": `${rationed}:2`,
  },
  async prepare() {
    const underChange = Object.fromEntries(Object.entries(changing).map(([name, run]) => [name, changed(run)]));
    const cases: Case[] = Object.entries({ ...requestSizeCases, ...steady, ...underChange }).map(([name, run]) => ({
      name,
      alone: true,
      run: ({ bootstrapServers }) => Crowd.during(bootstrapServers, (crowd) => run(crowd, bootstrapServers)),
    }));
    return { cases, async close() {} };
  },
};
