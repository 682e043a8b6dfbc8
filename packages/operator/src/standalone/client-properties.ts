import { parseProperties } from "@millrace/client";
import type { TopicOperatorSettings, UserOperatorSettings } from "./settings.ts";

type Properties = Readonly<Record<string, string>>;

/** A Kafka client's properties that have a value. */
function given(properties: Readonly<Record<string, string | undefined>>): Properties {
  return Object.fromEntries(Object.entries(properties).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

const storeType = (path: string | undefined): string | undefined =>
  path === undefined ? undefined : /\.(?:p12|pfx)$/.test(path) ? "PKCS12" : "JKS";

/** How a Topic Operator reaches its Kafka, in the words of Kafka's clients. */
export function topicClientProperties(settings: TopicOperatorSettings): Properties {
  const { hasTls, hasSasl, trustsPublic, showsCertificate, trustStore, keyStore } = settings;
  const tls = {
    ...(trustsPublic ? {} : { "ssl.truststore.location": trustStore, "ssl.truststore.type": storeType(trustStore) }),
    ...(trustsPublic ? {} : { "ssl.truststore.password": settings.trustStorePassword }),
    ...(showsCertificate ? { "ssl.keystore.location": keyStore, "ssl.keystore.type": storeType(keyStore) } : {}),
    ...(showsCertificate ? { "ssl.keystore.password": settings.keyStorePassword } : {}),
    "ssl.endpoint.identification.algorithm": settings.hostCheck.trim(),
  };
  return {
    "security.protocol": `${hasSasl ? "SASL_" : ""}${hasTls ? "SSL" : "PLAINTEXT"}`,
    ...(hasTls ? given(tls) : {}),
    ...(hasSasl ? given({ "sasl.mechanism": settings.mechanism?.toUpperCase(), "sasl.jaas.config": login(settings) }) : {}),
    ...parseProperties(settings.clientProperties),
  };
}

function login({ mechanism, userName = "", password = "" }: TopicOperatorSettings): string {
  const module = mechanism === "plain" ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
  const quoted = (value: string): string => `"${value.replace(/["\\]/g, "\\$&")}"`;
  return `org.apache.kafka.common.security.${module} required username=${quoted(userName)} password=${quoted(password)};`;
}

/** Of the Secrets that a User Operator is told of, what they hold. */
export interface UserOperatorKeys {
  readonly trusted: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** How a User Operator reaches its Kafka, in the words of Kafka's clients. */
export function userClientProperties(
  { clientProperties }: UserOperatorSettings,
  { trusted, certificate, key }: UserOperatorKeys,
): Properties {
  const own = { "ssl.keystore.certificate.chain": certificate, "ssl.keystore.key": key };
  const tls = {
    ...{ "security.protocol": "SSL", "ssl.truststore.type": "PEM", "ssl.truststore.certificates": trusted },
    ...(certificate === undefined ? {} : { "ssl.keystore.type": "PEM", ...own }),
  };
  return { ...(trusted === undefined ? { "security.protocol": "PLAINTEXT" } : given(tls)), ...parseProperties(clientProperties) };
}
