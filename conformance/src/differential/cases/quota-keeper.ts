import { apis } from "@millrace/protocol";
import type { Talk } from "../talk.ts";

/** A part that is null stands for the default. */
export type QuotaParts = Readonly<Record<string, string | null>>;

/** An entity that nobody is: it tells when the broker knows what its controller has been told. */
const sentinel: QuotaParts = { user: "sentinel" };
const sentinelQuota = "consumer_byte_rate";
const enough = 1_000_000_000;

/** Sets quotas, waits until they are in force, and takes them back. */
export class QuotaKeeper {
  readonly #talk: Talk;
  readonly #set: Array<{ readonly parts: QuotaParts; readonly keys: readonly string[] }> = [];
  #settled = 0;

  constructor(talk: Talk) {
    this.#talk = talk;
  }

  async set(parts: QuotaParts, values: Readonly<Record<string, number>>): Promise<void> {
    this.#set.push({ parts, keys: Object.keys(values) });
    await this.#alter(parts, values);
    await this.settle();
  }

  /** What was altered before is in force: the broker has taken it in before the second of two changes that come after it. */
  async settle(): Promise<void> {
    for (let round = 0; round < 2; round++) {
      const value = enough + ++this.#settled;
      await this.#alter(sentinel, { [sentinelQuota]: value });
      const components = Object.entries(sentinel).map(([entityType, match]) => ({ entityType, matchType: 0, match }));
      await this.#talk.until("a quota is known", async () => {
        const { entries } = await this.#talk.call(apis.describeClientQuotas, 1, { components });
        return entries?.[0]?.values[0]?.value === value;
      });
    }
    await this.#alter(sentinel, { [sentinelQuota]: null });
    await this.#talk.until("a quota is gone", async () => {
      const { entries } = await this.#talk.call(apis.describeClientQuotas, 1, {
        components: [{ entityType: "user", matchType: 0, match: "sentinel" }],
      });
      return entries?.length === 0;
    });
  }

  async clear(): Promise<void> {
    for (const { parts, keys } of this.#set.splice(0)) await this.#alter(parts, Object.fromEntries(keys.map((key) => [key, null])));
    await this.settle();
  }

  async #alter(parts: QuotaParts, values: Readonly<Record<string, number | null>>): Promise<void> {
    const entity = Object.entries(parts).map(([entityType, entityName]) => ({ entityType, entityName }));
    const ops = Object.entries(values).map(([key, value]) => ({ key, value: value ?? 0, remove: value === null }));
    const { entries } = await this.#talk.call(apis.alterClientQuotas, 1, { entries: [{ entity, ops }] });
    if (entries[0]?.errorCode !== 0) throw new Error(`a quota was refused: ${entries[0]?.errorMessage}`);
  }
}
