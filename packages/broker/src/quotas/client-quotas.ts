import type { Clock } from "@millrace/kit";
import { Meters, MutationMeter, PreferredLimits, type QuotaLimits, type QuotaStore, quotaKeys, RateMeter } from "@millrace/security";
import type { ConnectionFacts } from "../api/handler.ts";
import type { BrokerConfig } from "../config/broker-config.ts";
import { RequestMeter } from "./request-meter.ts";

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

/** The quotas of all clients, and what each has used of them. */
export class ClientQuotas {
  readonly meters: ClientMeters;
  /** A fetch of more bytes than one second's worth times this is held back however idle the client was. */
  readonly fetchSecondsMax: number;
  readonly #store: QuotaStore;
  readonly #clock: Clock;
  #active = false;

  constructor({ store, clock, config }: { store: QuotaStore; clock: Clock; config: () => BrokerConfig }) {
    const windows = config();
    this.#store = store;
    this.#clock = clock;
    const windowMs = windows.quotaWindowSizeSeconds * secondMs;
    const sampling = { samples: windows.quotaWindowNum, windowMs };
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

  /** Takes in what has been changed in the metadata. */
  refresh(): void {
    const { produce, fetch, request, mutation } = this.meters;
    produce.setLimits(this.#limits("produce"));
    fetch.setLimits(this.#limits("fetch"));
    request.setLimits(this.#limits("request"));
    mutation.setLimits(this.#limits("mutation"));
    this.#noteActive();
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
    return new PreferredLimits(this.#store, quotaKeys[kind]);
  }

  #noteActive(): void {
    this.#active = Object.values(this.meters).some(({ enabled }) => enabled);
  }
}
