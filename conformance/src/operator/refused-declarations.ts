import type { DesiredObject } from "@millrace/operator";

const metadata = { name: "trial", namespace: "tests", labels: { "strimzi.io/cluster": "trial" } };

const pool = (spec: object): DesiredObject => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "KafkaNodePool",
  metadata,
  spec: { replicas: 1, roles: ["broker"], storage: { type: "ephemeral" }, ...spec },
});

const kafka = (spec: object): DesiredObject => ({
  apiVersion: "kafka.strimzi.io/v1",
  kind: "Kafka",
  metadata,
  spec: { kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }], ...spec } },
});

const listener = (given: object): DesiredObject =>
  kafka({ listeners: [{ name: "one", port: 9094, type: "internal", tls: false, ...given }] });

/** What an API server with our CRDs refuses, and the words that it gives. */
export const refusedDeclarations: readonly (readonly [DesiredObject, string])[] = [
  [pool({ roles: [] }), "roles needs at least one of broker, controller"],
  [pool({ storage: { type: "persistent-claim" } }), "a persistent-claim needs a size, such as 10Gi"],
  [pool({ storage: { type: "jbod", volumes: [] } }), "a jbod needs at least one of volumes"],
  [pool({ storage: { type: "jbod", volumes: [{ type: "ephemeral" }] } }), "a volume of a jbod needs an id"],
  [pool({ storage: { type: "jbod", volumes: [{ type: "persistent-claim", id: 0 }] } }), "a persistent-claim needs a size, such as 10Gi"],
  [
    pool({ storage: { type: "jbod", volumes: [0, 1].map((id) => ({ type: "ephemeral", id, kraftMetadata: "shared" })) } }),
    "at most one volume can hold the metadata (kraftMetadata)",
  ],
  [listener({ port: 9404 }), "ports 9404 and 9999 are taken: they serve metrics and JMX"],
  [listener({ type: "route" }), "a listener of type route or ingress works only with tls: true"],
  [listener({ authentication: { type: "tls" } }), "authentication by TLS needs tls: true on the listener"],
  [
    listener({ configuration: { brokerCertChainAndKey: { secretName: "a", certificate: "b", key: "c" } } }),
    "a certificate needs tls: true on the listener",
  ],
  [listener({ type: "ingress", tls: true }), "a listener of type ingress or tlsroute needs configuration.bootstrap.host"],
  [
    listener({ type: "tlsroute", tls: true, configuration: { bootstrap: { host: "a" }, parentRefs: [{ name: "b" }] } }),
    "a listener of type ingress or tlsroute needs configuration.hostTemplate, or a host for each of configuration.brokers",
  ],
  [
    listener({ type: "tlsroute", tls: true, configuration: { bootstrap: { host: "a" }, hostTemplate: "b" } }),
    "a listener of type tlsroute needs configuration.parentRefs",
  ],
  [
    kafka({ quotas: { type: "strimzi", minAvailableBytesPerVolume: 1, minAvailableRatioPerVolume: 0.1 } }),
    "minAvailableBytesPerVolume and minAvailableRatioPerVolume exclude each other; give one of them",
  ],
  [kafka({ rack: {} }), "type topology-label needs topologyKey"],
];

/** What differs from them by no more than what is wrong. */
export const takenDeclarations: readonly DesiredObject[] = [
  pool({}),
  pool({
    storage: {
      type: "jbod",
      volumes: [
        { type: "persistent-claim", id: 0, size: "1Gi", kraftMetadata: "shared" },
        { type: "ephemeral", id: 1 },
      ],
    },
  }),
  kafka({ quotas: { type: "strimzi", minAvailableRatioPerVolume: 0.1 }, rack: { topologyKey: "zone" } }),
  listener({
    tls: true,
    authentication: { type: "tls" },
    configuration: { brokerCertChainAndKey: { secretName: "a", certificate: "b", key: "c" } },
  }),
  listener({ type: "tlsroute", tls: true, configuration: { bootstrap: { host: "a" }, hostTemplate: "b", parentRefs: [{ name: "c" }] } }),
  listener({ type: "ingress", tls: true, configuration: { bootstrap: { host: "a" }, brokers: [{ broker: 0, host: "b" }] } }),
];
