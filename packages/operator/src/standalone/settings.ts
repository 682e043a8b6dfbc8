import { clusterLabel } from "@millrace/resources";
import { processSettings, resyncMs } from "../process/common-settings.ts";
import { choice, flag, integer, labels, type Reader, text } from "../process/setting-types.ts";
import { type Environment, optional, type Rule, readTable, setting, type ValuesOf } from "../process/settings-table.ts";

/** Windows of time, as Strimzi has them here: cron expressions with semicolons between them. */
const windows: Reader<readonly string[]> = (written) => ({
  value: written
    .split(";")
    .map((window) => window.trim())
    .filter((window) => window !== ""),
});

/** What both operators are told. */
const common = {
  namespace: setting("STRIMZI_NAMESPACE", "Namespace whose resources are looked after.", text),
  bootstrapServers: setting("STRIMZI_KAFKA_BOOTSTRAP_SERVERS", "Where the Kafka is reached: `host:port`, with commas between them.", text),
  clientProperties: setting(
    "STRIMZI_KAFKA_ADMIN_CLIENT_CONFIGURATION",
    "Properties of Kafka's clients about security, a line each; they count before all other settings.",
    text,
    "",
  ),
  resyncMs,
  ...processSettings,
} as const;

const ofOneCluster = <Values extends { readonly labels: Readonly<Record<string, string>> }>(variable: string): Rule<Values> => ({
  error: `${variable} has to be ${clusterLabel}=NAME: the label of the resources that are looked after, by which Secrets are named, too`,
  holds: ({ labels: given }) => Object.keys(given).join() === clusterLabel && given[clusterLabel] !== "",
});

/** Settings of a Topic Operator by itself, by Strimzi's names. */
export const topicOperatorSettings = {
  ...common,
  labels: setting("STRIMZI_RESOURCE_LABELS", `Label of the KafkaTopics that are looked after: \`${clusterLabel}=NAME\`.`, labels),
  hasTls: setting("STRIMZI_TLS_ENABLED", "Whether the Kafka is reached by TLS.", flag, "false"),
  trustsPublic: setting("STRIMZI_PUBLIC_CA", "Whether its certificate is of an authority that everybody trusts.", flag, "false"),
  showsCertificate: setting("STRIMZI_TLS_AUTH_ENABLED", "Whether the operator shows a certificate of its own.", flag, "true"),
  trustStore: optional("STRIMZI_TRUSTSTORE_LOCATION", "Store of the certificates that are trusted: PKCS #12 or JKS.", text),
  trustStorePassword: optional("STRIMZI_TRUSTSTORE_PASSWORD", "Its password.", text),
  keyStore: optional("STRIMZI_KEYSTORE_LOCATION", "Store of the operator's own certificate.", text),
  keyStorePassword: optional("STRIMZI_KEYSTORE_PASSWORD", "Its password.", text),
  hostCheck: setting(
    "STRIMZI_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM",
    "HTTPS: the Kafka's certificate has to be of the host's name; empty by a blank: it need not.",
    text,
    "HTTPS",
  ),
  hasSasl: setting("STRIMZI_SASL_ENABLED", "Whether the operator logs in.", flag, "false"),
  mechanism: optional("STRIMZI_SASL_MECHANISM", "How.", choice("plain", "scram-sha-256", "scram-sha-512")),
  userName: optional("STRIMZI_SASL_USERNAME", "As whom.", text),
  password: optional("STRIMZI_SASL_PASSWORD", "With which password.", text),
} as const;

export type TopicOperatorSettings = ValuesOf<typeof topicOperatorSettings>;

