import { FaultyFiles } from "@millrace/files";
import { type Random, systemClock } from "@millrace/kit";
import { AdjustableClock } from "../../src/library/adjustable-clock.ts";
import { DyingFiles } from "./dying-files.ts";
import { LivingPlatform } from "./living-platform.ts";

/** As many changes of files a start makes, or so. */
const startChanges = 60;
/** As many an operation makes, with what controllers and the broker do about it. */
const operationChanges = 12;

/** One life of a platform. */
class Life {
  readonly files: DyingFiles;
  readonly #clock = new AdjustableClock(systemClock);
  readonly #platform: Promise<LivingPlatform>;

  constructor(machine: FaultyFiles, arm: (files: DyingFiles) => void) {
    this.files = new DyingFiles(machine);
    arm(this.files);
    this.#platform = LivingPlatform.start(this.files, this.#clock);
    this.#platform.catch(() => {});
  }

  /** Undefined: it died before there was an answer. */
  async answer<T>(work: (platform: LivingPlatform) => Promise<T>): Promise<{ readonly value: T } | undefined> {
    const done = this.#platform.then(work).then((value) => ({ value }));
    try {
      return await Promise.race([done, this.files.death]);
    } catch (thrown) {
      if (!this.files.isDead) throw thrown;
      return undefined;
    }
  }

  /** Whatever of it still runs ends. */
  async end(): Promise<void> {
    const closed = this.#platform.then((platform) => platform.close()).catch(() => {});
    // Whoever waits for what will not come waits no longer: a start for what is declared, then clients for answers.
    for (const ms of this.files.isDead ? [61_000, 180_000] : []) await this.#clock.advance(ms);
    await closed;
    this.#clock.close();
  }
}

/** A machine on which a platform runs, and starts again whenever it has died. */
export class Machine {
  readonly #files: FaultyFiles;
  readonly #random: Random;
  readonly #mortality: number;
  #life: Life;

  /** `mortality`: how many of ten operations, or starts, go with a death. */
  constructor(random: Random, mortality: number) {
    this.#random = random;
    this.#mortality = mortality;
    this.#files = new FaultyFiles(systemClock, random);
    this.#life = this.#next();
  }

  /** Does something on a platform that runs, as often as that takes: whoever got no answer asks again. */
  async do<T>(work: (platform: LivingPlatform) => Promise<T>): Promise<T> {
    for (;;) {
      this.#arm(this.#life.files, operationChanges);
      const answer = await this.#life.answer(work);
      if (answer !== undefined) return answer.value;
      await this.#life.end();
      this.#life = this.#next();
    }
  }

  close(): Promise<void> {
    return this.#life.end();
  }

  #next(): Life {
    return new Life(this.#files, (files) => this.#arm(files, startChanges));
  }

  #arm(files: DyingFiles, within: number): void {
    if (files.isArmed || this.#random.below(10) >= this.#mortality) return;
    files.dieAfter(this.#random.below(within), this.#random.below(2) === 0 ? "kill" : "losePower");
  }
}
