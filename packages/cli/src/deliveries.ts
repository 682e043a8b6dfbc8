import type { Delivery } from "@millrace/client";

/** Watches over deliveries: tells each that succeeds, in the order of sending, until the first one that fails. */
export class Deliveries {
  readonly #tell: (delivery: Delivery) => Promise<void> | void;
  #waiting: Array<Promise<Delivery>> = [];
  #telling: Promise<void> | undefined;
  /** How many were stored, in front of the first failure. */
  count = 0;
  /** What failed first. */
  failure: unknown;

  constructor(tell: (delivery: Delivery) => Promise<void> | void) {
    this.#tell = tell;
  }

  add(delivery: Promise<Delivery>): void {
    // It is awaited in its turn; until then nobody else asks how it went.
    delivery.catch(() => {});
    this.#waiting.push(delivery);
    this.#telling ??= this.#tellAll();
  }

  /** Resolves when all that were added are decided and told. */
  async done(): Promise<void> {
    await this.#telling;
  }

  async #tellAll(): Promise<void> {
    for (let some = this.#waiting; some.length > 0; some = this.#waiting) {
      this.#waiting = [];
      for (const delivery of some) await this.#tellOne(delivery);
    }
    this.#telling = undefined;
  }

  async #tellOne(delivery: Promise<Delivery>): Promise<void> {
    try {
      const stored = await delivery;
      if (this.failure !== undefined) return;
      this.count++;
      await this.#tell(stored);
    } catch (thrown) {
      this.failure ??= thrown;
    }
  }
}
