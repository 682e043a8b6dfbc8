/** Paths of one kind: of the list, of one object, or of a part of it. `{ns}` is the case's namespace. */
const pathsOf =
  (list: string) =>
  (name?: string, part?: string): string =>
    [list, name, part].filter((each) => each !== undefined).join("/");

export const configMaps = pathsOf("/api/v1/namespaces/{ns}/configmaps");
export const secrets = pathsOf("/api/v1/namespaces/{ns}/secrets");
export const serviceAccounts = pathsOf("/api/v1/namespaces/{ns}/serviceaccounts");
export const events = pathsOf("/api/v1/namespaces/{ns}/events");
export const leases = pathsOf("/apis/coordination.k8s.io/v1/namespaces/{ns}/leases");
export const namespaces = pathsOf("/api/v1/namespaces");
export const topics = pathsOf("/apis/kafka.strimzi.io/v1/namespaces/{ns}/kafkatopics");
export const users = pathsOf("/apis/kafka.strimzi.io/v1/namespaces/{ns}/kafkausers");
export const pools = pathsOf("/apis/kafka.strimzi.io/v1/namespaces/{ns}/kafkanodepools");
export const kafkas = pathsOf("/apis/kafka.strimzi.io/v1/namespaces/{ns}/kafkas");

export interface Metadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

export const configMap = (name: string, data: Fields = {}, metadata: Metadata = {}) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, ...metadata },
  data,
});

export const secret = (name: string, fields: Fields = {}, metadata: Metadata = {}) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, ...metadata },
  ...fields,
});

export const serviceAccount = (name: string, fields: Fields = {}) => ({
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name },
  ...fields,
});

export const namespace = (name: string, metadata: Metadata = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, ...metadata },
});

export const event = (name: string, fields: Fields = {}) => ({
  apiVersion: "v1",
  kind: "Event",
  metadata: { name },
  involvedObject: { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic", name: "orders", namespace: "{ns}" },
  reason: "Created",
  message: "it was made",
  type: "Normal",
  source: { component: "conformance" },
  firstTimestamp: "2001-02-03T04:05:06Z",
  lastTimestamp: "2001-02-03T04:05:06Z",
  count: 1,
  ...fields,
});

export const lease = (name: string, spec: Fields = {}) => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: { name },
  spec,
});

const custom = (kind: string, name: string, spec: Fields, metadata: Metadata) => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind,
  metadata: { name, ...metadata },
  spec,
});

export const topic = (name: string, spec: Fields = { partitions: 3, replicas: 1 }, metadata: Metadata = {}) =>
  custom("KafkaTopic", name, spec, { labels: { "strimzi.io/cluster": "main" }, ...metadata });

export const user = (name: string, spec: Fields = { authentication: { type: "scram-sha-512" } }) => custom("KafkaUser", name, spec, {});

export const pool = (name: string, spec: Fields = {}) =>
  custom("KafkaNodePool", name, { replicas: 1, roles: ["broker"], storage: { type: "ephemeral" }, ...spec }, {});

export const kafka = (name: string, spec: Fields = {}) =>
  custom("Kafka", name, { kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }] }, ...spec }, {});