const topicRules: readonly Rule<TopicOperatorSettings>[] = [
  ofOneCluster("STRIMZI_RESOURCE_LABELS"),
  {
    error: "STRIMZI_TRUSTSTORE_LOCATION is missing: STRIMZI_TLS_ENABLED is true, and STRIMZI_PUBLIC_CA is not",
    holds: ({ hasTls, trustsPublic, trustStore }) => !hasTls || trustsPublic || trustStore !== undefined,
  },
  {
    error: "STRIMZI_KEYSTORE_LOCATION is missing: STRIMZI_TLS_ENABLED is true, and STRIMZI_TLS_AUTH_ENABLED is not false",
    holds: ({ hasTls, showsCertificate, keyStore }) => !hasTls || !showsCertificate || keyStore !== undefined,
  },
  {
    error: "STRIMZI_SASL_MECHANISM, STRIMZI_SASL_USERNAME and STRIMZI_SASL_PASSWORD have to be there: STRIMZI_SASL_ENABLED is true",
    holds: ({ hasSasl, mechanism, userName, password }) => !hasSasl || ![mechanism, userName, password].includes(undefined),
  },
];

/** Settings of a User Operator by itself, by Strimzi's names. */
export const userOperatorSettings = {
  ...common,
  labels: setting("STRIMZI_LABELS", `Label of the KafkaUsers that are looked after: \`${clusterLabel}=NAME\`.`, labels),
  secretPrefix: setting("STRIMZI_SECRET_PREFIX", "What the names of users' Secrets begin with.", text, ""),
  authorityCertificate: optional(
    "STRIMZI_CA_CERT_NAME",
    "Secret with the certificate of the authority for clients: `NAME-clients-ca-cert`.",
    text,
  ),
  authorityKey: optional("STRIMZI_CA_KEY_NAME", "Secret with its key: `NAME-clients-ca`.", text),
  validityDays: setting("STRIMZI_CA_VALIDITY", "How long users' certificates are valid, in days.", integer(1), "365"),
  renewalDays: setting("STRIMZI_CA_RENEWAL", "How long before their end they are renewed, in days.", integer(1), "30"),
  windows: setting("STRIMZI_MAINTENANCE_TIME_WINDOWS", "When they may be: cron expressions with semicolons between them.", windows, ""),
  hasAcls: setting(
    "STRIMZI_ACLS_ADMIN_API_SUPPORTED",
    "Whether the Kafka has an authorizer whose rules its Admin API changes.",
    flag,
    "true",
  ),
  clusterAuthority: optional(
    "STRIMZI_CLUSTER_CA_CERT_SECRET_NAME",
    "Secret with `ca.crt`, by which the Kafka is trusted; left out: it is reached without TLS.",
    text,
  ),
  ownCertificate: optional(
    "STRIMZI_EO_KEY_SECRET_NAME",
    "Secret with `entity-operator.crt` and `entity-operator.key`, which the operator shows to the Kafka.",
    text,
  ),
} as const;

export type UserOperatorSettings = ValuesOf<typeof userOperatorSettings>;

const userRules: readonly Rule<UserOperatorSettings>[] = [
  ofOneCluster("STRIMZI_LABELS"),
  {
    error: "STRIMZI_CA_CERT_NAME has to be NAME-clients-ca-cert, and STRIMZI_CA_KEY_NAME NAME-clients-ca: of the NAME in STRIMZI_LABELS",
    holds: ({ labels: given, authorityCertificate, authorityKey }) => {
      const own = `${given[clusterLabel]}-clients-ca`;
      return (authorityCertificate ?? `${own}-cert`) === `${own}-cert` && (authorityKey ?? own) === own;
    },
  },
  {
    error: "STRIMZI_CA_RENEWAL has to be less than STRIMZI_CA_VALIDITY",
    holds: ({ renewalDays, validityDays }) => renewalDays < validityDays,
  },
];

/** Throws CONFIG_INVALID with a line for each setting that is wrong or missing. */
export const readTopicOperatorSettings = (environment: Environment): TopicOperatorSettings =>
  readTable(topicOperatorSettings, topicRules, environment);

/** Throws CONFIG_INVALID with a line for each setting that is wrong or missing. */
export const readUserOperatorSettings = (environment: Environment): UserOperatorSettings =>
  readTable(userOperatorSettings, userRules, environment);
