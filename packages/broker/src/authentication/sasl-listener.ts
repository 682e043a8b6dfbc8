import type { Random } from "@millrace/kit";
import {
  PlainServer,
  type SaslServer,
  type ScramAccounts,
  type ScramMechanism,
  ScramServer,
  scramMechanismOf,
  scramNonce,
} from "@millrace/security";
import { inHashOrder } from "../config/java-text.ts";
import type { MechanismSettings, SaslSettings } from "./sasl-settings.ts";

/** What mechanisms look credentials up in. */
export interface Credentials {
  /** Accounts with credentials of one SCRAM mechanism. */
  scram(mechanism: ScramMechanism): ScramAccounts;
}

type MakeServer = () => SaslServer;

/** A listener on which clients authenticate themselves by SASL. */
export class SaslListener {
  readonly settings: SaslSettings;
  /** Names of the mechanisms, in Kafka's order. */
  readonly mechanisms: readonly string[];
  readonly #servers: ReadonlyMap<string, { readonly make: MakeServer; readonly settings: MechanismSettings }>;

  constructor(settings: SaslSettings, credentials: Credentials, random: Random) {
    this.settings = settings;
    this.mechanisms = inHashOrder(settings.mechanisms.map(({ mechanism }) => mechanism));
    this.#servers = new Map(
      settings.mechanisms.map((each) => [each.mechanism, { make: serverMaker(each, credentials, random), settings: each }]),
    );
  }

  /** The server's end of a new exchange; undefined for a mechanism that is not enabled. */
  serverOf(mechanism: string): SaslServer | undefined {
    return this.#servers.get(mechanism)?.make();
  }

  /** How long a login by a mechanism is good for at most; 0: for ever. */
  maxReauthMs(mechanism: string): number {
    return this.#servers.get(mechanism)?.settings.maxReauthMs ?? 0;
  }
}

function serverMaker({ mechanism, options }: MechanismSettings, credentials: Credentials, random: Random): MakeServer {
  const scram = scramMechanismOf(mechanism);
  if (scram !== undefined) {
    const accounts = credentials.scram(scram);
    return () => new ScramServer(scram, accounts, scramNonce(random));
  }
  return () => new PlainServer((user) => options.get(`user_${user}`));
}
