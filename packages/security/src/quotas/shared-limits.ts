import { type ClientGroup, type QuotaLimits, unlimited } from "./quota-limits.ts";

const everybody: ClientGroup = { user: "", clientId: "" };

/** One limit that all clients use up together, but for those of some users, who have none. */
export class SharedLimits implements QuotaLimits {
  readonly enabled: boolean;
  readonly #limit: number;
  readonly #excluded: ReadonlySet<string>;

  /** A limit of undefined is none. */
  constructor(limit: number | undefined, excluded: ReadonlySet<string>) {
    this.enabled = limit !== undefined;
    this.#limit = limit ?? unlimited;
    this.#excluded = excluded;
  }

  groupOf(user: string): ClientGroup {
    return this.#excluded.has(user) ? { user, clientId: "" } : everybody;
  }

  limitOf({ user }: ClientGroup): number {
    return user === "" ? this.#limit : unlimited;
  }
}
