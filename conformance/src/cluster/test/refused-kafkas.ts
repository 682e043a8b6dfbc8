import type { Cluster } from "../cluster.ts";
import { kubectl } from "./on-cluster.ts";

/** Something that is declared and can't be had. */
export interface Refusal {
  /** Of the Kafka. */
  readonly name: string;
  /** What has to be there first. */
  readonly prepare?: (cluster: Cluster) => Promise<unknown>;
  readonly declared: string;
  /** What is told of it, as `TYPE REASON: MESSAGE`. */
  readonly told: RegExp;
  /** Of which object it is told. Default: the Kafka. */
  readonly at?: string;
  /** What makes it be had. Default: nothing does but another declaration. */
  readonly remedy?: (cluster: Cluster) => Promise<unknown>;
}

const plain = "{ name: plain, port: 9092, type: internal, tls: false }";
const tls = (more: string): string => `{ name: tls, port: 9093, type: internal, tls: true, ${more} }`;

const pool = (cluster: string, name = `${cluster}-pool`, storage = "type: ephemeral"): string => `
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: ${name}, labels: { strimzi.io/cluster: ${cluster} } }
spec: { replicas: 1, roles: [broker, controller], storage: { ${storage} } }
---`;

const kafka = (name: string, spec: string, listeners = plain): string => `
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: ${name} }
spec: { kafka: { listeners: [${listeners}]${spec} }
---`;

const whole = (name: string, spec: string, listeners = plain): string => `${pool(name)}${kafka(name, spec, listeners)}`;

const ownCertificate = (secret: string): string =>
  tls(`configuration: { brokerCertChainAndKey: { secretName: ${secret}, certificate: tls.crt, key: tls.key } }`);

const secret = (name: string, entries: Readonly<Record<string, string>>): string =>
  JSON.stringify({ apiVersion: "v1", kind: "Secret", metadata: { name }, stringData: entries });

async function entriesOf(cluster: Cluster, name: string): Promise<Readonly<Record<string, string>>> {
  const { data } = JSON.parse(await kubectl(cluster, `get secret ${name} --output json`)) as { data: Record<string, string> };
  return Object.fromEntries(Object.entries(data).map(([entry, text]) => [entry, Buffer.from(text, "base64").toString()]));
}

const applied = (cluster: Cluster, yaml: string): Promise<string> => kubectl(cluster, "apply --filename=-", yaml);

/** The certificate and the key of nodes of the Kafka that can be had. */
const withKeys =
  (name: string, certified = "good-all-nodes-0", keyed = certified) =>
  async (cluster: Cluster) => {
    const [certificate, key] = [await entriesOf(cluster, certified), await entriesOf(cluster, keyed)];
    return applied(cluster, secret(name, { "tls.crt": certificate[`${certified}.crt`] ?? "", "tls.key": key[`${keyed}.key`] ?? "" }));
  };

const configMap = (name: string, key: string, text: string): string =>
  JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name }, data: { [key]: text } });

const reference = (name: string, key: string): string => `valueFrom: { configMapKeyRef: { name: ${name}, key: ${key} } }`;

const givenAuthority = " }, clusterCa: { generateCertificateAuthority: false }";

const invalid = (message: string): RegExp => new RegExp(`^NotReady InvalidResourceException: .*${message}`, "m");
const misconfigured = (message: string): RegExp => new RegExp(`^NotReady InvalidConfigurationException: .*${message}`, "m");

