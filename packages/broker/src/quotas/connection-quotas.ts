import type { Logger } from "@millrace/kit";
import { type ConnectionRateLimits, ConnectionRates, entityTypes, type QuotaStore, quotaKeys } from "@millrace/security";
import type { BrokerConfig } from "../config/broker-config.ts";
import { AddressOverrides } from "../network/address-overrides.ts";

/** How fast new connections may come: to the broker and its listeners by configs, from addresses by quotas. */
export class ConnectionQuotas implements ConnectionRateLimits {
  readonly rates: ConnectionRates;
  readonly #store: QuotaStore;
  readonly #config: () => BrokerConfig;
  readonly #overrides: AddressOverrides;
  #byHost: ReadonlyMap<string, number> = new Map();
  #ofOthers: number | undefined;

  constructor({ store, config, logger }: { store: QuotaStore; config: () => BrokerConfig; logger: Logger }) {
    const { quotaWindowNum: samples, quotaWindowSizeSeconds } = config();
    this.#store = store;
    this.#config = config;
    this.#overrides = new AddressOverrides("an address with a quota", logger.named("kafka.network"));
    this.rates = new ConnectionRates(this, { samples, windowMs: quotaWindowSizeSeconds * 1000 });
    this.refresh();
  }

  get ofBroker(): number {
    return this.#config().maxConnectionCreationRate;
  }

  /** A listener has the broker's limit for itself unless it has one of its own. */
  ofListener(name: string): number {
    const { listenerMaxConnectionCreationRate: ofListeners, maxConnectionCreationRate } = this.#config();
    return ofListeners.get(name.toLowerCase()) ?? maxConnectionCreationRate;
  }

  ofAddress(address: string): number | undefined {
    return this.#overrides.of(this.#byHost).get(address) ?? this.#ofOthers;
  }

  /** Takes in what has been changed in the metadata. Names of hosts take a moment to count. */
  refresh(): void {
    const byHost = new Map<string, number>();
    this.#ofOthers = undefined;
    for (const { entity, values } of this.#store.entries()) {
      const [host, rate] = [entity.get(entityTypes.ip), values.get(quotaKeys.connection)];
      if (host === undefined || rate === undefined) continue;
      if (host === null) this.#ofOthers = Math.trunc(rate);
      else byHost.set(host, Math.trunc(rate));
    }
    this.#byHost = byHost;
    this.#overrides.of(byHost);
  }
}
