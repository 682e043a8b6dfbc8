import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { MillraceError, systemClock } from "@millrace/kit";
import type { Verdict } from "./verdicts.ts";

/** How to start a program that tries cases of a client library. */
export interface DriverCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

type Reply = { ready: true; cases: string[] } | { case: string; verdict: Verdict } | { case: string; error: string };

interface Waiting {
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (failure: unknown) => void;
}

const errorTailLines = 60;

/**
 * A running program that tries cases: it names its cases in one line of JSON when it starts, then reads `{"case","bootstrapServers"}`
 * lines and answers each with a `{"case","verdict"}` or `{"case","error"}` line. Several cases may be under way at once.
 */
export class Driver {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Map<string, Waiting>();
  readonly #errorTail: string[] = [];
  readonly #ended: Promise<void>;
  /** Names of the program's cases, once it is ready. */
  readonly cases: Promise<readonly string[]>;

  constructor({ command, args, cwd, env }: DriverCommand) {
    this.#child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
    const ready = Promise.withResolvers<readonly string[]>();
    this.cases = ready.promise;
    this.cases.catch(() => {}); // told to whoever waits for it
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#take(line, ready.resolve));
    createInterface({ input: this.#child.stderr }).on("line", (line) => {
      this.#errorTail.push(line);
      if (this.#errorTail.length > errorTailLines) this.#errorTail.shift();
    });
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        const failure = new MillraceError("CONNECTION_CLOSED", `${command} ended:\n${this.#errorTail.join("\n")}`);
        ready.reject(failure);
        for (const { reject } of this.#waiting.values()) reject(failure);
        resolve();
      };
      this.#child.on("close", end);
      this.#child.on("error", end);
    });
    this.#child.stdin.on("error", () => {}); // its end is reported by the process
  }

  /** The verdict of one case. Throws REQUEST_FAILED with what the program said, TIMED_OUT after `timeoutMs`. */
  attempt(name: string, bootstrapServers: string, timeoutMs: number): Promise<Verdict> {
    return this.ask(name, { bootstrapServers }, timeoutMs);
  }

  /** The same of a program that wants to know something else. */
  async ask(name: string, request: object, timeoutMs: number): Promise<Verdict> {
    const { promise, resolve, reject } = Promise.withResolvers<Verdict>();
    this.#waiting.set(name, { resolve, reject });
    const cancel = systemClock.after(timeoutMs, () => reject(new MillraceError("TIMED_OUT", `no verdict in ${timeoutMs} ms`)));
    this.tell(name, request);
    try {
      return await promise;
    } finally {
      cancel();
      this.#waiting.delete(name);
    }
  }

  /** Says something to a case that is under way. */
  tell(name: string, message: object): void {
    this.#child.stdin.write(`${JSON.stringify({ case: name, ...message })}\n`);
  }

  /** Ends the program; SIGKILL if closing its input is not enough. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    const cancel = systemClock.after(3_000, () => this.#child.kill("SIGKILL"));
    await this.#ended;
    cancel();
  }

  #take(line: string, ready: (cases: readonly string[]) => void): void {
    if (!line.startsWith("{")) return; // chatter of a library
    const reply = JSON.parse(line) as Reply;
    if ("ready" in reply) {
      ready(reply.cases);
      return;
    }
    const waiting = this.#waiting.get(reply.case);
    if ("verdict" in reply) waiting?.resolve(reply.verdict);
    else waiting?.reject(new MillraceError("REQUEST_FAILED", reply.error, { hint: this.#errorTail.slice(-12).join("\n") }));
  }
}
