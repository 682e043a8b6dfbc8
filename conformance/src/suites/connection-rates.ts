import { systemClock } from "@millrace/kit";
import type { Case } from "../suite.ts";
import type { Verdict } from "../verdicts.ts";
import { askAndSee, Crowd } from "../wire/crowd.ts";
import { Changing } from "./changing-broker.ts";

/** Connections a second. So many come at once before any has to wait: the suite's window is two seconds, and begins anew now and then. */
const [rate, atOnceMax] = [2, 6] as const;
const newcomers = 16;
/** Less than the rate asks of those that come later, so that only a broker that keeps to it comes to it, however slow the machine. */
const waitMsMin = ((newcomers - atOnceMax) / rate) * 1000 * 0.8;
const address = "127.0.0.31";

/** Clients come one after the other, ask and go, under a limit of how many may come in a second, which holds others up but turns nobody away. */
async function comeAndGo(crowd: Crowd, broker: Changing, name: string): Promise<Verdict> {
  await broker.connect();
  await broker.set(name, String(rate));
  const seen = new Set<string>();
  const sinceMs = systemClock.monotonicMs();
  for (let at = 0; at < newcomers; at++) {
    const client = await crowd.one(address);
    seen.add(await askAndSee(client));
    client.close();
  }
  return { seen: [...seen], isHeldUp: systemClock.monotonicMs() - sinceMs >= waitMsMin };
}

const names: Readonly<Record<string, (broker: Changing) => Promise<string>>> = {
  "max.connection.creation.rate of the broker": async () => "max.connection.creation.rate",
  "max.connection.creation.rate of a listener": async (broker) => `${await broker.listenerPrefix()}max.connection.creation.rate`,
};

/** How fast connections may come to the broker, or to one listener (KIP-612). */
export const connectionRateCases: readonly Case[] = Object.entries(names).map(([name, nameFor]) => ({
  name,
  alone: true,
  async run({ bootstrapServers }) {
    const broker = new Changing(bootstrapServers);
    try {
      const config = await nameFor(broker);
      return await Crowd.during(bootstrapServers, (crowd) => comeAndGo(crowd, broker, config));
    } finally {
      await broker.close();
    }
  },
}));
