import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MillraceError, messageOf, type Opened } from "@millrace/kit";
import { atExit } from "../process/at-exit.ts";
import { settle } from "../process/settled.ts";
import { startApacheKafka } from "./apache-kafka.ts";
import type { BrokerProcess, PeerName } from "./broker-process.ts";
import { type StartOptions, startMillrace } from "./millrace.ts";

/** A killed process may still make a file while its folder is removed. */
const removal = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 } as const;

/** Where the data of brokers goes. */
export const dataParent = tmpdir();

/** Starts a peer on an empty data directory. Closing `opened` stops it and removes its data, and so does the end of this process. */
export async function startFresh(peer: PeerName, opened: Opened, how: StartOptions = {}): Promise<BrokerProcess> {
  const folder = await mkdtemp(join(dataParent, `millrace-bench-${peer}-`));
  const forget = atExit(() => rmSync(folder, removal));
  opened.defer(async () => {
    await rm(folder, removal);
    forget();
  });
  await settle();
  const broker = peer === "kafka" ? await startApacheKafka(folder, how.certificate) : await startMillrace(folder, how);
  opened.defer(() => broker.stop());
  return broker;
}

/** Throws REQUEST_FAILED with what the broker printed when `work` does not come to its end. */
export async function withLastWords<T>(what: string, broker: BrokerProcess, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const output = await broker.lastWords();
    const message = `${what} on ${broker.name}: ${messageOf(cause)}; the end of the broker's output:\n${output}`;
    throw new MillraceError("REQUEST_FAILED", message, { cause });
  }
}
