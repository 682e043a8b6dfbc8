import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mustRun } from "../toolchain/commands.ts";
import type { Verdict } from "../verdicts.ts";
import { type ApiServer, kubeconfigOf } from "./api-server.ts";
import { Normaliser } from "./normalise.ts";
import { exchangeVerdict } from "./recording/exchange-verdict.ts";
import { type Exchange, recordingProxy } from "./recording/recording-proxy.ts";

export interface ClientGoCase {
  readonly name: string;
  /** How often it asks, and in which order, is a matter of time: what it asked is told once, in the order of the alphabet. */
  readonly isTimed?: boolean;
}

export const clientGoCases: readonly ClientGoCase[] = [
  { name: "informer" },
  { name: "server-side apply" },
  { name: "leader election", isTimed: true },
  { name: "pages" },
  { name: "retry on conflict" },
];

/** Runs a case of the program on client-go behind a proxy that keeps what it sends and is answered; what both saw. */
export async function tryClientGo(program: string, { name, isTimed = false }: ClientGoCase, server: ApiServer, namespace: string) {
  const proxy = await recordingProxy(server, { asJson: true });
  const folder = await mkdtemp(join(tmpdir(), "millrace-client-go-"));
  try {
    const kubeconfig = join(folder, "kubeconfig");
    await writeFile(kubeconfig, kubeconfigOf({ url: proxy.url, ca: "", token: "" }));
    const seen = JSON.parse(await mustRun(program, [name, kubeconfig, namespace])) as Verdict;
    await proxy.settled();
    const exchanges = proxy.take();
    return { seen, exchanges: isTimed ? distinct(exchanges) : inOrder(exchanges) };
  } finally {
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function inOrder(exchanges: readonly Exchange[]): Verdict {
  const normaliser = new Normaliser();
  return exchanges.map((exchange) => exchangeVerdict(exchange, normaliser, true));
}

function distinct(exchanges: readonly Exchange[]): Verdict {
  const texts = exchanges.map((exchange) => JSON.stringify(exchangeVerdict(exchange, new Normaliser(), true)));
  return [...new Set(texts)].sort().map((text) => JSON.parse(text) as Verdict);
}
