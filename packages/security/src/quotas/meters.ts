import type { ClientGroup, QuotaLimits } from "./quota-limits.ts";
import { RecentlyUsed } from "./recently-used.ts";
import { SampledValues, type Sampling } from "./sampled-values.ts";

/** What a group of clients uses of its limit. */
interface Meter {
  limit: number;
}

interface Metered<M extends Meter> {
  readonly group: ClientGroup;
  readonly meter: M;
  readonly throttleMs: SampledValues;
}

const lookUpMs = 1_000;

/** Kafka's averages go over so much. */
const averages: Sampling = { samples: 2, windowMs: 30_000 };

/** The meters of all groups of clients for one kind of quota. */
export class Meters<M extends Meter> {
  readonly #make: (limit: number) => M;
  readonly #groups = new RecentlyUsed<Metered<M>>();
  /** Whose meter was asked for last: clients send more than one request at a time. Looked up again now and then, so that it counts as used. */
  #last: { readonly user: string; readonly clientId: string; readonly untilMs: number; readonly metered: Metered<M> } | undefined;
  #limits: QuotaLimits;

  constructor(limits: QuotaLimits, make: (limit: number) => M) {
    this.#limits = limits;
    this.#make = make;
  }

  /** Whether anything has to be metered. */
  get enabled(): boolean {
    return this.#limits.enabled;
  }

  /** From now on these limits hold. What was used so far still counts. */
  setLimits(limits: QuotaLimits): void {
    this.#limits = limits;
    this.#last = undefined;
    for (const { group, meter } of this.#groups.values()) meter.limit = limits.limitOf(group);
  }

  of(user: string, clientId: string, nowMs: number): M {
    return this.#metered(user, clientId, nowMs).meter;
  }

  /** A client was held back for so long. */
  throttled(user: string, clientId: string, throttleMs: number, nowMs: number): void {
    this.#metered(user, clientId, nowMs).throttleMs.record(throttleMs, nowMs);
  }

  groups(): Iterable<Metered<M>> {
    return this.#groups.values();
  }

  #metered(user: string, clientId: string, nowMs: number): Metered<M> {
    const last = this.#last;
    if (last !== undefined && last.clientId === clientId && last.user === user && nowMs < last.untilMs) return last.metered;
    const group = this.#limits.groupOf(user, clientId);
    const metered = this.#groups.get(`${group.user.length}:${group.user}${group.clientId}`, nowMs, () => ({
      group,
      meter: this.#make(this.#limits.limitOf(group)),
      throttleMs: new SampledValues(averages),
    }));
    this.#last = { user, clientId, untilMs: nowMs + lookUpMs, metered };
    return metered;
  }
}
