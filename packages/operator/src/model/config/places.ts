/** Where a pod of Kafka has things. Kafka's config providers read nothing outside of /opt/kafka. */
export const places = {
  /** The node's ConfigMap. */
  config: "/opt/kafka/custom-config",
  /** The node's own Secret: `<pod>.crt`, `<pod>.key`, and those of listeners with certificates of their own. */
  certificates: "/opt/kafka/broker-certs",
  /** Whom nodes trust: `cluster-ca.crt`, `clients-ca.crt`. */
  trusted: "/opt/kafka/cluster-ca-certs",
  /** What the init container found out: `rack.id`, `external.address`. */
  init: "/opt/kafka/init",
  /** What Kafka's image lacks, copied by the init container: the metrics agent, and plug-ins in `libs`. */
  agents: "/opt/kafka/agents",
} as const;

/** Reads the whole of a file. */
const fromFile = (folder: string, name: string): string => `\${strimzidir:${folder}:${name}}`;

/** The part of certificates and keys that stands behind `ssl.`, or another prefix, in Kafka's settings. */
export const keyStore = (prefix: string, name: string): Readonly<Record<string, string>> => ({
  [`${prefix}ssl.keystore.certificate.chain`]: fromFile(places.certificates, `${name}.crt`),
  [`${prefix}ssl.keystore.key`]: fromFile(places.certificates, `${name}.key`),
  [`${prefix}ssl.keystore.type`]: "PEM",
});

export const trustStore = (prefix: string, authority: "cluster-ca" | "clients-ca"): Readonly<Record<string, string>> => ({
  [`${prefix}ssl.truststore.certificates`]: fromFile(places.trusted, `${authority}.crt`),
  [`${prefix}ssl.truststore.type`]: "PEM",
});

export const rackFromFile = fromFile(places.init, "rack.id");

/** The address of the machine that a pod runs on, by the kind of address that is preferred. */
export const machineAddress = (preferred = "default"): string =>
  `\${strimzifile:${places.init}/external.address:nodeport.${preferred.toLowerCase()}.address}`;
