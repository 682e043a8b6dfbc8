import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { type Closeable, MillraceError, sleep, systemClock } from "@millrace/kit";
import { bundledOperator, operatorFlags } from "../../../images/src/operator-image.ts";

export interface ProgramOptions {
  readonly kubeconfig: string;
  /** Settings besides those that every operator has to have. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** As its image and its Deployment have it. */
const enough = {
  MALLOC_ARENA_MAX: "1",
  STRIMZI_KAFKA_IMAGES: "4.3.1=nowhere.test/kafka:4.3.1",
  STRIMZI_DEFAULT_KAFKA_INIT_IMAGE: "nowhere.test/operator:1",
  STRIMZI_OPERATOR_NAMESPACE: "default",
  MILLRACE_HTTP_HOST: "127.0.0.1",
  MILLRACE_HTTP_PORT: "0",
};

const startMsMax = 60_000;

/** The operator as its image has it, in a process of this machine. */
export class OperatorProgram implements Closeable {
  readonly #child: ChildProcess;
  readonly #exit: Promise<number>;
  #output = "";

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#exit = new Promise((resolve) => child.once("exit", (code) => resolve(code ?? -1)));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
    }
  }

  /** Bundles it, once for all that are started of it. */
  static async bundled(): Promise<(options: ProgramOptions) => OperatorProgram> {
    const main = join(await bundledOperator(), "main.js");
    return ({ kubeconfig, settings }) => {
      const { PATH = "" } = process.env;
      const env = { PATH, ...enough, KUBECONFIG: kubeconfig, ...settings };
      return new OperatorProgram(spawn(process.execPath, [...operatorFlags, main], { env, stdio: ["ignore", "pipe", "pipe"] }));
    };
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  /** All that it has written. */
  get output(): string {
    return this.#output;
  }

  /** What it answers, once it listens: status and body. Throws TIMED_OUT with what it has written. */
  async ask(path: string): Promise<{ readonly status: number; readonly text: string }> {
    const endMs = systemClock.monotonicMs() + startMsMax;
    for (;;) {
      const [, url] = /"url":"(http:[^"]+)"/.exec(this.#output) ?? [];
      if (url !== undefined) {
        const response = await fetch(`${url}${path}`);
        return { status: response.status, text: await response.text() };
      }
      if (systemClock.monotonicMs() > endMs || this.#child.exitCode !== null)
        throw new MillraceError("TIMED_OUT", `the operator does not listen: ${this.#output}`);
      await sleep(systemClock, 5);
    }
  }

  async isReady(): Promise<boolean> {
    return (await this.ask("/ready")).status === 200;
  }

  async isLeader(): Promise<boolean> {
    return (await this.metric("leader_election_master_status")) === 1;
  }

  /** The sum of a metric's samples; `labels`: those with all of these. NaN: there is none. */
  async metric(name: string, ...labels: readonly string[]): Promise<number> {
    const { text } = await this.ask("/metrics");
    const lines = text.split("\n").filter((line) => line.startsWith(name) && /^[{ ]/.test(line.slice(name.length)));
    const chosen = lines.filter((line) => labels.every((label) => line.includes(label)));
    return chosen.length === 0 ? Number.NaN : chosen.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  }

  /** Resolves with its exit code, -1 if a signal ended it. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<number> {
    this.#child.kill(signal);
    return this.#exit;
  }

  exited(): Promise<number> {
    return this.#exit;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.end("SIGKILL");
  }
}
