import { readFileSync } from "node:fs";
import { type Clock, MillraceError, messageOf, type Random, systemClock, systemCodeOf, systemRandom } from "@millrace/kit";
import {
  hasSasl,
  hasTls,
  isSaslMechanism,
  loginModules,
  parseJaasConfig,
  type SecurityProtocol,
  saslMechanisms,
  securityProtocolIds,
} from "@millrace/security";
import { type TlsProperties, tlsClientOptions, tlsClientProperties } from "@millrace/security/tls";
import type { Login } from "../net/login.ts";
import { loginOf } from "./logins.ts";
import { oauthProperties } from "./oauth-tokens.ts";
import type { OpenedSecurity, SecurityOptions } from "./security.ts";
import { tlsConnect } from "./tls-connect.ts";

type Properties = Readonly<Record<string, string>>;

/** What is looked at, whatever the protocol: a client's properties often say more than it needs. */
const known: ReadonlySet<string> = new Set([
  "security.protocol",
  "sasl.mechanism",
  "sasl.jaas.config",
  ...oauthProperties,
  ...tlsClientProperties,
]);

function invalidProperty(name: string, why: string, hint?: string): MillraceError {
  return new MillraceError("CONFIG_INVALID", `${name}: ${why}`, hint === undefined ? {} : { hint });
}

export async function readSecurity({ properties, clock = systemClock, random = systemRandom }: SecurityOptions): Promise<OpenedSecurity> {
  const protocol = securityProtocol(properties);
  const unused = Object.keys(properties).filter((name) => !known.has(name));
  const login = hasSasl(protocol) ? await readLogin(properties, { clock, random }) : undefined;
  const connect = hasTls(protocol) ? tlsConnect(tlsClientOptions(tlsProperties(properties)), clock) : undefined;
  return { security: { ...(connect === undefined ? {} : { connect }), ...(login === undefined ? {} : { login }) }, unused };
}

/** Kafka's stores are Java's unless something else is said. */
const defaults: Properties = { "ssl.keystore.type": "JKS", "ssl.truststore.type": "JKS" };

function tlsProperties(properties: Properties): TlsProperties {
  return { nameOf: (name) => name, value: (name) => properties[name]?.trim() ?? defaults[name], readFile };
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new MillraceError(systemCodeOf(cause) === "ENOENT" ? "NOT_FOUND" : "FILE_UNREADABLE", messageOf(cause), { cause });
  }
}

function securityProtocol(properties: Properties): SecurityProtocol {
  const given = (properties["security.protocol"] ?? "PLAINTEXT").trim().toUpperCase();
  if (Object.hasOwn(securityProtocolIds, given)) return given as SecurityProtocol;
  throw invalidProperty(
    "security.protocol",
    `there is no protocol ${given}`,
    `it is one of ${Object.keys(securityProtocolIds).join(", ")}`,
  );
}

async function readLogin(properties: Properties, machine: { readonly clock: Clock; readonly random: Random }): Promise<Login> {
  const mechanism = (properties["sasl.mechanism"] ?? "GSSAPI").trim();
  if (!isSaslMechanism(mechanism)) {
    throw invalidProperty("sasl.mechanism", `there is no mechanism ${mechanism}`, `it is one of ${saslMechanisms.join(", ")}`);
  }
  const text = properties["sasl.jaas.config"];
  const loginModule = loginModules[mechanism];
  if (text === undefined)
    throw invalidProperty("sasl.jaas.config", "it is not given", `for ${mechanism} it begins with ${loginModule} required`);
  const jaas = read("sasl.jaas.config", () => parseJaasConfig(text));
  if (jaas.loginModule !== loginModule) {
    throw invalidProperty(
      "sasl.jaas.config",
      `it names the login module ${jaas.loginModule}`,
      `for ${mechanism} it begins with ${loginModule} required`,
    );
  }
  return loginOf(mechanism, { options: jaas.options, properties, ...machine });
}

function read<T>(name: string, parse: () => T): T {
  try {
    return parse();
  } catch (thrown) {
    throw invalidProperty(name, messageOf(thrown), thrown instanceof MillraceError ? thrown.hint : undefined);
  }
}
