import { apis } from "@millrace/protocol";
import { type Address, Link } from "../load/link.ts";
import { metered } from "../process/metered.ts";
import { fetchFromBeginning } from "./fetch.ts";
import { gigabyteBatches, largeBatches, oneRecord, produceScenario } from "./produce.ts";
import type { Scenario } from "./scenario.ts";

const handshakes = 1_000;
const warmUpHandshakes = 1_000;
const atATime = 16;

/** Whole ones, each on a connection of its own: nothing is resumed. */
const handshakeScenario: Scenario = {
  name: "tls-handshake",
  async run({ address, pid }, { scale }) {
    await shakeHands(address, warmUpHandshakes * scale);
    const { result, cpuSeconds, wallSeconds } = await metered(pid, () => shakeHands(address, handshakes * scale));
    return { "tls-handshake": (cpuSeconds * 1e6) / result, "tls-handshake-rate": result / wallSeconds };
  },
};

async function shakeHands(address: Address, count: number): Promise<number> {
  let left = Math.ceil(count);
  const some = async () => {
    while (left-- > 0) await oneHandshake(address);
  };
  await Promise.all(Array.from({ length: atATime }, some));
  return Math.ceil(count);
}

/** With one request, so that the broker has seen the end of the handshake. */
async function oneHandshake(address: Address): Promise<void> {
  const link = await Link.open(address);
  await link.call(apis.apiVersions, { clientSoftwareName: "millrace-bench", clientSoftwareVersion: "1" });
  link.close();
}

/** On brokers that listen with TLS. It takes Kafka long enough with half of what the same loads are without. */
export const tlsScenarios: readonly Scenario[] = [
  handshakeScenario,
  produceScenario({ ...oneRecord, name: "tls-one-record", rate: "tls-one-record-rate", warmUpRequests: 30_000, requests: 40_000 }),
  produceScenario({ ...largeBatches, name: "tls-produce-64k", rate: "tls-produce-64k-rate", warmUpRequests: 4_000, requests: 8_000 }),
  fetchFromBeginning("tls-fetch", gigabyteBatches / 2),
];
