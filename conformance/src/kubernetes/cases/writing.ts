import { type ApiCase, given, inTurn } from "./api-case.ts";
import {
  configMap,
  configMaps,
  event,
  events,
  kafka,
  kafkas,
  lease,
  leases,
  namespace,
  namespaces,
  pool,
  pools,
  secret,
  secrets,
  serviceAccount,
  serviceAccounts,
  topic,
  topics,
  user,
  users,
} from "./objects.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Each kind from its creation to its end. */
const lives: readonly ApiCase[] = (
  [
    ["a ConfigMap", configMaps, (data: string) => configMap("a", { data })],
    ["a Secret", secrets, (data: string) => secret("a", { data: { data: base64(data) } })],
    ["a ServiceAccount", serviceAccounts, (data: string) => serviceAccount("a", { secrets: [{ name: data }] })],
    ["an Event", events, (data: string) => event("a", { message: data })],
    ["a Lease", leases, (data: string) => lease("a", { holderIdentity: data, leaseDurationSeconds: 15 })],
    ["a KafkaTopic", topics, (data: string) => topic("a", { partitions: 1, config: { data } })],
    [
      "a KafkaUser",
      users,
      (data: string) => user("a", { authentication: { type: "tls" }, template: { secret: { metadata: { labels: { data } } } } }),
    ],
    ["a KafkaNodePool", pools, (data: string) => pool("a", { template: { pod: { metadata: { labels: { data } } } } })],
    [
      "a Kafka",
      kafkas,
      (data: string) =>
        kafka("a", { kafka: { metadataVersion: data, listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }] } }),
    ],
  ] as const
).map(([what, paths, made]) => ({
  name: `writing: the life of ${what}`,
  async run(talk) {
    const created = await talk.send("POST", paths(), { body: made("one") });
    await talk.send("POST", paths(), { body: made("two") });
    await talk.send("GET", paths("a"));
    const { resourceVersion } = created.metadata ?? {};
    const next = made("two");
    await talk.send("PUT", paths("a"), { body: { ...next, metadata: { ...next.metadata, resourceVersion } } });
    await talk.send("PUT", paths("a"), { body: { ...next, metadata: { ...next.metadata, resourceVersion } } });
    await talk.send("PUT", paths("a"), { body: made("three") });
    await talk.send("DELETE", paths("a"));
    await talk.send("GET", paths("a"));
    await talk.send("DELETE", paths("a"));
  },
}));

const refusedNames = ["", "Upper", "under_score", "-dash", "a".repeat(254), "a/b", "ä", ".", "..", "a..b", "a b"];

