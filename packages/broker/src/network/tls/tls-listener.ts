import type { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import type { Files } from "@millrace/files";
import { type Clock, type Logger, MillraceError, messageOf } from "@millrace/kit";
import { anonymous, type Principal } from "@millrace/security";
import {
  principalMapping,
  storeChangeProblem,
  subjectText,
  type TlsProperties,
  type TlsServerSettings,
  tlsServerSettings,
} from "@millrace/security/tls";
import type { BrokerSettings } from "../../config/settings.ts";
import type { Listener } from "../listener.ts";
import { clientAuthenticationOf, tlsPropertiesOf } from "./listener-properties.ts";
import { TlsDoor } from "./tls-door.ts";

/** What becomes of an accepted socket: exactly one of the two, unless the listener is closed first. */
export interface HandshakeOutcome {
  readonly secured: (stream: TLSSocket, principal: Principal) => void;
  readonly failed: (reason: string) => void;
}

/** What Kafka takes in while it runs; everything else is as it was at the start. */
const reconfigurable: readonly string[] = [
  "ssl.keystore.type",
  "ssl.keystore.location",
  "ssl.keystore.password",
  "ssl.keystore.key",
  "ssl.keystore.certificate.chain",
  "ssl.key.password",
  "ssl.truststore.type",
  "ssl.truststore.location",
  "ssl.truststore.password",
  "ssl.truststore.certificates",
];
const mappingRules = "ssl.principal.mapping.rules";

/** One listener's TLS: what it was given, what it has now, and who its clients are. */
export class TlsListener {
  readonly #listener: Listener;
  readonly #files: Files;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #initial: TlsProperties;
  readonly #initialSettings: BrokerSettings;
  readonly #nameOf: (distinguishedName: string) => string;
  readonly #door: TlsDoor;
  /** What was looked at last, good or not. */
  #seen: string;

  constructor(options: { listener: Listener; settings: BrokerSettings; files: Files; clock: Clock; logger: Logger }) {
    const { listener, settings, files, clock, logger } = options;
    this.#listener = listener;
    this.#files = files;
    this.#clock = clock;
    this.#logger = logger;
    this.#initialSettings = settings;
    this.#initial = tlsPropertiesOf(settings, listener, files);
    this.#nameOf = principalMapping(this.#initial.value(mappingRules) ?? "DEFAULT");
    this.#seen = this.#fingerprint(settings);
    this.#door = new TlsDoor(this.#read(settings), clock);
  }

  open(socket: Socket, { secured, failed }: HandshakeOutcome): void {
    this.#door.open(socket, { secured: (stream, certificate) => this.#admit(stream, certificate, { secured, failed }), failed });
  }

  problem(next: BrokerSettings): string | undefined {
    if (this.#fingerprint(next) === this.#seen) return undefined;
    try {
      const settings = this.#read(next);
      const problem = this.#changeProblem(settings);
      return problem === undefined ? undefined : `org.apache.kafka.common.config.ConfigException: ${problem}`;
    } catch (error) {
      return messageOf(error);
    }
  }

  reconfigured(settings: BrokerSettings): void {
    const now = this.#fingerprint(settings);
    if (now === this.#seen) return;
    this.#seen = now;
    const listener = this.#listener.name;
    try {
      const next = this.#read(settings);
      const problem = this.#changeProblem(next);
      if (problem !== undefined) throw new MillraceError("CONFIG_INVALID", problem);
      this.#door.renew(next);
      this.#logger.info("new keys and certificates are used from now on", { listener, validTo: next.keyStore.chain[0].validTo });
    } catch (error) {
      this.#logger.error("new keys and certificates are not taken", { listener, reason: messageOf(error) });
    }
  }

  close(): void {
    this.#door.close();
  }

  #admit(stream: TLSSocket, certificate: X509Certificate | undefined, { secured, failed }: HandshakeOutcome): void {
    const principal = this.#principalOf(certificate);
    if (principal instanceof Error) {
      stream.destroy();
      failed(principal.message);
    } else secured(stream, principal);
  }

  /** Anonymous is also who logs in by SASL afterwards: then they are whoever SASL says. */
  #principalOf(certificate: X509Certificate | undefined): Principal | Error {
    if (certificate === undefined || this.#listener.securityProtocol !== "SSL") return anonymous;
    try {
      return { type: "User", name: this.#nameOf(subjectText(certificate)) };
    } catch (error) {
      return new Error(messageOf(error));
    }
  }

  #read(settings: BrokerSettings): TlsServerSettings {
    const next = tlsPropertiesOf(settings, this.#listener, this.#files);
    const sourceOf = (name: string) => (reconfigurable.includes(name) ? next : this.#initial);
    const properties: TlsProperties = {
      value: (name) => sourceOf(name).value(name),
      nameOf: (name) => sourceOf(name).nameOf(name),
      readFile: next.readFile,
    };
    return tlsServerSettings(properties, clientAuthenticationOf(this.#initialSettings, this.#listener), this.#clock.now());
  }

  #changeProblem(next: TlsServerSettings): string | undefined {
    const isTrue = (name: string) => this.#initial.value(name)?.toLowerCase() === "true";
    const allowed = { distinguishedName: isTrue("ssl.allow.dn.changes"), alternativeNames: isTrue("ssl.allow.san.changes") };
    return storeChangeProblem(this.#door.settings, next, allowed);
  }

  /** Differs once a setting or a file does. */
  #fingerprint(settings: BrokerSettings): string {
    const { value } = tlsPropertiesOf(settings, this.#listener, this.#files);
    const files = ["ssl.keystore.location", "ssl.truststore.location"].map((name) => this.#stampOf(value(name)));
    return JSON.stringify([...reconfigurable.map(value), ...files]);
  }

  #stampOf(path: string | undefined): string | undefined {
    try {
      const stat = path === undefined ? undefined : this.#files.stat(path);
      return stat === undefined ? undefined : `${stat.modifiedMs} ${stat.sizeBytes}`;
    } catch {
      return undefined; // reading it will tell
    }
  }
}
