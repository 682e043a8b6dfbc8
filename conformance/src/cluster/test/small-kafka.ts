import { type Admin, openAdmin, Producer } from "@millrace/client";

/** Where clients of the Kafka `my` begin. */
export const bootstrapServers = "my-kafka-bootstrap.default.svc:9092";

export const minutes = (count: number): number => count * 60_000;

export interface DeclaredPool {
  readonly name: string;
  /** As in `[controller, broker]`, without the brackets. */
  readonly roles: string;
  readonly replicas: number;
  /** The Kafka that it belongs to. Default: `my`. */
  readonly kafka?: string;
  /** Default: a claim of 1 Gi that goes with its node. */
  readonly storage?: string;
}

/** A node pool whose Java machines are small, and start quickly; what is declared after it can follow at once. */
export const nodePool = ({
  name,
  roles,
  replicas,
  kafka = "my",
  storage = "{ type: persistent-claim, size: 1Gi, deleteClaim: true }",
}: DeclaredPool): string => `
apiVersion: kafka.strimzi.io/v1
kind: KafkaNodePool
metadata: { name: ${name}, labels: { strimzi.io/cluster: ${kafka} } }
spec:
  replicas: ${replicas}
  roles: [${roles}]
  jvmOptions: { "-Xmx": 256m, "-XX": { TieredStopAtLevel: "1", UseSerialGC: "true" } }
  storage: ${storage}
---`;

export async function withAdmin<T>(use: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = openAdmin({ bootstrapServers, operationTimeoutMs: 10_000 });
  try {
    return await use(admin);
  } finally {
    await admin.close();
  }
}

export interface Filled {
  readonly name: string;
  readonly partitionCount: number;
  readonly replicationFactor: number;
}

/** Creates a topic, and writes so many records to it. */
export async function fill(topic: Filled, records: number): Promise<void> {
  await withAdmin((admin) => admin.createTopics([topic]));
  const producer = new Producer({ bootstrapServers, acks: "all" });
  try {
    await Promise.all(Array.from({ length: records }, (_, at) => producer.send({ topic: topic.name, value: Buffer.from(String(at)) })));
  } finally {
    await producer.close();
  }
}

/** How many records a topic has had. */
export async function endsOf(admin: Admin, { name, partitionCount }: Omit<Filled, "replicationFactor">): Promise<number> {
  const partitions = Array.from({ length: partitionCount }, (_, partition) => ({ topic: name, partition, at: "latest" as const }));
  return (await admin.listOffsets(partitions)).reduce((sum, { offset }) => sum + (offset ?? 0), 0);
}
