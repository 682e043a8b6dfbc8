/** How a Kafka may be declared that can be had. */
export interface Declaration {
  readonly replicas?: number;
  readonly roles?: string;
  readonly storage?: string;
  /** Of `spec.kafka`. */
  readonly more?: string;
}

/** A Kafka that can be had: three nodes that are both, and a broker. It never gets further than its pods, which run nothing. */
export const good = ({
  replicas = 3,
  roles = "broker, controller",
  storage = "type: persistent-claim, size: 2Gi",
  more = "",
}: Declaration): string => `
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: all-nodes, labels: { strimzi.io/cluster: good } }
spec: { replicas: ${replicas}, roles: [${roles}], storage: { ${storage} } }
---
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: brokers, labels: { strimzi.io/cluster: good } }
spec: { replicas: 1, roles: [broker], storage: { type: ephemeral } }
---
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: good }
spec: { kafka: { listeners: [{ name: tls, port: 9093, type: internal, tls: true }]${more} } }
`;

const [pool, kafka] = ["kafkanodepool/all-nodes", "kafka/good"];

/** Changes of it that would lose data or availability: what runs stays as it is, and it is told why. */
export const dangerousChanges: ReadonlyArray<{ readonly change: Declaration; readonly at: string; readonly told: RegExp }> = [
  {
    // Nobody can be asked what they hold.
    change: { replicas: 1 },
    at: pool,
    told: /^Warning ScaleDownPreventionCheck: The KafkaNodePool all-nodes keeps 3 nodes instead of 1: nodes 1, 2 still hold replicas/m,
  },
  {
    change: { roles: "controller" },
    at: pool,
    told: /^Warning ScaleDownPreventionCheck: The KafkaNodePool all-nodes keeps the role broker: nodes 0, 1, 2 still hold replicas/m,
  },
  {
    change: { storage: "type: persistent-claim, size: 1Gi" },
    at: pool,
    told: /^Warning KafkaStorage: The storage of the KafkaNodePool all-nodes stays as it is: the size can't shrink from 2Gi to 1Gi\.$/m,
  },
  {
    change: { storage: "type: ephemeral" },
    at: pool,
    told: /^Warning KafkaStorage: The storage of the KafkaNodePool all-nodes stays as it is: the type can't change from persistent-claim to ephemeral/m,
  },
  {
    change: { more: ", version: 4.9.0" },
    at: kafka,
    told: /^NotReady UnsupportedKafkaVersionException: spec\.kafka\.version: 4\.9\.0 is not supported; expected one of 4\.2\.2, 4\.3\.1$/m,
  },
];
