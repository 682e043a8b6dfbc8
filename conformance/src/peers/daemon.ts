import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { constants } from "node:os";
import { MillraceError, systemClock, systemRandom } from "@millrace/kit";
import { findCommand } from "../toolchain/commands.ts";

const running = new Set<Daemon>();

/** As a shell says of a command that isn't there. */
const neverStarted = 127;

// Whatever ends this program, no server outlives it.
process.on("exit", () => {
  for (const daemon of running) daemon.kill();
});

/** A process that runs beside this one, whose output goes to a file. */
export class Daemon {
  readonly #child: ChildProcess;
  /** Exit status, once it has ended; below zero the number of the signal that ended it. */
  readonly ended: Promise<number>;
  readonly logFile: string;
  running = true;

  constructor(command: string, args: readonly string[], options: { logFile: string; cwd: string; env?: Record<string, string> }) {
    this.logFile = options.logFile;
    const log = openSync(options.logFile, "a");
    this.#child = spawn(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env }, stdio: ["ignore", log, log] });
    closeSync(log);
    running.add(this);
    this.ended = new Promise((resolve) => {
      const end = (code: number) => {
        this.running = false;
        running.delete(this);
        resolve(code);
      };
      this.#child.on("exit", (code, signal) => end(code ?? -constants.signals[signal ?? "SIGKILL"]));
      this.#child.on("error", () => end(neverStarted));
    });
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  /** SIGKILL, without waiting for the end. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /** Sends `signal` and waits for the end; SIGKILL follows when `graceMs` was not enough. */
  async end(signal: "SIGTERM" | "SIGKILL", graceMs = 20_000): Promise<void> {
    if (!this.running) return;
    this.#child.kill(signal);
    const cancel = systemClock.after(graceMs, () => this.#child.kill("SIGKILL"));
    await this.ended;
    cancel();
  }

  /** Polls until `ready` gives a value. Throws CONNECTION_FAILED with the end of the log if the process ends or `timeoutMs` go by. */
  async waitFor<T>(what: string, timeoutMs: number, ready: () => Promise<T | undefined>): Promise<T> {
    const endMs = systemClock.monotonicMs() + timeoutMs;
    while (this.running && systemClock.monotonicMs() < endMs) {
      const value = await ready();
      if (value !== undefined) return value;
      await new Promise((resolve) => setTimeout(resolve, 50)); // a process that has ended keeps nothing alive
    }
    const tail = (await readFile(this.logFile, "utf8")).split("\n").slice(-30).join("\n");
    await this.end("SIGKILL");
    throw new MillraceError("CONNECTION_FAILED", `${what} was not ready in ${timeoutMs} ms; the end of its log:\n${tail}`);
  }
}

/** A command line whose process ends with this program even if that is killed, where the machine has util-linux's setpriv. */
export function tiedToUs(command: string, args: readonly string[]): readonly [command: string, args: readonly string[]] {
  const setpriv = findCommand("setpriv");
  return setpriv === undefined ? [command, args] : [setpriv, ["--pdeathsig", "KILL", "--", command, ...args]];
}

/**
 * A port of 127.0.0.1 that nothing listened on just now. It lies below the ports that systems give to outgoing connections, so that it is
 * still free when a broker that was killed takes it again.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + systemRandom.below(10_000);
    if (await canListen(port)) return port;
  }
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Whether something accepts connections at 127.0.0.1:port. */
export function accepts(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(undefined));
  });
}
