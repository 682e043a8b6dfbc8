import type { Socket } from "node:net";
import type { Files } from "@millrace/files";
import type { Cancel, Clock, Closeable, Logger } from "@millrace/kit";
import { hasTls } from "@millrace/security";
import type { BrokerSettings } from "../../config/settings.ts";
import type { Listener } from "../listener.ts";
import { type HandshakeOutcome, TlsListener } from "./tls-listener.ts";

/** How often files of keys and certificates are looked at. Kafka does it when a config of the broker is altered; then it happens at once. */
const filesCheckMs = 10_000;

/** The TLS of all listeners that have it. */
export class TlsDoors implements Closeable {
  readonly #listeners = new Map<string, TlsListener>();
  readonly #cancelCheck: Cancel;
  readonly #settings: () => BrokerSettings;

  /** Throws CONFIG_INVALID, naming the setting, where a listener's key or certificates can't be used. */
  constructor(options: {
    readonly listeners: readonly Listener[];
    readonly settings: () => BrokerSettings;
    readonly files: Files;
    readonly clock: Clock;
    readonly logger: Logger;
  }) {
    const { listeners, settings, clock } = options;
    this.#settings = settings;
    const secured = listeners.filter(({ securityProtocol }) => hasTls(securityProtocol));
    for (const listener of secured) this.#listeners.set(listener.name, new TlsListener({ ...options, listener, settings: settings() }));
    this.#cancelCheck = clock.every(filesCheckMs, () => this.reconfigured());
  }

  /** Shakes hands with the client of an accepted socket. */
  open(listener: Listener, socket: Socket, outcome: HandshakeOutcome): void {
    this.#listeners.get(listener.name)?.open(socket, outcome);
  }

  /** Why the broker can't have these settings from now on, as Kafka tells it; undefined if it can. */
  problem(next: BrokerSettings): string | undefined {
    for (const listener of this.#listeners.values()) {
      const problem = listener.problem(next);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  /** Takes in what has been changed in settings or files. What can't be used is logged, and the old keys and certificates stay. */
  reconfigured(): void {
    for (const listener of this.#listeners.values()) listener.reconfigured(this.#settings());
  }

  async close(): Promise<void> {
    this.#cancelCheck();
    for (const listener of this.#listeners.values()) listener.close();
  }
}
