import type { Clock, Logger } from "@millrace/kit";
import type { QuotaStore } from "@millrace/security";
import type { BrokerConfig } from "../config/broker-config.ts";
import { ClientQuotas } from "./client-quotas.ts";
import { ConnectionQuotas } from "./connection-quotas.ts";

/** All quotas that are enforced, as the metadata sets them. */
export class Quotas {
  readonly clients: ClientQuotas;
  readonly connections: ConnectionQuotas;

  constructor(options: { store: QuotaStore; clock: Clock; config: () => BrokerConfig; logger: Logger }) {
    this.clients = new ClientQuotas(options);
    this.connections = new ConnectionQuotas(options);
  }

  /** Takes in what has been changed in the metadata. */
  refresh(): void {
    this.clients.refresh();
    this.connections.refresh();
  }
}
