import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Closeable, MillraceError, sleep, systemClock } from "@millrace/kit";
import { Daemon, tiedToUs } from "./peers/daemon.ts";
import { javaCommand } from "./toolchain/java.ts";

const outputShownMax = 6_000;
const causesShownMax = 12;

/** The end of what a program said, below the lines that name exceptions: what brought it down may stand far above its last words. */
function lastWords(output: string): string {
  const causes = output.split("\n").filter((line) => /^\S*(Exception|Error)\b|^Caused by: |^Exception in /.test(line));
  return [...causes.slice(0, causesShownMax), output.slice(-outputShownMax)].join("\n");
}

/** A Java program that runs, and what it has said so far. */
export class JavaProgram {
  readonly #name: string;
  readonly #daemon: Daemon;

  constructor(name: string, daemon: Daemon) {
    this.#name = name;
    this.#daemon = daemon;
  }

  get running(): boolean {
    return this.#daemon.running;
  }

  output(): Promise<string> {
    return readFile(this.#daemon.logFile, "utf8");
  }

  async lines(): Promise<readonly string[]> {
    return (await this.output()).split("\n");
  }

  /** What it said in lines of JSON; a line that is still being written is left out. */
  async events(): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const lines = (await this.lines()).slice(0, -1).filter((line) => line.startsWith("{"));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Waits until `look` gives a value. Throws TIMED_OUT or CONNECTION_CLOSED with its last words if it ends first. */
  async until<T>(what: string, timeoutMs: number, look: (program: this) => Promise<T | undefined>): Promise<T> {
    const endMs = systemClock.monotonicMs() + timeoutMs;
    for (;;) {
      const { running } = this;
      const found = await look(this);
      if (found !== undefined) return found;
      if (!running) throw await this.#failure("CONNECTION_CLOSED", `ended before ${what}`);
      if (systemClock.monotonicMs() > endMs) throw await this.#failure("TIMED_OUT", `not in ${timeoutMs} ms: ${what}`);
      await sleep(systemClock, 100);
    }
  }

  /** Waits for its end, which must be with status 0; what it said. Throws REQUEST_FAILED, TIMED_OUT. */
  async succeed(timeoutMs: number): Promise<string> {
    await this.until("it ends", timeoutMs, async () => (this.running ? undefined : true));
    const code = await this.#daemon.ended;
    if (code !== 0) throw await this.#failure("REQUEST_FAILED", `ended with ${code}`);
    return this.output();
  }

  /** SIGKILL, and waits for the end. */
  kill9(): Promise<void> {
    return this.#daemon.end("SIGKILL");
  }

  /** SIGTERM, and waits for the end. */
  stop(graceMs = 60_000): Promise<void> {
    return this.#daemon.end("SIGTERM", graceMs);
  }

  async #failure(code: "REQUEST_FAILED" | "TIMED_OUT" | "CONNECTION_CLOSED", what: string): Promise<MillraceError> {
    return new MillraceError(code, `${this.#name}: ${what}`, { hint: lastWords(await this.output()) });
  }
}

type Through = (command: readonly string[]) => readonly [command: string, args: readonly string[]];

/** Kafka's own programs, each in a Java machine of its own, and a folder for what they write. */
export class JavaPrograms implements Closeable {
  readonly #started: JavaProgram[] = [];
  readonly #classpath: readonly string[];
  readonly #through: Through;
  readonly folder: string;

  private constructor(classpath: readonly string[], folder: string, through: Through) {
    this.#classpath = classpath;
    this.#through = through;
    this.folder = folder;
  }

  /** `through` makes the command line by which another one is run. */
  static async open(classpath: readonly string[], through: Through = ([command = "", ...args]) => [command, args]): Promise<JavaPrograms> {
    return new JavaPrograms(classpath, await mkdtemp(join(tmpdir(), "millrace-programs-")), through);
  }

  async start(mainClass: string, args: readonly string[]): Promise<JavaProgram> {
    const name = mainClass.replace(/.*\./, "");
    const [java = "", ...rest] = await javaCommand(mainClass, args, this.#classpath);
    const logFile = join(this.folder, `${name}-${this.#started.length}.log`);
    // Temporary files of the programs go with the folder.
    const command = this.#through([java, `-Djava.io.tmpdir=${this.folder}`, ...rest]);
    const daemon = new Daemon(...tiedToUs(...command), { logFile, cwd: this.folder });
    const program = new JavaProgram(name, daemon);
    this.#started.push(program);
    return program;
  }

  /** Writes a file of Java properties; its path. */
  async properties(name: string, properties: Readonly<Record<string, string>>): Promise<string> {
    const file = join(this.folder, name);
    const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`);
    await writeFile(file, lines.join(""));
    return file;
  }

  async close(): Promise<void> {
    await Promise.all(this.#started.map((program) => program.kill9()));
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Tries something with programs that end with it, whatever comes. */
export async function withPrograms<T>(classpath: readonly string[], use: (programs: JavaPrograms) => Promise<T>): Promise<T> {
  const programs = await JavaPrograms.open(classpath);
  try {
    return await use(programs);
  } finally {
    await programs.close();
  }
}
