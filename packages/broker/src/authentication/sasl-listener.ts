import type { SaslServer } from "@millrace/security";
import { inHashOrder } from "../config/java-text.ts";
import type { SaslSettings } from "./sasl-settings.ts";

/** Makes the server's end of a new exchange. */
export type MakeServer = () => SaslServer;

/** A listener on which clients authenticate themselves by SASL. */
export class SaslListener {
  readonly settings: SaslSettings;
  /** Names of the mechanisms, in Kafka's order. */
  readonly mechanisms: readonly string[];
  readonly #makers: ReadonlyMap<string, MakeServer>;
  readonly #maxReauthMs: ReadonlyMap<string, number>;

  constructor(settings: SaslSettings, makers: ReadonlyMap<string, MakeServer>) {
    this.settings = settings;
    this.mechanisms = inHashOrder(settings.mechanisms.map(({ mechanism }) => mechanism));
    this.#makers = makers;
    this.#maxReauthMs = new Map(settings.mechanisms.map(({ mechanism, maxReauthMs }) => [mechanism, maxReauthMs]));
  }

  /** The server's end of a new exchange; undefined for a mechanism that is not enabled. */
  serverOf(mechanism: string): SaslServer | undefined {
    return this.#makers.get(mechanism)?.();
  }

  /** How long a login by a mechanism is good for at most; 0: for ever. */
  maxReauthMs(mechanism: string): number {
    return this.#maxReauthMs.get(mechanism) ?? 0;
  }
}
