import { type ApiCase, given } from "./api-case.ts";
import { configMap, configMaps, namespaces, pool, pools, serviceAccount, serviceAccounts, topic, topics, user, users } from "./objects.ts";

const merge = "application/merge-patch+json";
const json = "application/json-patch+json";

const scale = (name: string, replicas: unknown, metadata: object = {}) => ({
  apiVersion: "autoscaling/v1",
  kind: "Scale",
  metadata: { name, ...metadata },
  spec: { replicas },
});

const condition = (status: string) => ({ type: "Ready", status, lastTransitionTime: "2001-02-03T04:05:06Z" });

export const subresourceCases: readonly ApiCase[] = [
  {
    name: "subresources: the status",
    async run(talk) {
      const made = await talk.send("POST", topics(), { body: topic("a"), aside: true });
      const put = (fields: object, resourceVersion: string | undefined) =>
        talk.send("PUT", topics("a", "status"), {
          body: { ...topic("a", { partitions: 99 }, { labels: { changed: "no" }, resourceVersion }), ...fields },
        });
      await talk.send("GET", topics("a", "status"));
      const first = await put({ status: { observedGeneration: 1, conditions: [condition("True")] } }, made.metadata?.resourceVersion);
      await put({ status: { observedGeneration: 1, conditions: [condition("True")] } }, first.metadata?.resourceVersion);
      await put({ status: { observedGeneration: 2 } }, made.metadata?.resourceVersion);
      await put({ status: { observedGeneration: "two" } }, first.metadata?.resourceVersion);
      await put({ status: { unknownField: 1 } }, first.metadata?.resourceVersion);
      await talk.send("PATCH", topics("a", "status"), {
        type: merge,
        body: { status: { topicName: "a" }, spec: { partitions: 5 }, metadata: { labels: { x: "y" } } },
      });
      await talk.send("PATCH", topics("a", "status"), { type: json, body: [{ op: "remove", path: "/status/topicName" }] });
      await talk.send("PATCH", topics("a", "status"), {
        type: merge,
        body: { metadata: { finalizers: ["example.com/a"], annotations: { a: "1" } } },
      });
      await talk.send("PATCH", topics("a"), { type: merge, body: { status: { topicName: "not by this way" } } });
      await talk.send("GET", topics("a"));
    },
  },
  given([["POST", pools(), { body: pool("a") }]], "subresources: the scale", [
    ["GET", pools("a", "scale")],
    ["PUT", pools("a", "scale"), { body: scale("a", 3) }],
    ["GET", pools("a")],
    ["PUT", pools("a", "scale"), { body: scale("a", 3) }],
    ["PATCH", pools("a", "scale"), { type: merge, body: { spec: { replicas: 4 } } }],
    ["PATCH", pools("a", "scale"), { type: json, body: [{ op: "replace", path: "/spec/replicas", value: 5 }] }],
    ["PATCH", pools("a", "status"), { type: merge, body: { status: { replicas: 5, labelSelector: "a=b" } } }],
    ["GET", pools("a", "scale")],
    ["PUT", pools("a", "scale"), { body: scale("a", 1, { resourceVersion: "1" }) }],
    ["PUT", pools("a", "scale"), { body: scale("b", 1) }],
    ["PUT", pools("a", "scale"), { body: scale("a", -1) }],
    ["PUT", pools("a", "scale"), { body: scale("a", "many") }],
    ["PUT", pools("a", "scale"), { body: { ...scale("a", 1), spec: {} } }],
    ["PUT", pools("a", "scale"), { body: { ...scale("a", 2), kind: "KafkaNodePool" } }],
    ["PUT", pools("none", "scale"), { body: scale("none", 1) }],
    ["GET", pools("none", "scale")],
    ["PATCH", pools("none", "scale"), { type: merge, body: {} }],
    ["DELETE", pools("a", "scale")],
    ["GET", pools("a")],
  ]),
  given(
    [
      ["POST", topics(), { body: topic("a") }],
      ["POST", users(), { body: user("a") }],
      ["POST", configMaps(), { body: configMap("a") }],
      ["POST", serviceAccounts(), { body: serviceAccount("a") }],
    ],
    "subresources: that are not there",
    [
      ["GET", topics("a", "scale")],
      ["GET", topics("a", "finalizers")],
      ["GET", users("a", "nothing")],
      ["GET", configMaps("a", "status")],
      ["PUT", configMaps("a", "status"), { body: configMap("a") }],
      ["GET", namespaces("{ns}", "finalize")],
      ["GET", namespaces("{ns}", "status")],
      ["POST", topics("a", "status"), { body: topic("a") }],
      ["DELETE", topics("a", "status")],
      ["GET", topics("a", "status/more")],
      ["GET", topics("none", "status")],
    ],
  ),
];
