import { type ApiCase, given, inTurn, type Request } from "./api-case.ts";
import { configMap, configMaps, leases, namespaces, secret, secrets, serviceAccount, serviceAccounts, topic, topics } from "./objects.ts";

const json = "application/json-patch+json";
const merge = "application/merge-patch+json";
const strategic = "application/strategic-merge-patch+json";

const sample: readonly Request[] = [
  ["POST", topics(), { body: topic("a", { partitions: 3, config: { x: "1", y: "2" } }) }],
  ["POST", configMaps(), { body: configMap("a", { x: "1", y: "2" }) }],
];

/** Bodies of one type, each on a KafkaTopic and on a ConfigMap. */
const onBoth = (type: string, bodies: readonly unknown[]): readonly Request[] =>
  bodies.flatMap((body) => [
    ["PATCH", topics("a"), { type, body }],
    ["PATCH", configMaps("a"), { type, body }],
  ]);

export const patchCases: readonly ApiCase[] = [
  given(
    sample,
    "patching: operations of JSON patches",
    onBoth(json, [
      [{ op: "add", path: "/metadata/labels", value: { a: "1" } }],
      [{ op: "add", path: "/metadata/labels/b~1c", value: "2" }],
      [{ op: "replace", path: "/metadata/labels/a", value: "3" }],
      [{ op: "test", path: "/metadata/labels/a", value: "3" }],
      [{ op: "copy", from: "/metadata/labels/a", path: "/metadata/labels/d" }],
      [{ op: "move", from: "/metadata/labels/d", path: "/metadata/labels/e" }],
      [{ op: "add", path: "/metadata/finalizers", value: ["example.com/a", "example.com/c"] }],
      [{ op: "add", path: "/metadata/finalizers/1", value: "example.com/b" }],
      [{ op: "add", path: "/metadata/finalizers/-", value: "example.com/d" }],
      [{ op: "remove", path: "/metadata/finalizers/0" }],
      [{ op: "remove", path: "/metadata/finalizers" }],
      [],
    ]),
  ),
  given(
    sample,
    "patching: JSON patches that are refused",
    onBoth(json, [
      [{ op: "test", path: "/metadata/name", value: "b" }],
      [{ op: "remove", path: "/metadata/nothing" }],
      [{ op: "replace", path: "/metadata/nothing", value: 1 }],
      [{ op: "add", path: "/metadata/nothing/below", value: 1 }],
      [{ op: "copy", from: "/metadata/nothing", path: "/metadata/x" }],
      [{ op: "add", path: "metadata", value: 1 }],
      [{ op: "jump", path: "/metadata" }],
      [{ path: "/metadata" }],
      [{ op: "replace", path: "/metadata/name", value: "b" }],
      [{ op: "replace", path: "/metadata/namespace", value: "b" }],
      [{ op: "replace", path: "/kind", value: "Other" }],
      [{ op: "replace", path: "/apiVersion", value: "v7" }],
      [{ op: "remove", path: "/metadata" }],
      [{ op: "replace", path: "", value: {} }],
      { op: "add" },
      "[",
      "",
      Array.from({ length: 10_001 }, () => ({ op: "test", path: "/kind", value: "x" })),
    ]),
  ),
  given(
    sample,
    "patching: merge patches",
    onBoth(merge, [
      { metadata: { labels: { a: "1" }, annotations: { note: "x" } } },
      { metadata: { annotations: null, labels: { a: null, b: "2" } } },
      { spec: { config: { x: null, z: 3 } }, data: { x: null, z: "3" } },
      { metadata: { finalizers: ["example.com/a"] } },
      { metadata: { finalizers: [] } },
      {},
    ]),
  ),
  given(
    sample,
    "patching: merge patches that are refused",
    onBoth(merge, [
      { metadata: { name: "b" } },
      { metadata: { namespace: "b" } },
      { metadata: { uid: "11111111-2222-3333-4444-555555555555" } },
      { metadata: { resourceVersion: "1" } },
      { metadata: null },
      { kind: "Other" },
      { apiVersion: "v7" },
      { spec: { partitions: 0 }, data: { "bad key": "x" } },
      { spec: { partitions: "three" }, data: { x: 1 } },
      { spec: null, data: null },
      [],
      "text",
      "{",
      "",
      "null",
      "3",
    ]),
  ),
  given(
    [
      ...sample,
      ["POST", secrets(), { body: secret("a", { data: { x: "eA==" } }) }],
      ["POST", serviceAccounts(), { body: serviceAccount("a", { secrets: [{ name: "x" }, { name: "y" }] }) }],
    ],
    "patching: strategic merge patches",
    [
      ["PATCH", topics("a"), { type: strategic, body: { metadata: { labels: { a: "1" } } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { metadata: { labels: { a: "1" } }, data: { x: null, z: "3" } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { metadata: { finalizers: ["example.com/a", "example.com/b"] } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { metadata: { finalizers: ["example.com/c"] } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { metadata: { "$deleteFromPrimitiveList/finalizers": ["example.com/a"] } } }],
      [
        "PATCH",
        configMaps("a"),
        { type: strategic, body: { metadata: { "$setElementOrder/finalizers": ["example.com/c", "example.com/b"], finalizers: [] } } },
      ],
      ["PATCH", configMaps("a"), { type: strategic, body: { data: { $patch: "replace", only: "this" } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { data: { $patch: "delete" } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { data: { $patch: "mangle" } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { metadata: { $retainKeys: ["labels"], labels: { b: "2" } } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { metadata: { finalizers: null } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { unknownField: 1 } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { data: { x: 1 } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { metadata: { name: "b" } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: { metadata: { resourceVersion: "1" } } }],
      ["PATCH", configMaps("a"), { type: strategic, body: "[]" }],
      ["PATCH", configMaps("a"), { type: strategic, body: "{" }],
      ["PATCH", secrets("a"), { type: strategic, body: { stringData: { y: "y" }, data: { x: null } } }],
      ["PATCH", serviceAccounts("a"), { type: strategic, body: { secrets: [{ name: "z" }] } }],
      [
        "PATCH",
        serviceAccounts("a"),
        { type: strategic, body: { secrets: [{ name: "x", $patch: "delete" }], imagePullSecrets: [{ name: "p" }] } },
      ],
      [
        "PATCH",
        serviceAccounts("a"),
        { type: strategic, body: { "$setElementOrder/secrets": [{ name: "z" }, { name: "y" }], secrets: [{ name: "y", namespace: "n" }] } },
      ],
      ["PATCH", serviceAccounts("a"), { type: strategic, body: { secrets: [{ $patch: "replace" }, { name: "only" }] } }],
      ["PATCH", serviceAccounts("a"), { type: strategic, body: { secrets: [{ namespace: "no key" }] } }],
    ],
  ),
  {
    name: "patching: owners are merged by their ids",
    async run(talk) {
      const [one, two] = ["one", "two"].map((name) => talk.send("POST", configMaps(), { body: configMap(name), aside: true }));
      const owner = async (of: typeof one) => {
        const { metadata } = (await of) ?? {};
        return { apiVersion: "v1", kind: "ConfigMap", name: metadata?.name, uid: metadata?.uid };
      };
      const [first, second] = [await owner(one), await owner(two)];
      await talk.send("POST", configMaps(), { body: configMap("a", {}, { ownerReferences: [first] }), aside: true });
      await talk.send("PATCH", configMaps("a"), { type: strategic, body: { metadata: { ownerReferences: [second] } } });
      await talk.send("PATCH", configMaps("a"), {
        type: strategic,
        body: { metadata: { ownerReferences: [{ ...first, controller: true }] } },
      });
      await talk.send("PATCH", configMaps("a"), {
        type: strategic,
        body: { metadata: { ownerReferences: [{ uid: first.uid, $patch: "delete" }] } },
      });
      await talk.send("PATCH", configMaps("a"), { type: merge, body: { metadata: { ownerReferences: null } } });
    },
  },
  {
    name: "patching: on condition of the version",
    async run(talk) {
      const { metadata } = await talk.send("POST", topics(), { body: topic("a"), aside: true });
      const { resourceVersion, uid } = metadata ?? {};
      await talk.send("PATCH", topics("a"), { type: merge, body: { metadata: { resourceVersion, uid, labels: { a: "1" } } } });
      await talk.send("PATCH", topics("a"), { type: merge, body: { metadata: { resourceVersion, labels: { a: "2" } } } });
      await talk.send("PATCH", topics("a"), {
        type: json,
        body: [{ op: "replace", path: "/metadata/resourceVersion", value: resourceVersion }],
      });
    },
  },
  given(sample, "patching: where nothing is, and in types that are unknown", [
    ["PATCH", topics("none"), { type: merge, body: {} }],
    ["PATCH", configMaps("none"), { type: json, body: [] }],
    ["PATCH", leases("none"), { type: strategic, body: {} }],
    ["PATCH", topics("a"), { type: "application/json", body: {} }],
    ["PATCH", topics("a"), { type: "text/plain", body: {} }],
    ["PATCH", configMaps("a"), { type: "application/unknown", body: {} }],
    ["PATCH", configMaps("a"), { type: `${merge}; charset=utf-8`, body: { metadata: { labels: { a: "1" } } } }],
    ["PATCH", configMaps(), { type: merge, body: {} }],
    ["PATCH", topics("a"), { type: merge, body: {}, query: { fieldManager: "x".repeat(129) } }],
    ["PATCH", topics("a"), { type: merge, body: {}, query: { fieldManager: "tab\t" } }],
    ["PATCH", topics("a"), { type: merge, body: { metadata: { labels: { a: "1" } } }, query: { fieldManager: "somebody" } }],
    ["PATCH", topics("a"), { type: merge, body: {}, query: { force: true } }],
    ["PATCH", topics("a"), { type: merge, body: { metadata: { labels: { dry: "run" } } }, query: { dryRun: "All" } }],
    ["PATCH", topics("a"), { type: merge, body: {}, query: { dryRun: "Some" } }],
    ["GET", topics("a")],
  ]),
  inTurn("patching: the labels of a namespace", [
    ["PATCH", namespaces("{ns}"), { type: merge, body: { metadata: { labels: { a: "1" } } } }],
    ["PATCH", namespaces("{ns}"), { type: strategic, body: { metadata: { labels: { a: null, "kubernetes.io/metadata.name": null } } } }],
    ["PATCH", namespaces("{ns}"), { type: merge, body: { spec: { finalizers: [] } } }],
    ["PATCH", namespaces("{ns}", "status"), { type: merge, body: { status: { phase: "Terminating" } } }],
  ]),
];
