import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { type Closeable, MillraceError } from "@millrace/kit";
import { conformanceFolder } from "../suite.ts";
import { buildGo } from "../toolchain/go.ts";

/** A folder that forgets, when its power goes, what was not flushed: see `power/`. Linux and root. */
export class PoweredFolder implements Closeable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcessWithoutNullStreams, lines: Interface) {
    this.#child = child;
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** Makes the folder, and mounts it. Throws NOT_FOUND where there is no FUSE. */
  static async mount(folder: string): Promise<PoweredFolder> {
    if (!existsSync("/dev/fuse") || process.getuid?.() !== 0) {
      throw new MillraceError("NOT_FOUND", "a folder whose power goes needs /dev/fuse and root", { hint: "Run it on Linux, as root." });
    }
    const program = await buildGo(join(conformanceFolder, "power"));
    await mkdir(folder, { recursive: true });
    // It ends with its input, and so with us; being killed, it would leave the folder mounted.
    const child = spawn(program, [folder], { stdio: "pipe" });
    child.stderr.pipe(process.stderr);
    const powered = new PoweredFolder(child, createInterface({ input: child.stdout }));
    await powered.#expect("mounted");
    return powered;
  }

  /** The power goes, and comes back. Whoever had files open has to be dead. */
  async lose(seed: number): Promise<void> {
    this.#child.stdin.write(`lose ${seed}\n`);
    await this.#expect("lost");
  }

  async #expect(word: string): Promise<void> {
    const { value } = await this.#lines.next();
    if (value !== word)
      throw new MillraceError("CONNECTION_CLOSED", `expected the powered folder to say ${word}, got ${value ?? "its end"}`);
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#lines.next();
  }
}
