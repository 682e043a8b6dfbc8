import { RateMeter } from "./rate-meter.ts";
import { RecentlyUsed } from "./recently-used.ts";
import type { Sampling } from "./sampled-values.ts";

/** Connections a second that are accepted; asked for each connection. */
export interface ConnectionRateLimits {
  readonly ofBroker: number;
  ofListener(name: string): number;
  /** Undefined: as many as come. */
  ofAddress(address: string): number | undefined;
}

/** How fast connections come (KIP-612): to the broker, to each listener, and from each address that has a limit. */
export class ConnectionRates {
  readonly #limits: ConnectionRateLimits;
  readonly #sampling: Sampling;
  readonly #broker: RateMeter;
  readonly #listeners = new Map<string, RateMeter>();
  readonly #addresses = new RecentlyUsed<RateMeter>();

  constructor(limits: ConnectionRateLimits, sampling: Sampling) {
    this.#limits = limits;
    this.#sampling = sampling;
    this.#broker = this.#meter(limits.ofBroker);
  }

  /** Counts a connection to a listener; the milliseconds for which it, and those that come after it there, have to wait. */
  record(listener: string, nowMs: number): number {
    const ofListener = this.#listener(listener);
    this.#broker.limit = this.#limits.ofBroker;
    ofListener.limit = this.#limits.ofListener(listener);
    return Math.max(this.#broker.record(1, nowMs), ofListener.record(1, nowMs));
  }

  /** Counts a connection from an address, if it is not one too many; otherwise the milliseconds after which it is to be closed. */
  admit(listener: string, address: string, nowMs: number): number {
    const limit = this.#limits.ofAddress(address);
    if (limit === undefined) return 0;
    const meter = this.#addresses.get(address, nowMs, () => this.#meter(limit));
    meter.limit = limit;
    const throttleMs = meter.record(1, nowMs);
    if (throttleMs > 0) for (const each of [meter, this.#broker, this.#listener(listener)]) each.recordSilently(-1, nowMs);
    return throttleMs;
  }

  perSecond(nowMs: number): { readonly broker: number; readonly listeners: ReadonlyMap<string, number> } {
    const listeners = new Map(Array.from(this.#listeners, ([name, meter]) => [name, meter.perSecond(nowMs)]));
    return { broker: this.#broker.perSecond(nowMs), listeners };
  }

  #listener(name: string): RateMeter {
    const found = this.#listeners.get(name) ?? this.#meter(Number.POSITIVE_INFINITY);
    this.#listeners.set(name, found);
    return found;
  }

  #meter(limit: number): RateMeter {
    return new RateMeter(limit, this.#sampling, this.#sampling.windowMs);
  }
}
