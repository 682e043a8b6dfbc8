import { type ApiCase, given, inTurn } from "./api-case.ts";
import { configMap, configMaps, namespaces, topic, topics } from "./objects.ts";

const merge = "application/merge-patch+json";
const held = { finalizers: ["example.com/held"] };
const isGone = (status: number): boolean => status === 404;

export const deletionCases: readonly ApiCase[] = [
  ...[
    { what: "a KafkaTopic", paths: topics, made: topic("a", {}, held) },
    { what: "a ConfigMap", paths: configMaps, made: configMap("a", {}, held) },
  ].map(({ what, paths, made }) =>
    given([["POST", paths(), { body: made }]], `deleting: ${what} that is held by a finalizer`, [
      ["DELETE", paths("a")],
      ["DELETE", paths("a")],
      ["GET", paths("a")],
      ["POST", paths(), { body: made }],
      ["PATCH", paths("a"), { type: merge, body: { metadata: { finalizers: ["example.com/held", "example.com/more"] } } }],
      ["PATCH", paths("a"), { type: merge, body: { metadata: { labels: { still: "here" } } } }],
      ["PATCH", paths("a"), { type: merge, body: { metadata: { finalizers: null } } }],
      ["GET", paths("a")],
    ]),
  ),
  {
    name: "deleting: a watch sees the finalizer go",
    async run(talk) {
      const list = await talk.send("GET", topics(), { aside: true });
      const watch = talk.watch(topics(), { resourceVersion: list.metadata?.resourceVersion ?? "" });
      await talk.send("POST", topics(), { body: topic("a", {}, held), aside: true });
      await talk.send("DELETE", topics("a"), { aside: true });
      await talk.send("PATCH", topics("a"), {
        type: "application/json-patch+json",
        body: [{ op: "remove", path: "/metadata/finalizers" }],
        aside: true,
      });
      await watch.until("its end", (events) => events.at(-1)?.type === "DELETED");
      await watch.close();
    },
  },
  {
    name: "deleting: on conditions",
    async run(talk) {
      const { metadata } = await talk.send("POST", configMaps(), { body: configMap("a"), aside: true });
      const remove = (preconditions: object) =>
        talk.send("DELETE", configMaps("a"), { body: { apiVersion: "v1", kind: "DeleteOptions", preconditions } });
      await remove({ uid: "11111111-2222-3333-4444-555555555555" });
      await remove({ resourceVersion: "1" });
      await remove({ uid: metadata?.uid, resourceVersion: "1" });
      await remove({ uid: metadata?.uid, resourceVersion: metadata?.resourceVersion });
    },
  },
  given(
    ["a", "b", "c", "d", "e"].map((name) => ["POST", topics(), { body: topic(name) }]),
    "deleting: options",
    [
      ["DELETE", topics("a"), { query: { gracePeriodSeconds: 10 } }],
      ["DELETE", topics("b"), { body: { kind: "DeleteOptions", apiVersion: "meta.k8s.io/v1", gracePeriodSeconds: 0 } }],
      ["DELETE", topics("c"), { body: { propagationPolicy: "Background" } }],
      ["DELETE", topics("d"), { query: { propagationPolicy: "Sideways" } }],
      ["DELETE", topics("d"), { query: { propagationPolicy: "Orphan", orphanDependents: true } }],
      ["DELETE", topics("d"), { body: { kind: "DeleteOptions", apiVersion: "kafka.strimzi.io/v1" } }],
      ["DELETE", topics("d"), { body: { kind: "Pod", apiVersion: "v1" } }],
      ["DELETE", topics("d"), { body: { kind: "DeleteOptions", apiVersion: "v1", unknownField: 1 } }],
      ["DELETE", topics("e"), { body: { gracePeriodSeconds: -1 } }],
      ["DELETE", topics("e"), { body: "{not json" }],
      ["DELETE", topics("e"), { body: { dryRun: ["Some"] } }],
      ["DELETE", topics("e"), { body: { dryRun: ["All"] } }],
      ["DELETE", topics("e"), { query: { dryRun: "All" } }],
      ["GET", topics("e")],
    ],
  ),
  given(
    [
      ...["a", "b", "c"].map((name) => ["POST", topics(), { body: topic(name, {}, { labels: { go: "yes" } }) }] as const),
      ["POST", topics(), { body: topic("d", {}, { labels: { go: "no" } }) }],
      ["POST", topics(), { body: topic("e", {}, { labels: { go: "yes" }, ...held }) }],
    ],
    "deleting: many at once",
    [
      ["DELETE", topics(), { query: { labelSelector: "go=yes", dryRun: "All" } }],
      ["DELETE", topics(), { query: { labelSelector: "go=yes" } }],
      ["GET", topics()],
      ["DELETE", topics(), { query: { fieldSelector: "metadata.name=d" } }],
      ["PATCH", topics("e"), { type: merge, body: { metadata: { finalizers: [] } } }],
      ["DELETE", topics(), { query: { labelSelector: "(" } }],
      ["DELETE", topics()],
      ["DELETE", configMaps()],
      ["DELETE", namespaces()],
    ],
  ),
  {
    name: "deleting: what belongs to it goes too",
    async run(talk) {
      const owner = await talk.send("POST", topics(), { body: topic("owner"), aside: true });
      const ownerReferences = [{ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic", name: "owner", uid: owner.metadata?.uid }];
      await talk.send("POST", configMaps(), { body: configMap("a", {}, { ownerReferences }) });
      await talk.send("POST", configMaps(), {
        body: configMap(
          "b",
          {},
          { ownerReferences: ownerReferences.map((each) => ({ ...each, blockOwnerDeletion: true, controller: true })) },
        ),
      });
      await talk.send("DELETE", topics("owner"));
      for (const name of ["a", "b"]) await talk.sendUntil(configMaps(name), "what belongs to it goes", isGone);
    },
  },
  {
    name: "deleting: orphans stay",
    async run(talk) {
      const owner = await talk.send("POST", topics(), { body: topic("owner"), aside: true });
      const ownerReferences = [{ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic", name: "owner", uid: owner.metadata?.uid }];
      await talk.send("POST", configMaps(), { body: configMap("a", {}, { ownerReferences }), aside: true });
      await talk.send("DELETE", topics("owner"), { query: { propagationPolicy: "Orphan" } });
      await talk.sendUntil(topics("owner"), "the owner goes", isGone);
      await talk.send("GET", configMaps("a"));
    },
  },
  {
    name: "deleting: what belongs to it goes first",
    async run(talk) {
      const owner = await talk.send("POST", topics(), { body: topic("owner"), aside: true });
      const ownerReferences = [
        { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic", name: "owner", uid: owner.metadata?.uid, blockOwnerDeletion: true },
      ];
      await talk.send("POST", configMaps(), { body: configMap("a", {}, { ownerReferences, ...held }), aside: true });
      await talk.send("DELETE", topics("owner"), { query: { propagationPolicy: "Foreground" } });
      await talk.sendUntil(
        configMaps("a"),
        "what belongs to it is to go",
        (_, { metadata }) => metadata !== undefined && "deletionTimestamp" in metadata,
      );
      await talk.send("GET", topics("owner"));
      await talk.send("PATCH", configMaps("a"), { type: merge, body: { metadata: { finalizers: null } } });
      await talk.sendUntil(topics("owner"), "the owner goes", isGone);
    },
  },
  {
    name: "deleting: a namespace",
    async run(talk) {
      const name = `${talk.namespace}-two`;
      const inside = (path: string): string => path.replace("{ns}", name);
      await talk.send("POST", namespaces(), { body: { apiVersion: "v1", kind: "Namespace", metadata: { name } } });
      await talk.send("GET", namespaces(name));
      await talk.send("POST", inside(topics()), { body: topic("held", {}, held), aside: true });
      await talk.send("POST", inside(configMaps()), { body: configMap("a"), aside: true });
      await talk.send("DELETE", namespaces(name));
      await talk.sendUntil(
        inside(topics("held")),
        "the topic is to go",
        (_, { metadata }) => metadata !== undefined && "deletionTimestamp" in metadata,
      );
      await talk.sendUntil(inside(configMaps("a")), "the ConfigMap goes", isGone);
      await talk.send("POST", inside(configMaps()), { body: configMap("b") });
      await talk.send("POST", inside(topics()), { body: topic("b") });
      await talk.send("DELETE", namespaces(name), { aside: true });
      await talk.send("PATCH", inside(topics("held")), { type: merge, body: { metadata: { finalizers: null } } });
      await talk.sendUntil(namespaces(name), "the namespace goes", isGone);
    },
  },
  inTurn("deleting: namespaces that stay", [
    ["DELETE", namespaces("default")],
    ["DELETE", namespaces("kube-system")],
    ["DELETE", namespaces("no-such-namespace")],
  ]),
];
