import type { Query } from "../talk.ts";
import { type ApiCase, given, inTurn, type Request } from "./api-case.ts";
import { configMap, configMaps, event, events, namespaces, secret, secrets, topic, topics } from "./objects.ts";

const some: readonly Request[] = [
  ["POST", topics(), { body: topic("a", {}, { labels: { tier: "one", zone: "x" } }) }],
  ["POST", topics(), { body: topic("b", {}, { labels: { tier: "two" } }) }],
  ["POST", topics(), { body: topic("c", {}, { labels: { zone: "y" } }) }],
  ["POST", topics(), { body: topic("d", {}, { labels: {} }) }],
];

const five: readonly Request[] = ["a", "b", "c", "d", "e"].map((name) => [
  "POST",
  configMaps(),
  { body: configMap(name, {}, { labels: { of: "five" } }) },
]);

const selectors = [
  ...[
    "tier",
    "!tier",
    "tier=one",
    "tier==one",
    "tier!=one",
    "tier in (one,two)",
    "tier notin (one)",
    "tier=one,zone=x",
    "tier,!zone",
    "tier in (one),zone",
  ],
  ...[
    "tier in ()",
    "tier=",
    "",
    " tier = one ",
    "tier>1",
    "tier<x",
    "tier in one",
    "=one",
    "tier=bad value",
    "tier=one,",
    "!",
    "bad key!=x",
    "tier in (one",
    "(",
    "tier=one zone=x",
  ],
];

const fields = [
  ...[
    "metadata.name=a",
    "metadata.name==a",
    "metadata.name!=a",
    "metadata.namespace={ns}",
    "metadata.name=a,metadata.namespace={ns}",
    "metadata.name=none",
    "",
  ],
  ...[
    "spec.partitions=3",
    "metadata.labels=x",
    "status.topicName=x",
    "metadata.name",
    "metadata.name in (a)",
    "=a",
    "metadata.name=a,",
    "metadata.uid=x",
  ],
];

const ofVersions: readonly Query[] = [
  { resourceVersion: "0" },
  { resourceVersion: "1" },
  { resourceVersion: "x" },
  { resourceVersion: "-1" },
  { resourceVersionMatch: "Exact" },
  { resourceVersionMatch: "NotOlderThan" },
  { resourceVersion: "0", resourceVersionMatch: "Exact" },
  { resourceVersion: "0", resourceVersionMatch: "NotOlderThan" },
  { resourceVersion: "1", resourceVersionMatch: "NotOlderThan" },
  { resourceVersion: "1", resourceVersionMatch: "Newest" },
  { resourceVersion: "0", limit: 1 },
  { limit: -1 },
  { limit: "x" },
  { limit: 0 },
  { timeoutSeconds: "x" },
  { sendInitialEvents: true },
  { watch: "x", timeoutSeconds: 1 },
  { continue: "x" },
  { continue: Buffer.from("{}").toString("base64url") },
  { continue: "x", resourceVersion: "1" },
  { allowWatchBookmarks: "maybe" },
];

export const listCases: readonly ApiCase[] = [
  inTurn("lists: nothing there", [
    ["GET", configMaps()],
    ["GET", topics()],
    ["GET", "/api/v1/namespaces/no-such-namespace/configmaps"],
    ["GET", "/apis/kafka.strimzi.io/v1/namespaces/no-such-namespace/kafkatopics"],
    ["GET", configMaps("none")],
    ["GET", topics("none")],
    ["GET", namespaces("none")],
  ]),
  given(some, "lists: items", [
    ["GET", topics()],
    ["GET", topics(), { query: { pretty: false } }],
    ["GET", "/apis/kafka.strimzi.io/v1/kafkatopics", { query: { fieldSelector: "metadata.namespace={ns}" } }],
  ]),
  given(
    some,
    "lists: label selectors",
    selectors.map((labelSelector) => ["GET", topics(), { query: { labelSelector } }]),
  ),
  given(
    [...some, ["POST", configMaps(), { body: configMap("a") }]],
    "lists: field selectors",
    fields.flatMap((fieldSelector) => [
      ["GET", topics(), { query: { fieldSelector } }],
      ["GET", configMaps(), { query: { fieldSelector } }],
    ]),
  ),
  given(
    [
      ["POST", secrets(), { body: secret("a", { type: "one" }) }],
      ["POST", secrets(), { body: secret("b", { type: "two" }) }],
      ["POST", events(), { body: event("a") }],
      [
        "POST",
        events(),
        { body: event("b", { type: "Warning", reason: "Failed", involvedObject: { kind: "Kafka", name: "main", namespace: "{ns}" } }) },
      ],
    ],
    "lists: further fields of built-in kinds",
    [
      ["GET", secrets(), { query: { fieldSelector: "type=one" } }],
      ...[
        "involvedObject.name=orders",
        "involvedObject.kind=Kafka",
        "reason=Failed",
        "type!=Normal",
        "source=conformance",
        "reportingComponent=x",
        "involvedObject.uid=",
        "involvedObject.namespace={ns}",
        "count=1",
      ].map((fieldSelector): Request => ["GET", events(), { query: { fieldSelector } }]),
      ["GET", namespaces(), { query: { fieldSelector: "metadata.name={ns},status.phase=Active" } }],
      ["GET", "/apis/events.k8s.io/v1/namespaces/{ns}/events"],
      ["GET", "/apis/events.k8s.io/v1/namespaces/{ns}/events/a"],
    ],
  ),
  given(
    [["POST", configMaps(), { body: configMap("a") }]],
    "lists: of which version",
    ofVersions.flatMap((query) => [
      ["GET", configMaps(), { query }],
      ["GET", topics(), { query }],
      ["GET", configMaps("a"), { query }],
    ]),
  ),
  given([["POST", configMaps(), { body: configMap("a") }]], "lists: of a version that is still to come", [
    ["GET", configMaps(), { query: { resourceVersion: "99999999", resourceVersionMatch: "NotOlderThan" } }],
    ["GET", configMaps(), { query: { resourceVersion: "99999999", resourceVersionMatch: "Exact" } }],
    ["GET", configMaps("a"), { query: { resourceVersion: "99999999" } }],
  ]),
  {
    name: "lists: page by page",
    async run(talk) {
      for (const [method, path, sent] of five) await talk.send(method, path, { ...sent, aside: true });
      for (const query of [{}, { labelSelector: "of=five" }]) {
        let list = await talk.send("GET", configMaps(), { query: { ...query, limit: 2 } });
        while (list.metadata?.continue)
          list = await talk.send("GET", configMaps(), { query: { ...query, limit: 2, continue: list.metadata.continue } });
      }
    },
  },
  {
    name: "lists: changes between two pages are not seen",
    async run(talk) {
      for (const [method, path, sent] of five) await talk.send(method, path, { ...sent, aside: true });
      const first = await talk.send("GET", configMaps(), { query: { limit: 2 } });
      await talk.send("DELETE", configMaps("d"), { aside: true });
      await talk.send("POST", configMaps(), { body: configMap("cc"), aside: true });
      await talk.send("GET", configMaps(), { query: { limit: 2, continue: first.metadata?.continue ?? "" } });
      await talk.send("GET", configMaps(), { query: { continue: first.metadata?.continue ?? "" } });
      await talk.send("GET", configMaps(), {
        query: { resourceVersion: first.metadata?.resourceVersion ?? "", resourceVersionMatch: "Exact" },
      });
      await talk.send("GET", configMaps(), {
        query: { resourceVersion: first.metadata?.resourceVersion ?? "", resourceVersionMatch: "NotOlderThan" },
      });
    },
  },
];
