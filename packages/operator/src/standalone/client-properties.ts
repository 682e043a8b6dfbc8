import { parseProperties } from "@millrace/client";
import { passwordLogin } from "@millrace/security";
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
    ...(hasSasl ? loginProperties(settings) : {}),
    ...parseProperties(settings.clientProperties),
  };
}

const mechanisms = { plain: "PLAIN", "scram-sha-256": "SCRAM-SHA-256", "scram-sha-512": "SCRAM-SHA-512" } as const;

/** What a login needs is there: settings are not taken without it. */
function loginProperties({ mechanism: named = "plain", userName = "", password = "" }: TopicOperatorSettings): Properties {
  const mechanism = mechanisms[named];
  return { "sasl.mechanism": mechanism, "sasl.jaas.config": passwordLogin(mechanism, userName, password) };
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