export const writingCases: readonly ApiCase[] = [
  ...lives,
  inTurn(
    "writing: names that are refused",
    refusedNames.flatMap((name) => [
      ["POST", configMaps(), { body: configMap(name) }],
      ["POST", topics(), { body: topic(name) }],
      ["POST", namespaces(), { body: namespace(name) }],
    ]),
  ),
  inTurn("writing: an update creates nothing", [
    ["PUT", configMaps("a"), { body: configMap("a") }],
    ["PUT", leases("a"), { body: lease("a") }],
    ["PUT", events("a"), { body: event("a") }],
    ["PUT", topics("a"), { body: topic("a") }],
    ["PUT", topics("a"), { body: topic("a", {}, { resourceVersion: "1" }) }],
  ]),
  inTurn("writing: generated names", [
    ["POST", configMaps(), { body: { ...configMap("x"), metadata: { generateName: "made-" } } }],
    ["POST", topics(), { body: { ...topic("x"), metadata: { generateName: "made-" } } }],
    ["POST", topics(), { body: { ...topic("x"), metadata: { generateName: "Bad_" } } }],
    ["POST", topics(), { body: { ...topic("x"), metadata: {} } }],
    ["POST", topics(), { body: topic("given", {}, { generateName: "made-" }) }],
  ]),
  given([["POST", topics(), { body: topic("a") }]], "writing: what does not fit the path", [
    ["PUT", topics("a"), { body: topic("b") }],
    ["PUT", topics("a"), { body: { ...topic("a"), metadata: {} } }],
    ["POST", topics(), { body: topic("c", {}, { namespace: "other" }) }],
    ["POST", topics(), { body: { ...topic("c"), kind: "KafkaUser" } }],
    ["POST", topics(), { body: { ...topic("c"), apiVersion: "kafka.strimzi.io/v1beta2" } }],
    [
      "POST",
      topics(),
      { query: { fieldValidation: "Strict" }, body: { ...topic("c"), apiVersion: "kafka.strimzi.io/v1beta2", status: {} } },
    ],
    ["PUT", topics("a"), { body: { ...topic("a"), apiVersion: "kafka.strimzi.io/v1beta2" } }],
    ["POST", topics(), { body: { ...topic("c"), kind: "KafkaUser", apiVersion: "kafka.strimzi.io/v2" } }],
    ["POST", topics(), { body: { ...topic("c"), apiVersion: "v1" } }],
    ["POST", configMaps(), { body: topic("c") }],
    ["POST", configMaps(), { body: { ...configMap("c"), kind: "Secret" } }],
    ["POST", configMaps(), { body: { ...configMap("c"), apiVersion: "v2" } }],
    ["POST", configMaps(), { body: { metadata: { name: "c" }, data: { a: "b" } } }],
    ["POST", configMaps(), { body: { kind: "ConfigMap", metadata: { name: "d" } } }],
    ["POST", topics(), { body: { metadata: { name: "c" }, spec: {} } }],
    ["POST", topics(), { body: { kind: "KafkaTopic", metadata: { name: "c" }, spec: {} } }],
    ["POST", configMaps(), { body: configMap("e", {}, { resourceVersion: "5" }) }],
    ["POST", configMaps(), { body: configMap("f", {}, { uid: "5" }) }],
    ["POST", "/api/v1/namespaces/no-such-namespace/configmaps", { body: configMap("c") }],
    ["POST", "/apis/kafka.strimzi.io/v1/namespaces/no-such-namespace/kafkatopics", { body: topic("c") }],
  ]),
  {
    name: "writing: conditions of an update",
    async run(talk) {
      const { metadata } = await talk.send("POST", topics(), { body: topic("a"), aside: true });
      const put = (fields: object) =>
        talk.send("PUT", topics("a"), { body: topic("a", { partitions: 4 }, { resourceVersion: metadata?.resourceVersion, ...fields }) });
      await put({ uid: "11111111-2222-3333-4444-555555555555" });
      await put({ resourceVersion: "x" });
      await put({ resourceVersion: "0" });
      await put({ resourceVersion: "999999999" });
      await put({
        creationTimestamp: "2001-02-03T04:05:06Z",
        generation: 77,
        deletionTimestamp: "2001-02-03T04:05:06Z",
        selfLink: "/somewhere",
      });
    },
  },
  {
    name: "writing: what changes the generation",
    async run(talk) {
      const made = await talk.send("POST", topics(), { body: { ...topic("a"), status: { topicName: "not now" } } });
      const put = (body: object, version: string | undefined) =>
        talk.send("PUT", topics("a"), {
          body: { ...body, metadata: { ...(body as { metadata: object }).metadata, resourceVersion: version } },
        });
      const same = await put(topic("a"), made.metadata?.resourceVersion);
      const labelled = await put(
        topic("a", undefined, { labels: { "strimzi.io/cluster": "main", more: "yes" } }),
        same.metadata?.resourceVersion,
      );
      const changed = await put(
        topic("a", { partitions: 6, replicas: 1 }, { labels: { more: "yes" } }),
        labelled.metadata?.resourceVersion,
      );
      await put({ ...topic("a", { partitions: 6, replicas: 1 }), status: { topicName: "not now" } }, changed.metadata?.resourceVersion);
    },
  },
  inTurn("writing: Secrets", [
    [
      "POST",
      secrets(),
      { body: secret("a", { stringData: { password: "geheim", both: "text" }, data: { both: base64("bytes"), other: base64("x") } }) },
    ],
    ["GET", secrets("a")],
    ["PUT", secrets("a"), { body: secret("a", { type: "other", data: {} }) }],
    ["POST", secrets(), { body: secret("b", { data: { key: "not base64!" } }) }],
    ["POST", secrets(), { body: secret("b", { data: { "bad key": base64("x") } }) }],
    ["POST", secrets(), { body: secret("c", { type: "kubernetes.io/tls", data: {} }) }],
    ["POST", secrets(), { body: secret("d", { immutable: true, data: { a: base64("x") } }) }],
    ["PUT", secrets("d"), { body: secret("d", { immutable: true, data: { a: base64("y") } }) }],
    ["PUT", secrets("d"), { body: secret("d", { data: { a: base64("x") } }) }],
    ["POST", secrets(), { body: secret("e", { stringData: null, data: { a: null } }) }],
  ]),
  inTurn("writing: ConfigMaps", [
    ["POST", configMaps(), { body: { ...configMap("a", { a: "text" }), binaryData: { b: base64("bytes") } } }],
    ["POST", configMaps(), { body: { ...configMap("b", { a: "text" }), binaryData: { a: base64("bytes") } } }],
    ["POST", configMaps(), { body: configMap("c", { "bad key": "x" }) }],
    ["POST", configMaps(), { body: configMap("c", { a: 1 }) }],
    ["POST", configMaps(), { body: configMap("c", { a: { b: "c" } }) }],
    ["POST", configMaps(), { body: { ...configMap("d", { a: "x" }), immutable: true } }],
    ["PUT", configMaps("d"), { body: { ...configMap("d", { a: "y" }), immutable: true } }],
    ["PUT", configMaps("d"), { body: { ...configMap("d", { a: "x" }), immutable: false } }],
  ]),
  inTurn("writing: Leases and Events that are refused", [
    ["POST", leases(), { body: lease("a", { leaseDurationSeconds: 0 }) }],
    ["POST", leases(), { body: lease("a", { leaseTransitions: -1 }) }],
    ["POST", leases(), { body: lease("a", { renewTime: "2001-02-03T04:05:06.123456Z", acquireTime: "yesterday" }) }],
    ["POST", leases(), { body: lease("b", { renewTime: "2001-02-03T04:05:06.123456Z", acquireTime: "2001-02-03T04:05:06Z" }) }],
    ["POST", events(), { body: event("a", { involvedObject: { kind: "KafkaTopic", name: "x", namespace: "other" } }) }],
    ["POST", events(), { body: event("b", { involvedObject: {} }) }],
    ["POST", events(), { body: event("c", { eventTime: "2001-02-03T04:05:06.000000Z" }) }],
  ]),
  inTurn("writing: metadata that is refused", [
    ["POST", topics(), { body: topic("a", {}, { labels: { "bad label!": "x" } }) }],
    ["POST", topics(), { body: topic("a", {}, { labels: { a: "bad value!" } }) }],
    ["POST", topics(), { body: topic("a", {}, { labels: { a: "x".repeat(64) } }) }],
    ["POST", topics(), { body: topic("a", {}, { labels: { a: 1 } as never }) }],
    ["POST", topics(), { body: topic("a", {}, { annotations: { "bad key!": "x" } }) }],
    ["POST", topics(), { body: topic("a", {}, { annotations: { a: "x".repeat(263_000) } }) }],
    ["POST", topics(), { body: topic("a", {}, { finalizers: ["bad finalizer"] }) }],
    ["POST", topics(), { body: topic("a", {}, { finalizers: ["unqualified"] }) }],
    ["POST", topics(), { body: topic("a", {}, { ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap" }] }) }],
    ["POST", topics(), { body: topic("a", {}, { ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "x" }] }) }],
    ["POST", topics(), { body: topic("a", {}, { ownerReferences: [controller("x"), controller("y")] }) }],
    ["POST", topics(), { body: topic("a", {}, { unknownField: "x" }) }],
    ["POST", configMaps(), { body: configMap("a", {}, { labels: { "bad label!": "x" }, annotations: { "bad key!": "x" } }) }],
    ["POST", configMaps(), { body: configMap("a", {}, { labels: ["x"] as never }) }],
    ["POST", configMaps(), { body: configMap("a", {}, { unknownField: "x" }) }],
    ["POST", configMaps(), { body: configMap("b", {}, { creationTimestamp: "yesterday" }) }],
    ["POST", topics(), { body: topic("b", {}, { creationTimestamp: "yesterday" }) }],
  ]),
];

function controller(uid: string): object {
  return { apiVersion: "v1", kind: "ConfigMap", name: "x", uid, controller: true };
}
