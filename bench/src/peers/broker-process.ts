import { readFile } from "node:fs/promises";
import { MillraceError, sleep, systemClock } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import { Daemon } from "../../../conformance/src/peers/daemon.ts";
import type { PeerName } from "../../../conformance/src/peers/peer.ts";
import { type Address, Link } from "../load/link.ts";
import { atExit } from "../process/at-exit.ts";

export type { PeerName };

/** A broker under measurement. */
export interface BrokerProcess {
  readonly name: PeerName;
  readonly address: Address;
  readonly pid: number;
  /** Where its data is, and its output. */
  readonly folder: string;
  /** From the moment before its process was made until a request was answered, in milliseconds. */
  readonly startMs: number;
  /** From the same moment until it has printed `text`, in milliseconds. Throws CONNECTION_FAILED if it ends without. */
  saidMs(text: string): Promise<number>;
  /** The last lines of what it printed. */
  lastWords(): Promise<string>;
  /** SIGTERM, and waits for the end; nothing happens if it has come already. */
  stop(): Promise<void>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
  /** Starts it anew, on the same data and the same port. It must have ended. */
  again(): Promise<BrokerProcess>;
}

export interface Launch {
  readonly name: PeerName;
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  /** Where it runs and its output goes. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The certificate by which a listener with TLS is known, in PEM. */
  readonly trusted?: string;
}

const host = "127.0.0.1";
/** Kafka reads gigabytes again after `kill -9`, and writes as many at a clean stop. */
const startMsMax = 300_000;
const stopMsMax = 300_000;
const pollMs = 2;
const lastLines = 30;

/** Starts a broker and asks for its API versions until it answers. Throws CONNECTION_FAILED with the end of its log. */
export async function launch(how: Launch): Promise<BrokerProcess> {
  const { name, command, args, port, folder, env = {}, trusted } = how;
  const address = { host, port, ...(trusted === undefined ? {} : { trusted }) };
  const startedMs = systemClock.monotonicMs();
  const daemon = new Daemon(command, args, { logFile: `${folder}/output.log`, cwd: folder, env });
  const forget = atExit(() => void daemon.end("SIGKILL"));
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    await daemon.end(signal, stopMsMax);
    forget();
  };
  const lastWords = async () => (await readFile(daemon.logFile, "utf8")).split("\n").slice(-lastLines).join("\n");
  const endMs = startedMs + startMsMax;
  const untilMs = async (what: string, holds: () => Promise<boolean>): Promise<number> => {
    while (!(await holds())) {
      if (!daemon.running || systemClock.monotonicMs() > endMs) {
        await end("SIGKILL");
        throw new MillraceError("CONNECTION_FAILED", `${name} did not ${what}; the end of its output:\n${await lastWords()}`);
      }
      await sleep(systemClock, pollMs);
    }
    return systemClock.monotonicMs() - startedMs;
  };
  const startMs = await untilMs("answer", () => answers(address));
  return {
    name,
    address,
    pid: daemon.pid,
    folder,
    startMs,
    saidMs: (text) => untilMs(`say ${text}`, async () => (await readFile(daemon.logFile, "utf8")).includes(text)),
    lastWords,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
    again: () => launch(how),
  };
}

/** Whether an ApiVersions request gets its response; false where nothing listens yet or the connection is dropped. */
async function answers(address: Address): Promise<boolean> {
  try {
    const link = await Link.open(address);
    const { apiKeys } = await link.call(apis.apiVersions, { clientSoftwareName: "millrace-bench", clientSoftwareVersion: "1" });
    link.close();
    return apiKeys.length > 0;
  } catch {
    return false;
  }
}
