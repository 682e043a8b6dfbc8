/**
 * Runs that many ask for at once: those who ask before a run has begun share it; those who ask while one is under way share the next. So a
 * run begins after each call, and no two at the same time.
 */
export class SharedRuns {
  readonly #run: () => Promise<void>;
  #running: Promise<void> | undefined;
  #queued: Promise<void> | undefined;

  constructor(run: () => Promise<void>) {
    this.#run = run;
  }

  /** Resolves or rejects as the run does. */
  request(): Promise<void> {
    this.#queued ??= this.#start();
    return this.#queued;
  }

  async #start(): Promise<void> {
    // Everyone of this turn of the event loop comes along, and everyone until the run before has ended.
    await this.#running?.catch(() => {});
    await undefined;
    this.#queued = undefined;
    this.#running = this.#run();
    await this.#running;
  }
}
