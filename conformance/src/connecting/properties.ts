import { pathToFileURL } from "node:url";
import { loginModules } from "@millrace/security";
import type { Credentials, SaslCredentials } from "./credentials.ts";

/** As Kafka's client.properties have it. */
export function clientProperties(credentials: Credentials): Record<string, string> {
  const { protocol, trusted, own, checksHost, version, sasl } = credentials;
  return {
    "security.protocol": protocol,
    ...storeProperties("truststore", trusted, credentials),
    ...(own === undefined ? {} : storeProperties("keystore", own, credentials)),
    ...(checksHost ? {} : { "ssl.endpoint.identification.algorithm": "" }),
    ...(version === undefined ? {} : { "ssl.enabled.protocols": version }),
    ...(sasl === undefined ? {} : { "sasl.mechanism": sasl.mechanism, ...loginProperties(sasl) }),
  };
}

function storeProperties(store: "keystore" | "truststore", path: string, { storePassword }: Credentials): Record<string, string> {
  const more = storePassword === undefined ? { type: "PEM" } : { password: storePassword };
  return Object.fromEntries(Object.entries({ location: path, ...more }).map(([name, value]) => [`ssl.${store}.${name}`, value]));
}

function loginProperties(sasl: SaslCredentials): Record<string, string> {
  const loginModule = loginModules[sasl.mechanism];
  if (sasl.mechanism === "OAUTHBEARER")
    return {
      "sasl.jaas.config": `${loginModule} required;`,
      "sasl.login.callback.handler.class": "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
      "sasl.oauthbearer.token.endpoint.url": tokenUrl(sasl),
    };
  const byToken = sasl.byToken === true ? ' tokenauth="true"' : "";
  return { "sasl.jaas.config": `${loginModule} required username="${sasl.username}" password="${sasl.password}"${byToken};` };
}

function tokenUrl({ file }: { readonly file: string }): string {
  return pathToFileURL(file).href;
}

/** Kafka asks nobody at addresses that it was not told it may ask. */
export function allowedUrls(urls: readonly string[]): readonly string[] {
  return urls.length === 0 ? [] : [`-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${urls.join(",")}`];
}
