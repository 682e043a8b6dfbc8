import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

const apiVersion = "kafka.strimzi.io/v1";
const labels = { "strimzi.io/cluster": "secured" };
const scram = { type: "scram-sha-512" };

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** A platform that keeps to ACLs. Whoever has not been asked who they are may do everything, so that commands need no password. */
export const securedPlatform = (scramPort: number): readonly unknown[] => [
  {
    apiVersion,
    kind: "KafkaNodePool",
    metadata: { name: "node", labels },
    spec: { replicas: 1, roles: ["controller", "broker"], storage: { type: "persistent-claim", size: "1Gi" } },
  },
  {
    apiVersion,
    kind: "Kafka",
    metadata: { name: "secured" },
    spec: {
      kafka: {
        listeners: [
          { name: "plain", port: 9092, type: "internal", tls: false },
          { name: "scram", port: scramPort, type: "internal", tls: false, authentication: scram },
        ],
        authorization: { type: "simple", superUsers: ["ANONYMOUS"] },
      },
      entityOperator: { userOperator: {} },
    },
  },
];

/** Users for it. */
export const declaredUsers: readonly unknown[] = [
  {
    apiVersion,
    kind: "KafkaUser",
    metadata: { name: "alice", labels },
    spec: {
      authentication: scram,
      authorization: { type: "simple", acls: [{ resource: { type: "topic", name: "orders" }, operations: ["Read"] }] },
      quotas: { producerByteRate: 1024, requestPercentage: 55 },
    },
  },
  { apiVersion, kind: "KafkaUser", metadata: { name: "bob", labels }, spec: { authentication: scram } },
];
