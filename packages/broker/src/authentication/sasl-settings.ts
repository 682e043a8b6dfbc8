import { messageOf } from "@millrace/kit";
import { isSaslMechanism, type JaasConfig, loginModules, parseJaasConfig, type SaslMechanism, saslMechanisms } from "@millrace/security";
import type { ConfigProblem } from "../config/parse.ts";
import type { BrokerSettings } from "../config/settings.ts";
import { ListenerConfig } from "./listener-config.ts";
import { type OAuthSettings, oauthSettings } from "./oauth-settings.ts";

/** What one mechanism of a listener follows. */
export interface MechanismSettings {
  readonly mechanism: SaslMechanism;
  /** Options of the mechanism's `sasl.jaas.config`. */
  readonly options: ReadonlyMap<string, string>;
  /** How long a login is good for; 0: for ever. */
  readonly maxReauthMs: number;
  /** Of OAUTHBEARER. */
  readonly oauth: OAuthSettings | undefined;
}

/** How clients authenticate themselves on one listener. */
export interface SaslSettings {
  readonly mechanisms: readonly MechanismSettings[];
  /** Largest message of a client that has not authenticated itself. */
  readonly receiveBytesMax: number;
  readonly failedDelayMs: number;
}

/** Reads a SASL listener's configs. What is wrong with them goes to `problems`. */
export function saslSettings(settings: BrokerSettings, listener: string, problems: ConfigProblem[]): SaslSettings {
  const config = new ListenerConfig(settings, listener, problems);
  const enabled = config.list("sasl.enabled.mechanisms");
  if (enabled.length === 0) config.complain(`no SASL mechanism is enabled: ${config.nameOf("sasl.enabled.mechanisms")} is empty`);
  return {
    mechanisms: enabled.flatMap((name) => mechanismSettings(config, name) ?? []),
    receiveBytesMax: config.number("sasl.server.max.receive.size"),
    failedDelayMs: Number(settings.values.get("connection.failed.authentication.delay.ms")?.value ?? 0),
  };
}

function mechanismSettings(ofListener: ListenerConfig, mechanism: string): MechanismSettings | undefined {
  if (!isSaslMechanism(mechanism)) {
    const known = saslMechanisms.join(", ");
    ofListener.complain(`listener ${ofListener.listener} enables the SASL mechanism ${mechanism}, which there is not: there are ${known}`);
    return undefined;
  }
  const config = ofListener.of(mechanism);
  const jaas = jaasOf(config, mechanism);
  if (mechanism !== "OAUTHBEARER") refuseHandlers(config, mechanism);
  const oauth = mechanism === "OAUTHBEARER" ? oauthSettings(config) : undefined;
  return { mechanism, options: jaas?.options ?? new Map(), maxReauthMs: config.number("connections.max.reauth.ms"), oauth };
}

/** Kafka's own, which can be named but need not be. */
const usualHandlers: Readonly<Partial<Record<SaslMechanism, string>>> = {
  PLAIN: "org.apache.kafka.common.security.plain.internals.PlainServerCallbackHandler",
};

/** Whoever names another one wants passwords to be looked at by it, and not by what stands in the JAAS config. */
function refuseHandlers(config: ListenerConfig, mechanism: SaslMechanism): void {
  const handler = config.ofMechanism("sasl.server.callback.handler.class");
  if (handler === undefined || handler === usualHandlers[mechanism]) return;
  config.complain(`${config.nameOf("sasl.server.callback.handler.class")}: Java classes can't be loaded`);
}

/** Kafka wants one for every mechanism, also where nothing of it counts. */
function jaasOf(config: ListenerConfig, mechanism: SaslMechanism): JaasConfig | undefined {
  const name = config.nameOf("sasl.jaas.config");
  const text = config.ofMechanism("sasl.jaas.config");
  const loginModule = loginModules[mechanism];
  if (text === undefined) {
    config.complain(
      `listener ${config.listener} enables ${mechanism}, but ${name} is not given: it would be "${loginModule} required ...;"`,
    );
    return undefined;
  }
  try {
    const jaas = parseJaasConfig(text);
    if (jaas.loginModule === loginModule) return jaas;
    config.complain(
      `${name} names the login module ${jaas.loginModule}: ${mechanism} takes ${loginModule} only, as Java classes can't be loaded`,
    );
  } catch (thrown) {
    config.complain(`${name}: ${messageOf(thrown)}`);
  }
  return undefined;
}
