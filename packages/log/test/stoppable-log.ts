import assert from "node:assert/strict";
import type { FaultyFiles } from "@millrace/files";
import fc from "fast-check";
import type { Log, LogConfig, LogDirectory } from "../src/index.ts";
import { faultyPlace, type Place } from "./harness.ts";

/** Ways to stop. */
export type Stop = "stop" | "kill" | "losePower";

/** What may happen to a log besides what is written to it. */
export type Event =
  | { readonly kind: "roll" | "flush" | "checkpoint" | Stop }
  | { readonly kind: "fail"; readonly call: "write" | "open" | "truncate"; readonly after: number; readonly partialBytes: number };

/** One log of a data directory, on files that fail and lose power when told to. */
export class StoppableLog {
  readonly #place: Place & { readonly files: FaultyFiles };
  readonly #config: LogConfig;
  directory: LogDirectory;
  log: Log;

  private constructor(place: Place & { readonly files: FaultyFiles }, config: LogConfig, directory: LogDirectory) {
    this.#place = place;
    this.#config = config;
    this.directory = directory;
    this.log = directory.open("t", 0, config);
  }

  static async open(seed: number, config: LogConfig): Promise<StoppableLog> {
    const place = faultyPlace(seed);
    return new StoppableLog(place, config, await place.open());
  }

  advance(ms: number): void {
    this.#place.clock.advance(ms);
  }

  /** Does what the disk may refuse because it has been made to fail. */
  tolerant(task: () => void): void {
    try {
      task();
    } catch (failure) {
      assert.equal((failure as { code?: string }).code, "IO_FAILED");
    }
  }

  /** Lets it happen; whoever calls looks at the consequences. */
  async happen(event: Event): Promise<void> {
    const { files } = this.#place;
    if (event.kind === "roll") this.tolerant(() => this.log.roll());
    else if (event.kind === "fail") files.fail({ ...event, code: "EIO" });
    else if (event.kind === "flush") await this.log.flush();
    else if (event.kind === "checkpoint") await this.#checkpoint();
    else await this.#restart(event.kind);
  }

  async #checkpoint(): Promise<void> {
    this.#place.files.mend();
    this.advance(60_000);
    // What it started runs in the background.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  }

  async #restart(kind: Stop): Promise<void> {
    const { files } = this.#place;
    files.mend();
    if (kind === "stop") await this.directory.close();
    else if (kind === "kill") files.kill();
    else files.losePower();
    this.directory = await this.#place.open();
    this.log = this.directory.open("t", 0, this.#config);
  }
}

export const pauses: fc.Arbitrary<Event> = fc.record({ kind: fc.constantFrom("roll" as const, "flush" as const, "checkpoint" as const) });
export const stops: fc.Arbitrary<Event> = fc.record({ kind: fc.constantFrom("stop" as const, "kill" as const, "losePower" as const) });
export const failures: fc.Arbitrary<Event> = fc.record({
  kind: fc.constant("fail" as const),
  call: fc.constantFrom("write" as const, "open" as const, "truncate" as const),
  after: fc.nat(5),
  partialBytes: fc.nat(100),
});