/** What is wrong by what is there, or is not, beside it. Mistakes that the schema sees are refused when they are applied (`operator-refusals`). */
export const refusals: readonly Refusal[] = [
  {
    name: "no-secret",
    declared: whole("no-secret", " }", ownCertificate("comes-later")),
    told: misconfigured("there is no Secret comes-later with the certificate of a listener"),
    remedy: withKeys("comes-later"),
  },
  {
    name: "no-certificate",
    declared: `${secret("garbled", { "tls.crt": "no certificate", "tls.key": "no key" })}\n---${whole("no-certificate", " }", ownCertificate("garbled"))}`,
    told: misconfigured("can't use the Secret garbled: tls.crt is no certificate in PEM"),
    remedy: withKeys("garbled"),
  },
  {
    name: "wrong-key",
    prepare: withKeys("mismatched", "good-all-nodes-0", "good-all-nodes-1"),
    declared: whole("wrong-key", " }", ownCertificate("mismatched")),
    told: misconfigured("can't use the Secret mismatched: "),
    remedy: withKeys("mismatched"),
  },
  {
    name: "old-version",
    declared: whole("old-version", ", version: 1.0.0 }"),
    told: /^NotReady UnsupportedKafkaVersionException: spec\.kafka\.version: 1\.0\.0 is not supported; expected one of 4\.2\.2, 4\.3\.1$/m,
  },
  {
    name: "no-pools",
    declared: kafka("no-pools", " }"),
    told: invalid("no KafkaNodePool belongs to this Kafka: at least one with the label strimzi.io/cluster: no-pools is needed"),
    remedy: (cluster) => applied(cluster, pool("no-pools")),
  },
  {
    name: "no-kafka",
    declared: pool("no-kafka"),
    at: "kafkanodepool/no-kafka-pool",
    told: /^NotReady NoCluster: There is no Kafka no-kafka in this namespace that this node pool belongs to: it has no nodes$/m,
  },
  {
    name: "same-ids",
    prepare: async (cluster) => {
      for (const name of ["ids-a", "ids-b"]) {
        await applied(cluster, pool("same-ids", name));
        await kubectl(cluster, `patch kafkanodepool ${name} --subresource=status --type=merge --patch {"status":{"nodeIds":[4]}}`);
      }
    },
    declared: kafka("same-ids", " }"),
    told: invalid("status\\.nodeIds of the node pools ids-a, ids-b: node 4 is in several places"),
  },
  {
    name: "good-all",
    declared: `${pool("good-all", "nodes", "type: persistent-claim, size: 1Gi")}${kafka("good-all", " }")}`,
    told: /^NotReady ResourceConflict: the PersistentVolumeClaim data-good-all-nodes-0 belongs to the Kafka good$/m,
  },
  {
    name: "no-authority",
    declared: whole("no-authority", givenAuthority),
    told: misconfigured("there is no Secret no-authority-cluster-ca-cert, which has to be given"),
    remedy: async (cluster) => {
      const good = await entriesOf(cluster, "good-cluster-ca-cert");
      const key = await entriesOf(cluster, "good-cluster-ca");
      await applied(cluster, secret("no-authority-cluster-ca-cert", { "ca.crt": good["ca.crt"] ?? "" }));
      await applied(cluster, secret("no-authority-cluster-ca", { "ca.key": key["ca.key"] ?? "" }));
    },
  },
  {
    name: "half-authority",
    declared: `${secret("half-authority-cluster-ca-cert", { "ca.crt": "no certificate" })}\n---${whole("half-authority", givenAuthority)}`,
    told: misconfigured("there is no Secret half-authority-cluster-ca, which has to be given"),
  },
  {
    name: "no-logging",
    declared: whole("no-logging", `, logging: { type: external, ${reference("levels", "log4j2.properties")} } }`),
    told: misconfigured("spec\\.kafka\\.logging: there is no ConfigMap levels with the entry log4j2\\.properties"),
    remedy: (cluster) => applied(cluster, configMap("levels", "log4j2.properties", "rootLogger.level = INFO\n")),
  },
  {
    name: "no-metrics",
    declared: whole("no-metrics", `, metricsConfig: { type: jmxPrometheusExporter, ${reference("rules", "rules.yaml")} } }`),
    told: misconfigured("spec\\.kafka\\.metricsConfig: there is no ConfigMap rules with the entry rules\\.yaml"),
    remedy: (cluster) => applied(cluster, configMap("rules", "rules.yaml", "rules: []\n")),
  },
  {
    name: "no-routes",
    declared: whole("no-routes", " }", "{ name: out, port: 9094, type: route, tls: true }"),
    told: invalid("spec\\.kafka\\.listeners: out of type route needs what this Kubernetes cluster does not have: Route"),
  },
  {
    name: "forbidden",
    declared: whole("forbidden", ", config: { listeners: mine, num.network.threads: 2 } }"),
    told: invalid("Kafka forbidden, spec\\.kafka\\.config\\.listeners: "),
  },
];
