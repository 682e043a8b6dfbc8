import type { Cancel, Clock, Closeable, Logger } from "@millrace/kit";
import type { QuotaStore } from "@millrace/security";
import type { Volume } from "../broker-parts.ts";
import type { BrokerConfig } from "../config/broker-config.ts";
import type { Overrides } from "../config/parse.ts";
import { ClientQuotas } from "./client-quotas.ts";
import { ConnectionQuotas } from "./connection-quotas.ts";
import { staticQuotas } from "./static-quotas.ts";

interface QuotaOptions {
  readonly store: QuotaStore;
  readonly clock: Clock;
  readonly config: () => BrokerConfig;
  /** With which the broker was started. */
  readonly properties: Overrides;
  readonly volume: () => Volume;
  readonly logger: Logger;
}

/** All quotas that are enforced, as the metadata sets them, or those that Strimzi's plugin would enforce. */
export class Quotas implements Closeable {
  readonly clients: ClientQuotas;
  readonly connections: ConnectionQuotas;
  readonly #cancel: Cancel;

  /** Throws CONFIG_INVALID for what the plugin's properties can't say. */
  constructor(options: QuotaOptions) {
    const shared = staticQuotas(options.properties);
    this.clients = new ClientQuotas({ ...options, shared });
    this.connections = new ConnectionQuotas(options);
    const intervalMs = shared?.checkIntervalMs;
    this.#cancel = intervalMs === undefined ? () => {} : options.clock.every(intervalMs, () => this.clients.refresh());
  }

  /** Takes in what has been changed in the metadata. */
  refresh(): void {
    this.clients.refresh();
    this.connections.refresh();
  }

  async close(): Promise<void> {
    this.#cancel();
  }
}
