import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startApacheKafka } from "../peers/apache-kafka.ts";
import { startMillrace } from "../peers/millrace.ts";
import type { Peer } from "../peers/peer.ts";
import { brokerProperties } from "./broker-properties.ts";
import { warmUp } from "./warm-up.ts";

export interface Brokers {
  readonly kafka: Peer;
  readonly millrace: Peer;
}

/** Runs something with both brokers up and ready; they end with it. */
export async function withBothBrokers<T>(run: (brokers: Brokers) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), "millrace-sequences-"));
  const peers: Peer[] = [];
  try {
    const kafka = await startApacheKafka({ dataDir: join(dataDir, "kafka"), config: brokerProperties });
    peers.push(kafka);
    const millrace = await startMillrace({ dataDir: join(dataDir, "millrace"), config: brokerProperties });
    peers.push(millrace);
    for (const { bootstrapServers } of peers) await warmUp(bootstrapServers);
    return await run({ kafka, millrace });
  } finally {
    await Promise.all(peers.map((peer) => peer.stop()));
    await rm(dataDir, { recursive: true, force: true });
  }
}
