import { type ApiCase, given, inTurn, type Request } from "./api-case.ts";
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

const table = "application/json;as=Table;v=v1;g=meta.k8s.io";
const partial = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
const partialList = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

const one: readonly Request[] = [
  ["POST", configMaps(), { body: configMap("a", { x: "1", y: "2" }) }],
  ["POST", secrets(), { body: secret("a", { stringData: { x: "1" } }) }],
  ["POST", serviceAccounts(), { body: serviceAccount("a") }],
  ["POST", events(), { body: event("a") }],
  ["POST", leases(), { body: lease("a", { holderIdentity: "me" }) }],
  ["POST", topics(), { body: topic("a") }],
  ["POST", users(), { body: user("a", { authentication: { type: "tls" }, authorization: { type: "simple", acls: [] } } as never) }],
  ["POST", pools(), { body: pool("a") }],
  ["POST", kafkas(), { body: kafka("a") }],
  [
    "PATCH",
    topics("a", "status"),
    {
      type: "application/merge-patch+json",
      body: {
        status: {
          conditions: [
            { type: "Warning", status: "True" },
            { type: "Ready", status: "False" },
          ],
        },
      },
    },
  ],
];

const accepts: readonly string[] = [
  "*/*",
  "application/*",
  "text/html",
  "application/yaml",
  "application/xml",
  "application/json;q=0.1,application/yaml",
  "application/json;as=Table;v=v1beta1;g=meta.k8s.io",
  "application/json;as=Table;v=v7;g=meta.k8s.io",
  "application/json;as=Chart;v=v1;g=meta.k8s.io",
  `application/json;as=Chart;v=v1;g=meta.k8s.io,application/json`,
  `${table},application/json`,
  "application/vnd.kubernetes.protobuf",
  "application/vnd.kubernetes.protobuf,application/json",
  "application/cbor",
  "nonsense",
  "application/json;stream=watch",
];

export const viewCases: readonly ApiCase[] = [
  given(
    one,
    "views: tables of each kind",
    [configMaps, secrets, serviceAccounts, events, leases, topics, users, pools, kafkas].flatMap((paths) => [
      ["GET", paths("a"), { accept: table }],
      ["GET", paths(), { accept: table, query: { fieldSelector: "metadata.name=a" } }],
    ]),
  ),
  given(one, "views: what tables say of the objects", [
    ...["None", "Metadata", "Object", "Everything", ""].map(
      (includeObject): Request => ["GET", topics(), { accept: table, query: { includeObject } }],
    ),
    ["GET", topics("none"), { accept: table }],
    ["GET", topics(), { accept: table, query: { limit: 1 } }],
    ["GET", topics(), { accept: table, query: { labelSelector: "none=here" } }],
    ["POST", topics(), { accept: table, body: topic("b") }],
    ["DELETE", topics("b"), { accept: table }],
    ["GET", namespaces("{ns}"), { accept: table }],
    ["GET", topics("a", "status"), { accept: table }],
    ["GET", pools("a", "scale"), { accept: table }],
    ["GET", "/api/v1/namespaces/{ns}/events", { accept: table, query: { fieldSelector: "involvedObject.name=orders" } }],
    ["GET", "/apis/events.k8s.io/v1/namespaces/{ns}/events", { accept: table }],
  ]),
  given(one, "views: metadata only", [
    ["GET", topics("a"), { accept: partial }],
    ["GET", topics(), { accept: partialList }],
    ["GET", topics(), { accept: partial }],
    ["GET", topics("a"), { accept: partialList }],
    ["GET", configMaps("a"), { accept: partial }],
    ["GET", configMaps("none"), { accept: partial }],
    ["PATCH", topics("a"), { accept: partial, type: "application/merge-patch+json", body: { metadata: { labels: { x: "y" } } } }],
    ["DELETE", topics("a"), { accept: partial }],
  ]),
  given(
    [
      ["POST", topics(), { body: topic("a") }],
      ["POST", configMaps(), { body: configMap("a") }],
    ],
    "views: media types that are asked for",
    accepts.flatMap((accept) => [
      ["GET", topics("a"), { accept }],
      ["GET", configMaps(), { accept, query: { fieldSelector: "metadata.name=none" } }],
    ]),
  ),
  given([["POST", configMaps(), { body: configMap("a") }]], "views: media types that lead nowhere", [
    ["GET", configMaps("a"), { accept: "text/html" }],
    ["GET", configMaps("a"), { accept: "application/*" }],
    ["GET", configMaps("a"), { accept: "text/html, application/json;q=0.5" }],
    ["POST", configMaps(), { accept: "text/html", body: configMap("b") }],
    ["PATCH", configMaps("a"), { accept: "text/html", body: {}, type: "application/merge-patch+json" }],
    ["DELETE", configMaps("a"), { accept: "text/html" }],
    ["DELETE", configMaps(), { accept: "text/html" }],
    ["POST", topics(), { accept: "text/html", body: topic("b") }],
    ["DELETE", topics(), { accept: "text/html" }],
    ["GET", topics(), { accept: "application/json;as=PartialObjectMetadataList;v=v1beta1;g=meta.k8s.io" }],
    ["GET", configMaps("a"), { accept: "application/json;as=PartialObjectMetadata;v=v1beta1;g=meta.k8s.io" }],
  ]),
  inTurn("views: media types that are sent", [
    [
      "POST",
      topics(),
      {
        type: "application/yaml",
        body: "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata:\n  name: a\nspec:\n  partitions: 1\n",
      },
    ],
    ["POST", configMaps(), { type: "application/yaml", body: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: '1'\n" }],
    ["POST", configMaps(), { type: "application/json;charset=utf-8", body: configMap("b") }],
    ["POST", configMaps(), { type: "text/plain", body: configMap("c") }],
    ["POST", topics(), { type: "text/plain", body: topic("c") }],
    ["POST", configMaps(), { type: "application/xml", body: "<ConfigMap/>" }],
    ["POST", configMaps(), { type: "", body: configMap("d") }],
    ["POST", namespaces(), { type: "application/yaml", body: "- not\n- an object\n" }],
    ["POST", namespaces(), { query: { dryRun: "All" }, body: namespace("dry") }],
  ]),
];
