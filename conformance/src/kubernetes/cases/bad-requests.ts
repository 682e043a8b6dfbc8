import { type ApiCase, given, inTurn, type Request } from "./api-case.ts";
import { configMap, configMaps, namespaces, topic, topics } from "./objects.ts";

const bodies = [
  "",
  "{",
  "null",
  "[]",
  '"text"',
  "7",
  "{}",
  '{"kind":"ConfigMap"}',
  "\u0000",
  "kind: ConfigMap",
  '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}} trailing',
  '{"a":"\\ud800"}',
  '{"a":\n"\\ud83d\\ude00"}',
  '{"a":"\\\\ud800"}',
  "\ufeff{}",
  '{"apiVersion":1,"kind":true}',
  "[".repeat(20_000),
];

const unknownPaths = [
  "/nothing",
  "/api/v2",
  "/api/v1/nothing",
  "/api/v1/namespaces/{ns}/nothing",
  "/api/v1/namespaces/{ns}/nothing/a",
  "/apis/nothing.example.com",
  "/apis/nothing.example.com/v1",
  "/apis/kafka.strimzi.io/v2",
  "/apis/kafka.strimzi.io/v2/kafkatopics",
  "/apis/kafka.strimzi.io/v1/nothing",
  "/apis/kafka.strimzi.io/v1/namespaces/{ns}/nothing",
  "/apis/kafka.strimzi.io/v1/namespaces/{ns}/kafkatopics/",
  "/apis/kafka.strimzi.io/v1/namespaces/{ns}/KafkaTopics",
  "/apis/kafka.strimzi.io/v1/namespaces/{ns}/kafkatopic",
  "/apis/kafka.strimzi.io/v1/namespaces/{ns}",
  "/apis/kafka.strimzi.io/v1/kafkatopics/a",
  "/api/v1/configmaps/a",
  "/api/v1/namespaces/{ns}/configmaps/a/b/c",
  "/api//v1/namespaces",
];

const selfReview = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
const accessReview = {
  apiVersion: "authorization.k8s.io/v1",
  kind: "SelfSubjectAccessReview",
  spec: { resourceAttributes: { verb: "list", group: "kafka.strimzi.io", resource: "kafkatopics", namespace: "default" } },
};
const asSomebody = { headers: { "impersonate-user": "somebody" } };

/** There is nobody yet who may do anything but the administrators. */
const impersonations: readonly Request[] = [
  ["GET", topics(), asSomebody],
  ["GET", topics(), { ...asSomebody, query: { watch: true } }],
  ["GET", topics("a"), asSomebody],
  ["GET", "/apis/kafka.strimzi.io/v1/kafkatopics", asSomebody],
  ["POST", configMaps(), { ...asSomebody, body: configMap("a") }],
  ["PUT", topics("a", "status"), { ...asSomebody, body: topic("a") }],
  ["PATCH", configMaps("a"), { ...asSomebody, body: {}, type: "application/merge-patch+json" }],
  ["DELETE", topics(), asSomebody],
  ["DELETE", namespaces("{ns}"), asSomebody],
  ["GET", "/nothing", asSomebody],
  ["POST", "/api", asSomebody],
  ["GET", topics(), { headers: { "impersonate-user": "somebody", "impersonate-group": "system:masters" } }],
  ["POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", { ...asSomebody, body: selfReview }],
];

export const badRequestCases: readonly ApiCase[] = [
  inTurn(
    "bad requests: bodies",
    bodies.flatMap((body): readonly Request[] => [
      ["POST", configMaps(), { body }],
      ["POST", topics(), { body }],
      ["POST", topics(), { body, type: "application/yaml" }],
    ]),
  ),
  given(
    [
      ["POST", configMaps(), { body: configMap("a") }],
      ["POST", topics(), { body: topic("a") }],
    ],
    "bad requests: bodies of updates",
    bodies.slice(0, 8).flatMap((body): readonly Request[] => [
      ["PUT", configMaps("a"), { body }],
      ["PUT", topics("a"), { body }],
    ]),
  ),
  inTurn(
    "bad requests: paths that lead nowhere",
    unknownPaths.map((path) => ["GET", path]),
  ),
  inTurn("bad requests: verbs that don't go there", [
    ["PUT", configMaps(), { body: configMap("a") }],
    ["POST", configMaps("a"), { body: configMap("a") }],
    ["POST", topics("a"), { body: topic("a") }],
    ["PUT", topics(), { body: topic("a") }],
    ["PATCH", topics(), { body: {}, type: "application/merge-patch+json" }],
    ["DELETE", namespaces()],
    ["OPTIONS", topics()],
    ["HEAD", topics()],
    ["TRACE", topics()],
    ["POST", "/api/v1/configmaps", { body: configMap("a") }],
    ["POST", "/apis/kafka.strimzi.io/v1/kafkatopics", { body: topic("a") }],
    ["DELETE", "/apis/kafka.strimzi.io/v1/kafkatopics", { query: { labelSelector: "none=here" } }],
    ["POST", "/version"],
    ["DELETE", "/api"],
    ["POST", "/apis/kafka.strimzi.io/v1", { body: {} }],
  ]),
  inTurn("bad requests: nobody, or somebody unknown", [
    ...["", "wrong", "a.b.c", "ä"].flatMap((token): readonly Request[] => [
      ["GET", topics(), { token: encodeURI(token) }],
      ["POST", configMaps(), { token: encodeURI(token), body: configMap("a") }],
    ]),
    ...["/", "/api", "/apis", "/healthz", "/livez", "/readyz", "/metrics", "/openapi/v3", "/nothing"].map(
      (path): Request => ["GET", path, { token: "" }],
    ),
    ["GET", "/version", { token: "wrong" }],
    ["GET", topics(), { token: "", headers: { authorization: "Basic YTpi" } }],
    ["GET", topics(), { token: "", headers: { authorization: "Bearer" } }],
    ["GET", topics(), { token: "", headers: { authorization: "Bearer " } }],
    ...impersonations,
  ]),
  {
    name: "bad requests: whether somebody may make them",
    async run(talk) {
      const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
      for (const headers of [{}, asSomebody.headers]) {
        const { status } = await talk.send("POST", path, { headers, body: accessReview, aside: true });
        talk.note("may", (status as { readonly allowed: boolean }).allowed);
      }
    },
  },
  inTurn("bad requests: dry runs", [
    ["POST", configMaps(), { body: configMap("a"), query: { dryRun: "All" } }],
    ["POST", configMaps(), { body: configMap("a"), query: { dryRun: "Some" } }],
    ["POST", topics(), { body: topic("a"), query: { dryRun: "Some" } }],
    ["POST", topics(), { body: topic("a"), query: { dryRun: "" } }],
    ["GET", configMaps("a")],
    ["POST", topics(), { body: topic("b"), query: { fieldManager: "" } }],
    ["POST", topics(), { body: topic("c"), query: { unknownParameter: "x", pretty: "true" } }],
    ["PUT", topics("c"), { body: topic("c"), query: { dryRun: "All" } }],
  ]),
];
