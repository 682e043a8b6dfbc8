import type { Logger } from "@millrace/kit";

/** Tells of something that is tried again and again when it begins to fail, and when it works again; not that it can't work yet. */
export class TroubleLog {
  readonly #logger: Logger;
  readonly #what: string;
  #state: "not yet" | "well" | "ill" = "not yet";

  constructor(logger: Logger, what: string) {
    this.#logger = logger;
    this.#what = what;
  }

  none(): void {
    if (this.#state === "ill") this.#logger.info(`${this.#what} again`);
    this.#state = "well";
  }

  some(trouble: string): void {
    if (this.#state !== "well") {
      this.#logger.debug(`${this.#what} no longer, or not yet`, { trouble });
      return;
    }
    this.#logger.warn(`${this.#what} no longer`, { trouble });
    this.#state = "ill";
  }
}
