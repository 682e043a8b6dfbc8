import { RateMeter } from "./rate-meter.ts";
import { RecentlyUsed } from "./recently-used.ts";
import { SampledValues, type Sampling } from "./sampled-values.ts";

/** Connections a second that are accepted; asked for each connection. */
export interface ConnectionRateLimits {
  readonly ofBroker: number;
  ofListener(name: string): number;
  /** Undefined: as many as come. */
  ofAddress(address: string): number | undefined;
}

/** What is known of one listener: how fast connections come, and for how long they, or those of single addresses, had to wait. */
interface ListenerRates {
  readonly meter: RateMeter;
  readonly throttleMs: SampledValues;
  readonly addressThrottleMs: SampledValues;
}

/** Kafka's averages go over so much. */
const averages: Sampling = { samples: 2, windowMs: 30_000 };

/** How fast connections come (KIP-612): to the broker, to each listener, and from each address that has a limit. */
export class ConnectionRates {
  readonly #limits: ConnectionRateLimits;
  readonly #sampling: Sampling;
  readonly #broker: RateMeter;
  readonly #listeners = new Map<string, ListenerRates>();
  readonly #addresses = new RecentlyUsed<RateMeter>();

  constructor(limits: ConnectionRateLimits, sampling: Sampling) {
    this.#limits = limits;
    this.#sampling = sampling;
    this.#broker = this.#meter(limits.ofBroker);
  }

  /** Counts a connection to a listener; the milliseconds for which it, and those that come after it there, have to wait. */
  record(listener: string, nowMs: number): number {
    const { meter, throttleMs } = this.#listener(listener);
    this.#broker.limit = this.#limits.ofBroker;
    meter.limit = this.#limits.ofListener(listener);
    const waitMs = Math.max(this.#broker.record(1, nowMs), meter.record(1, nowMs));
    if (waitMs > 0) throttleMs.record(waitMs, nowMs);
    return waitMs;
  }

  /** Counts a connection from an address, if it is not one too many; otherwise the milliseconds after which it is to be closed. */
  admit(listener: string, address: string, nowMs: number): number {
    const limit = this.#limits.ofAddress(address);
    if (limit === undefined) return 0;
    const meter = this.#addresses.get(address, nowMs, () => this.#meter(limit));
    meter.limit = limit;
    const throttleMs = meter.record(1, nowMs);
    if (throttleMs > 0) {
      const ofListener = this.#listener(listener);
      ofListener.addressThrottleMs.record(throttleMs, nowMs);
      for (const each of [meter, this.#broker, ofListener.meter]) each.recordSilently(-1, nowMs);
    }
    return throttleMs;
  }

  ofBroker(nowMs: number): number {
    return this.#broker.perSecond(nowMs);
  }

  /** Of one listener: connections a second, and milliseconds of waiting on average. */
  of(listener: string, nowMs: number): { readonly perSecond: number; readonly throttleMs: number; readonly addressThrottleMs: number } {
    const { meter, throttleMs, addressThrottleMs } = this.#listener(listener);
    return {
      perSecond: meter.perSecond(nowMs),
      throttleMs: throttleMs.average(nowMs),
      addressThrottleMs: addressThrottleMs.average(nowMs),
    };
  }

  /** Connections a second from each address that has a limit. */
  *ofAddresses(nowMs: number): Iterable<readonly [address: string, perSecond: number]> {
    for (const [address, meter] of this.#addresses.entries()) yield [address, meter.perSecond(nowMs)];
  }

  #listener(name: string): ListenerRates {
    const found = this.#listeners.get(name) ?? {
      meter: this.#meter(Number.POSITIVE_INFINITY),
      throttleMs: new SampledValues(averages),
      addressThrottleMs: new SampledValues(averages),
    };
    this.#listeners.set(name, found);
    return found;
  }

  #meter(limit: number): RateMeter {
    return new RateMeter(limit, this.#sampling, this.#sampling.windowMs);
  }
}
