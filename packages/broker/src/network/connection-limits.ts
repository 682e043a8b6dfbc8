import type { ConnectionRates } from "@millrace/security";
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
 * What becomes of a new connection. A listener that gets too many a second lets no more in for a while, a full broker lets it wait
 * (KIP-402, KIP-612); an address that has enough is turned away, one that comes too often is closed later, so that it does not come again at
 * once. As in Kafka the address counts once it is the connection's turn.
 */
export type Admission =
  | { readonly outcome: "serve" | "refuse" }
  /** With a time after which it is worth to ask again, where no other waits already for the same. */
  | { readonly outcome: "wait"; readonly isCounted: boolean; readonly waitMs: number }
  | { readonly outcome: "refuse later"; readonly waitMs: number };

interface Candidate {
  readonly listener: string;
  readonly address: string;
  /** It has been counted among those that come in a second. */
  readonly isCounted: boolean;
}

/** Counts the connections that are served. */
export class ConnectionLimits {
  readonly #limits: () => Limits;
  readonly #overrides: AddressOverrides;
  readonly #rates: ConnectionRates;
  /** When listeners let the next one in. */
  readonly #closedUntilMs = new Map<string, number>();
  readonly #perAddress = new Map<string, number>();
  readonly #perListener = new Map<string, number>();
  #total = 0;

  constructor(limits: () => Limits, overrides: AddressOverrides, rates: ConnectionRates) {
    this.#limits = limits;
    this.#overrides = overrides;
    this.#rates = rates;
  }

  /** Decides about a connection of `listener` from `address`; one that is served counts until `leave`. */
  enter({ listener, address, isCounted }: Candidate, nowMs: number): Admission {
    if ((this.#closedUntilMs.get(listener) ?? 0) > nowMs) return { outcome: "wait", isCounted, waitMs: 0 };
    const waitMs = isCounted ? 0 : this.#rates.record(listener, nowMs);
    if (waitMs > 0) this.#closedUntilMs.set(listener, nowMs + waitMs);
    if (waitMs > 0 || !this.#hasRoom(listener)) return { outcome: "wait", isCounted: true, waitMs };
    const closeAfterMs = this.#rates.admit(listener, address, nowMs);
    if (closeAfterMs > 0) return { outcome: "refuse later", waitMs: closeAfterMs };
    const fromAddress = this.#perAddress.get(address) ?? 0;
    const { maxConnectionsPerIp, maxConnectionsPerIpOverrides } = this.#limits();
    if (fromAddress >= (this.#overrides.of(maxConnectionsPerIpOverrides).get(address) ?? maxConnectionsPerIp)) return { outcome: "refuse" };
    this.#perAddress.set(address, fromAddress + 1);
    this.#perListener.set(listener, (this.#perListener.get(listener) ?? 0) + 1);
    this.#total++;
    return { outcome: "serve" };
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

  #hasRoom(listener: string): boolean {
    const { maxConnections, listenerMaxConnections } = this.#limits();
    const ofListener = listenerMaxConnections.get(listener.toLowerCase()) ?? Number.POSITIVE_INFINITY;
    return this.#total < maxConnections && (this.#perListener.get(listener) ?? 0) < ofListener;
  }
}
