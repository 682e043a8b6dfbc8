import { join } from "node:path";
import { sleep, systemClock, systemRandom } from "@millrace/kit";
import { Driver } from "../driver.ts";
import type { Peer } from "../peers/peer.ts";
import { type Case, conformanceFolder, type Scale, type Suite } from "../suite.ts";
import { buildGo } from "../toolchain/go.ts";
import type { Verdict } from "../verdicts.ts";
import { waitUntilUsable } from "../wire/exchange.ts";

/** How often all is done, for how long, and how often the broker is killed each time. */
const scales: Readonly<Record<Scale, { readonly rounds: number; readonly seconds: number; readonly kills: number }>> = {
  everyday: { rounds: 1, seconds: 3, kills: 2 },
  nightly: { rounds: 6, seconds: 15, kills: 5 },
};

/** Clients work for so long between a start and the next kill. */
const betweenKillsMs = { min: 200, max: 3_000 };

const usableWithinMs = 90_000;
const decidedWithinMs = 250_000;

/** The verdicts of all rounds: they are the same, or there is one too many. */
async function rounds(count: number, round: (name: string) => Promise<Verdict>): Promise<Verdict> {
  const verdicts = new Map<string, Verdict>();
  for (let number = 0; number < count; number++) {
    const verdict = await round(`${number}`);
    verdicts.set(JSON.stringify(verdict), verdict);
  }
  const [first = null, ...others] = verdicts.values();
  return others.length === 0 ? first : [first, ...others];
}

async function killWhileClientsWork(peer: Peer, topics: readonly string[], kills: number): Promise<void> {
  const work = async (forMs: number): Promise<void> => {
    for (const topic of topics) await waitUntilUsable(peer.bootstrapServers, topic, 1, usableWithinMs);
    await sleep(systemClock, forMs);
  };
  for (let count = 0; count < kills; count++) {
    await work(betweenKillsMs.min + systemRandom.below(betweenKillsMs.max - betweenKillsMs.min));
    await peer.kill9();
    await peer.restart();
  }
  await work(betweenKillsMs.max);
}

/** Histories of clients that work at the same time, checked by Porcupine: a log, transactions, a compacted partition and groups' offsets. */
export const histories: Suite = {
  name: "histories",
  config: { "log.cleaner.backoff.ms": "300" },
  takesMinutes: true,
  async prepare(scale) {
    const { rounds: count, seconds, kills } = scales[scale];
    const driver = new Driver({ command: await buildGo(join(conformanceFolder, "go")), args: ["histories"] });
    const names = await driver.cases;
    const ask = (name: string, { bootstrapServers }: Peer, request: object): Promise<Verdict> =>
      driver.ask(name, { bootstrapServers, ...request }, decidedWithinMs);
    const undisturbed = names.map(
      (name): Case => ({ name, run: (peer) => rounds(count, (round) => ask(name, peer, { round: `.${round}`, seconds })) }),
    );
    const throughKills = (name: string, together: readonly string[], killsOf: (peer: Peer) => number): Case => ({
      name,
      alone: true,
      run: (peer) =>
        rounds(count, async (each) => {
          const round = `.killed.${each}`;
          const verdicts = Promise.all(together.map(async (each) => [each, await ask(each, peer, { round })] as const));
          const topics = together.map((each) => `go.${each}${round}`);
          // Clients go on until they are told: an earlier end is a failure.
          await Promise.race([killWhileClientsWork(peer, topics, killsOf(peer)), verdicts]);
          for (const each of together) driver.tell(each, { stop: true });
          return Object.fromEntries(await verdicts);
        }),
    });
    const others = names.filter((name) => name !== "transactions");
    const killed = [
      throughKills(`${others.join(", ")}, while the broker is killed`, others, () => kills),
      // Apache Kafka 4.3.1 is not killed: afterwards an aborted transaction may be without markers, and its records count with those of the next.
      throughKills("transactions, while the broker is killed", ["transactions"], (peer) => (peer.name === "kafka" ? 0 : kills)),
    ];
    return { cases: [...undisturbed, ...killed], close: () => driver.close() };
  },
};
