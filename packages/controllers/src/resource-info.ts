import type { MetricFamily } from "@millrace/kube";
import type { Kafka, KafkaNodePool, KafkaTopic, KafkaUser } from "@millrace/resources";

type Watched = Kafka | KafkaNodePool | KafkaTopic | KafkaUser;
type Told = string | number | undefined;

/** How objects of one kind are told. */
interface Info<T extends Watched> {
  readonly name: string;
  /** What it is called in a sentence. */
  readonly kind: string;
  /** What is told besides what every kind has, by label. */
  readonly more: (object: T) => Readonly<Record<string, Told>>;
}

/** By the names that Strimzi's configuration of kube-state-metrics gives them, from which its alerts and ours are made. */
const infos: { readonly [Kind in Watched["kind"]]: Info<Extract<Watched, { readonly kind: Kind }>> } = {
  Kafka: {
    name: "strimzi_kafka_resource_info",
    kind: "Kafkas",
    more: ({ status }) => ({
      kafka_version: status?.kafkaVersion,
      kafka_metadata_version: status?.kafkaMetadataVersion,
      cluster_id: status?.clusterId,
    }),
  },
  KafkaNodePool: {
    name: "strimzi_kafka_node_pool_resource_info",
    kind: "node pools",
    more: ({ status }) => ({ replicas: status?.replicas, cluster_id: status?.clusterId }),
  },
  KafkaTopic: {
    name: "strimzi_kafka_topic_resource_info",
    kind: "topics",
    more: ({ spec, status }) => ({
      ...{ partitions: spec.partitions, replicas: spec.replicas },
      ...{ topicId: status?.topicId, topicName: status?.topicName },
    }),
  },
  KafkaUser: {
    name: "strimzi_kafka_user_resource_info",
    kind: "users",
    more: ({ status }) => ({ secret: status?.secret, username: status?.username }),
  },
};

/** What resources of a kind are and whether they are ready: one sample for each, always 1. A label that is empty is as good as none. */
export function resourceInfo<Kind extends Watched["kind"]>(
  kind: Kind,
  objects: Iterable<Extract<Watched, { readonly kind: Kind }>>,
): MetricFamily {
  const info: Info<Extract<Watched, { readonly kind: Kind }>> = infos[kind];
  const samples = Array.from(objects, (object) => {
    const { metadata, status } = object;
    const condition = (type: string) => status?.conditions?.find((each) => each.type === type);
    const labels = {
      name: metadata.name,
      exported_namespace: metadata.namespace,
      ready: condition("Ready")?.status,
      warnings: condition("Warning")?.type,
      deprecated: status?.conditions?.find(({ reason }) => reason === "DeprecatedFields")?.type,
      generation: status?.observedGeneration,
      ...info.more(object),
    };
    return {
      suffix: "",
      labels: Object.fromEntries(Object.entries<Told>(labels).map(([label, of]) => [label, String(of ?? "")])),
      value: 1,
    };
  });
  return { name: info.name, help: `What ${info.kind} there are, and whether they are ready`, type: "gauge", samples };
}
