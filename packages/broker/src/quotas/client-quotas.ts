import type { Clock } from "@millrace/kit";
import {
  Meters,
  MutationMeter,
  noLimits,
  PreferredLimits,
  type QuotaLimits,
  type QuotaStore,
  quotaKeys,
  RateMeter,
  SampledValues,
} from "@millrace/security";
import type { ConnectionFacts } from "../api/handler.ts";
import type { Volume } from "../broker-parts.ts";
import type { BrokerConfig } from "../config/broker-config.ts";
import { DelayQueue } from "./delay-queue.ts";
import { RequestMeter } from "./request-meter.ts";
import type { StaticQuotas } from "./static-quotas.ts";

/** What is metered of clients, by Kafka's names. */
export interface ClientMeters {
  readonly produce: Meters<RateMeter>;
  readonly fetch: Meters<RateMeter>;
  /** Percent of the time of one thread: of this process. */
  readonly request: Meters<RateMeter>;
  readonly mutation: Meters<MutationMeter>;
}

const secondMs = 1000;

interface Metered {
  readonly clientId: string | null;
  readonly bytes: number;
}

interface ClientQuotaOptions {
  readonly store: QuotaStore;
  readonly clock: Clock;
  readonly config: () => BrokerConfig;
  /** Instead of those of users and clients. */
  readonly shared: StaticQuotas | undefined;
  readonly volume: () => Volume;
}

/** The quotas of all clients, and what each has used of them. */
export class ClientQuotas {
  readonly meters: ClientMeters;
  /** Clients that are held back, by what they were beyond. */
  readonly delayed: Readonly<Record<keyof ClientMeters, DelayQueue>> = {
    produce: new DelayQueue(),
    fetch: new DelayQueue(),
    request: new DelayQueue(),
    mutation: new DelayQueue(),
  };
  /** A fetch of more bytes than one second's worth times this is held back however idle the client was. */
  readonly fetchSecondsMax: number;
  readonly #store: QuotaStore;
  readonly #clock: Clock;
  readonly #shared: StaticQuotas | undefined;
  readonly #volume: () => Volume;
  readonly #exempt: SampledValues;
  #active = false;

  constructor({ store, clock, config, shared, volume }: ClientQuotaOptions) {
    const windows = config();
    this.#shared = shared;
    this.#volume = volume;
    this.#store = store;
    this.#clock = clock;
    const windowMs = windows.quotaWindowSizeSeconds * secondMs;
    const sampling = { samples: windows.quotaWindowNum, windowMs };
    this.#exempt = new SampledValues(sampling);
    const ofMutations = { samples: windows.controllerQuotaWindowNum, windowMs: windows.controllerQuotaWindowSizeSeconds * secondMs };
    this.fetchSecondsMax = (windows.quotaWindowNum - 1) * windows.quotaWindowSizeSeconds;
    this.meters = {
      produce: new Meters(this.#limits("produce"), (limit) => new RateMeter(limit, sampling)),
      fetch: new Meters(this.#limits("fetch"), (limit) => new RateMeter(limit, sampling)),
      request: new Meters(this.#limits("request"), (limit) => new RateMeter(limit, sampling, windowMs)),
      mutation: new Meters(this.#limits("mutation"), (limit) => new MutationMeter(limit, ofMutations)),
    };
    this.#noteActive();
  }

  /** Takes in what has been changed in the metadata, and what room there is. */
  refresh(): void {
    const { produce, fetch, request, mutation } = this.meters;
    produce.setLimits(this.#limits("produce"));
    fetch.setLimits(this.#limits("fetch"));
    request.setLimits(this.#limits("request"));
    mutation.setLimits(this.#limits("mutation"));
    this.#noteActive();
  }

  /** A request of those that quotas don't count took so many percent of a second. */
  exempted(percent: number, nowMs: number): void {
    this.#exempt.record(percent, nowMs);
  }

  /** What such requests take, in percent of the time. */
  exemptPercent(nowMs: number): number {
    return this.#exempt.perSecond(nowMs);
  }

  /** Meters a request whose work began at `startedMs`; undefined where nobody has a quota, for this process itself, and for nobody yet. */
  meter(
    { clientId, bytes }: Metered,
    { principal, inProcess, authentication }: ConnectionFacts,
    startedMs: number,
  ): RequestMeter | undefined {
    if (!this.#active || inProcess || authentication?.complete === false) return undefined;
    return new RequestMeter({ quotas: this, clock: this.#clock, user: principal.name, clientId: clientId ?? "", bytes, startedMs });
  }

  #limits(kind: keyof ClientMeters): QuotaLimits {
    if (this.#shared === undefined) return new PreferredLimits(this.#store, quotaKeys[kind]);
    return { ...this.#shared.limits(this.#volume()), mutation: noLimits }[kind];
  }

  #noteActive(): void {
    this.#active = Object.values(this.meters).some(({ enabled }) => enabled);
  }
}
