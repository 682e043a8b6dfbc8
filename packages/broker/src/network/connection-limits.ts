/** Kafka's limits on connections, read anew for each. */
export interface Limits {
  readonly maxConnections: number;
  readonly maxConnectionsPerIp: number;
  /** By client address; goes before `maxConnectionsPerIp`. */
  readonly maxConnectionsPerIpOverrides: ReadonlyMap<string, number>;
}

/** What becomes of a new connection: an address that has enough is turned away, a full broker lets it wait (KIP-402). */
export type Admission = "serve" | "wait" | "refuse";

/** Counts the connections that are served. */
export class ConnectionLimits {
  readonly #limits: () => Limits;
  readonly #perAddress = new Map<string, number>();
  #total = 0;

  constructor(limits: () => Limits) {
    this.#limits = limits;
  }

  /** Decides about a connection from `address`; one that is served counts until `leave`. */
  enter(address: string): Admission {
    const { maxConnections, maxConnectionsPerIp, maxConnectionsPerIpOverrides } = this.#limits();
    const count = this.#perAddress.get(address) ?? 0;
    if (count >= (maxConnectionsPerIpOverrides.get(address) ?? maxConnectionsPerIp)) return "refuse";
    if (this.#total >= maxConnections) return "wait";
    this.#perAddress.set(address, count + 1);
    this.#total++;
    return "serve";
  }

  leave(address: string): void {
    const count = this.#perAddress.get(address) ?? 0;
    if (count > 1) this.#perAddress.set(address, count - 1);
    else this.#perAddress.delete(address);
    this.#total--;
  }
}
