import { configTexts } from "../config-values.ts";
import type { Kafka, Listener } from "../generated/types.ts";

type Settings = Readonly<Record<string, string>>;

/** As Strimzi names a declared listener in Kafka. */
export function kafkaListenerName({ name, port }: Pick<Listener, "name" | "port">): string {
  return `${name.toUpperCase()}-${port}`;
}

/** What a declared listener speaks below Kafka's own protocol, by Kafka's name. */
export function kafkaSecurityProtocol({ tls, authentication }: Listener): "PLAINTEXT" | "SSL" | "SASL_PLAINTEXT" | "SASL_SSL" {
  const withSasl = authentication?.type === "custom" ? authentication.sasl === true : authentication?.type === "scram-sha-512";
  if (withSasl) return tls ? "SASL_SSL" : "SASL_PLAINTEXT";
  return tls ? "SSL" : "PLAINTEXT";
}

/** What listeners have settings of their own for, as Strimzi writes it among Kafka's. */
export function listenerSettings({ spec }: Kafka): Settings {
  const settings = spec.kafka.listeners.flatMap((listener) => {
    const prefix = `listener.name.${kafkaListenerName(listener).toLowerCase()}.`;
    const own = { ...limits(listener), ...authenticationSettings(listener) };
    return Object.entries(own).map(([name, text]) => [prefix + name, text] as const);
  });
  return Object.fromEntries(settings);
}

function limits({ configuration }: Listener): Settings {
  const { maxConnections: most, maxConnectionCreationRate: rate } = configuration ?? {};
  return {
    ...(most === undefined ? {} : { "max.connections": String(most) }),
    ...(rate === undefined ? {} : { "max.connection.creation.rate": String(rate) }),
  };
}

function authenticationSettings({ authentication }: Listener): Settings {
  if (authentication?.type === "custom") return configTexts(authentication.listenerConfig);
  if (authentication?.type !== "scram-sha-512") return {};
  return {
    "sasl.enabled.mechanisms": "SCRAM-SHA-512",
    "scram-sha-512.sasl.jaas.config": "org.apache.kafka.common.security.scram.ScramLoginModule required;",
  };
}

/** Whether a listener of the type `custom` lets in only who shows a certificate. */
export function asksForCertificates({ authentication }: Listener): boolean {
  return authentication?.type === "custom" && authentication.listenerConfig?.["ssl.client.auth"] === "required";
}

/** Whether it says whose. Otherwise they are those that all the world trusts, as in Java. */
export function trustsNamedAuthorities({ authentication }: Listener): boolean {
  return ["ssl.truststore.location", "ssl.truststore.certificates"].some((name) =>
    Object.hasOwn(authentication?.listenerConfig ?? {}, name),
  );
}
