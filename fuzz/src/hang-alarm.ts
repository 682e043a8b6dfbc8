import { Worker } from "node:worker_threads";

/** Two times what a round may work. */
const roundMsMax = 60_000;

/** Ends the process, with what is needed to repeat it, if a round does not end: a loop without an end stops every timer of its own thread. */
export class HangAlarm {
  readonly #rounds = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #worker: Worker;

  /** `what` says which run this is. */
  constructor(what: string, silenceMsMax = roundMsMax) {
    const workerData = { rounds: this.#rounds, what, silenceMsMax };
    this.#worker = new Worker(new URL("./hang-watcher.ts", import.meta.url), { workerData });
    this.#worker.unref();
  }

  /** To be called after each round. */
  roundEnded(): void {
    Atomics.add(this.#rounds, 0, 1);
    Atomics.notify(this.#rounds, 0);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
