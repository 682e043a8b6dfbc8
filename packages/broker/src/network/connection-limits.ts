import type { AddressOverrides } from "./address-overrides.ts";

/** Kafka's limits on connections, read anew for each. */
export interface Limits {
  readonly maxConnections: number;
  /** Of single listeners, by their names in lower case. */
  readonly listenerMaxConnections: ReadonlyMap<string, number>;
  readonly maxConnectionsPerIp: number;
  /** By client address or host name; goes before `maxConnectionsPerIp`. */
  readonly maxConnectionsPerIpOverrides: ReadonlyMap<string, number>;
}

/**
 * What becomes of a new connection: a full broker lets it wait (KIP-402), an address that has enough is turned away. As in Kafka
 * the address counts once it is the connection's turn.
 */
export type Admission = "serve" | "wait" | "refuse";

/** Counts the connections that are served. */
export class ConnectionLimits {
  readonly #limits: () => Limits;
  readonly #overrides: AddressOverrides;
  readonly #perAddress = new Map<string, number>();
  readonly #perListener = new Map<string, number>();
  #total = 0;

  constructor(limits: () => Limits, overrides: AddressOverrides) {
    this.#limits = limits;
    this.#overrides = overrides;
  }

  /** Decides about a connection of `listener` from `address`; one that is served counts until `leave`. */
  enter(listener: string, address: string): Admission {
    const { maxConnections, listenerMaxConnections, maxConnectionsPerIp, maxConnectionsPerIpOverrides } = this.#limits();
    if (this.#total >= maxConnections) return "wait";
    const ofListener = this.#perListener.get(listener) ?? 0;
    if (ofListener >= (listenerMaxConnections.get(listener.toLowerCase()) ?? Number.POSITIVE_INFINITY)) return "wait";
    const fromAddress = this.#perAddress.get(address) ?? 0;
    if (fromAddress >= (this.#overrides.of(maxConnectionsPerIpOverrides).get(address) ?? maxConnectionsPerIp)) return "refuse";
    this.#perAddress.set(address, fromAddress + 1);
    this.#perListener.set(listener, ofListener + 1);
    this.#total++;
    return "serve";
  }

  /** How many are served beyond `max.connections`, which has been lowered since. */
  get excess(): number {
    return Math.max(0, this.#total - this.#limits().maxConnections);
  }

  leave(listener: string, address: string): void {
    const fromAddress = this.#perAddress.get(address) ?? 0;
    if (fromAddress > 1) this.#perAddress.set(address, fromAddress - 1);
    else this.#perAddress.delete(address);
    this.#perListener.set(listener, (this.#perListener.get(listener) ?? 0) - 1);
    this.#total--;
  }
}
