import { configMap, event, kafka, pool, secret, serviceAccount, topic, user } from "../cases/objects.ts";
import type { Document, Invocation } from "./session.ts";

export interface KubectlCase {
  readonly name: string;
  readonly commands: readonly Invocation[];
}

/** `say("get kt -o yaml")` types that; what follows is fed to it as a file. */
const say = (line: string, ...input: readonly Document[]): Invocation => ({ args: line.split(" "), ...(input.length > 0 && { input }) });
const sayText = (line: string, input: string): Invocation => ({ args: line.split(" "), input });
const first = (line: string, ...input: readonly Document[]): Invocation => ({ ...say(line, ...input), aside: true });
const edit = (line: string, by: string): Invocation => ({ ...say(line), edit: by });

const orders = topic("orders", { partitions: 3, replicas: 1, config: { "retention.ms": "7200000" } });
const more = topic(
  "orders",
  { partitions: 6, config: { "retention.ms": "7200000", "cleanup.policy": "compact" } },
  { annotations: { note: "more" } },
);
const settings = configMap("settings", { a: "1", b: "2" });
const everything = [
  orders,
  topic("payments"),
  user("alice"),
  pool("nodes"),
  kafka("main"),
  settings,
  secret("password", { stringData: { password: "x" } }),
  serviceAccount("worker"),
];
const held = topic("held", {}, { finalizers: ["example.com/held"] });

const readings: readonly KubectlCase[] = [
  {
    name: "get",
    commands: [
      first("create -f {file}", ...everything),
      ...[
        "",
        " -o wide",
        " -o name",
        " -o yaml",
        " -o json",
        " --show-labels",
        " -L strimzi.io/cluster",
        " --sort-by=.metadata.name",
        " --no-headers",
        " -o yaml --show-managed-fields",
      ].map((more) => say(`get kafkatopics${more}`)),
      ...[
        "kt",
        "kafkatopic",
        "kafkatopics.kafka.strimzi.io",
        "kafkatopics.v1.kafka.strimzi.io",
        "kt,ku",
        "strimzi",
        "kafka,kafkanodepool",
        "kt/orders",
        "kt/orders cm/settings",
        "cm,secret",
        "knp",
        "ku",
        "k",
      ].map((what) => say(`get ${what}`)),
      say("get kt orders -o jsonpath={.spec.partitions}"),
      say("get kt -o custom-columns=NAME:.metadata.name,PARTITIONS:.spec.partitions,NONE:.spec.none"),
      say("get kt -o go-template={{range.items}}{{.metadata.name}};{{end}}"),
      say("get kt --chunk-size=1"),
      say("get kt -l strimzi.io/cluster=main"),
      say("get kt -l strimzi.io/cluster=other"),
      say("get kt --field-selector=metadata.name=orders"),
    ],
  },
  {
    name: "get what is not there",
    commands: [
      say("get kt"),
      say("get kt nothing"),
      say("get kt nothing --ignore-not-found"),
      say("get kt,cm nothing"),
      say("get nothings"),
      say("get kt a b c"),
      say("get kt -n no-such-namespace"),
      say("get kt -l ("),
      say("get kt --field-selector=spec.partitions=3"),
      say("get ns no-such-namespace"),
      say("get --raw /apis/kafka.strimzi.io"),
      say("get --raw /nothing"),
      say("get -f {file}", orders),
    ],
  },
  {
    name: "describe",
    commands: [
      first("create -f {file}", ...everything),
      ...["kt orders", "ku alice", "cm settings", "secret password", "sa worker", "kt", "kt nothing"].map((what) =>
        say(`describe ${what}`),
      ),
    ],
  },
  {
    name: "events",
    commands: [
      first(
        "create -f {file}",
        orders,
        event("one"),
        event("two", {
          type: "Warning",
          reason: "Failed",
          involvedObject: { kind: "ConfigMap", apiVersion: "v1", name: "x", namespace: "{ns}" },
        }),
      ),
      ...[
        "events",
        "events --for kafkatopic/orders",
        "events --types=Warning",
        "events -o yaml",
        "get events",
        "get events --field-selector=reason=Failed",
        "get ev one",
        "describe kt orders",
      ].map((line) => say(line)),
    ],
  },
  {
    name: "what there is",
    commands: [say("api-resources --api-group=kafka.strimzi.io"), say("api-resources --api-group=kafka.strimzi.io -o wide --sort-by=name")],
  },
];

const writings: readonly KubectlCase[] = [
  {
    name: "create",
    commands: [
      say("create -f {file}", orders, settings),
      say("create -f {file}", orders, settings),
      say("create -f {file} --dry-run=server -o yaml", topic("dry")),
      say("create -f {file} --dry-run=client -o yaml", topic("dry")),
      say("create -f {file} -o name", topic("named")),
      say("create -f {file} --save-config", topic("saved")),
      say("create configmap literal --from-literal=a=1 --from-literal=b=2"),
      say("create secret generic generic --from-literal=password=x"),
      say("create serviceaccount worker"),
      say("create namespace {ns}-two"),
      say("create -f {file}", { ...orders, metadata: { generateName: "made-" } }),
      say("create -f {file} -n other", topic("x", {}, { namespace: "{ns}" })),
      say("create -f {file} -n no-such-namespace", topic("x")),
    ],
  },
  {
    name: "create what is wrong",
    commands: [
      say("create -f {file}", topic("a", { partitions: 0, unknownField: 1 })),
      say("create -f {file} --validate=warn", topic("a", { unknownField: 1 })),
      say("create -f {file} --validate=ignore", topic("b", { unknownField: 1 })),
      say("create -f {file}", topic("c", { partitions: "many" })),
      say("create -f {file}", user("d", { authentication: { type: "tls", validityDays: 3 } } as never)),
      say("create -f {file}", { ...orders, kind: "KafkaSomething" }),
      say("create -f {file}", { ...orders, apiVersion: "kafka.strimzi.io/v9" }),
      say("create -f {file}", { kind: "KafkaTopic" }),
      say("create -f {file}", configMap("Bad_Name")),
      sayText("create -f {file}", "a: b: c"),
      sayText("create -f {file}", "{"),
      sayText("create -f {file}", ""),
      sayText("create -f {file}", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: 1}\n"),
      say("create -f nothing.yaml"),
    ],
  },
  {
    name: "apply",
    commands: [
      say("apply -f {file}", orders, settings),
      say("apply -f {file}", orders, settings),
      say("apply -f {file} --dry-run=server", more),
      say("apply -f {file} --dry-run=client", more),
      say("apply -f {file}", more, configMap("settings", { b: "3" })),
      say("get kt orders -o yaml"),
      say("get cm settings -o yaml"),
      say("apply view-last-applied kt orders"),
      say("apply -f {file} -o json", topic("json")),
      say("apply -f {file}", topic("orders", { partitions: 0 })),
      say("apply -f {file}", topic("orders", { partitoins: 3 })),
      say("apply -f {file} --validate=false", topic("orders", { partitoins: 3 })),
    ],
  },
  {
    name: "apply over what was created or changed",
    commands: [
      first("create -f {file}", orders, settings),
      say("apply -f {file}", more, configMap("settings", { a: "2" })),
      first('patch kt orders --type=merge -p {"spec":{"partitions":12}}'),
      say("apply -f {file}", more),
      say("apply -f {file} --overwrite=false", topic("orders", { partitions: 24 })),
      say("apply -f {file}", serviceAccount("a", { secrets: [{ name: "x" }, { name: "y" }] })),
      say("apply -f {file}", serviceAccount("a", { secrets: [{ name: "y" }, { name: "z" }] })),
    ],
  },
  {
    name: "apply on the server",
    commands: [
      say("apply --server-side -f {file}", orders, settings),
      say("apply --server-side -f {file}", orders, settings),
      say("apply --server-side -f {file}", more),
      say("apply --server-side --field-manager=other -f {file}", topic("orders", { partitions: 9 })),
      say("apply --server-side --field-manager=other --force-conflicts -f {file}", topic("orders", { partitions: 9 })),
      say("apply --server-side -f {file}", more),
      say("apply --server-side --dry-run=server -f {file}", topic("dry")),
      say("get kt orders -o yaml --show-managed-fields"),
      say("apply --server-side -f {file}", topic("orders", { partitions: 0, unknownField: 1 })),
      say("apply --server-side -f {file}", { ...orders, metadata: { generateName: "x-" } }),
    ],
  },
  {
    name: "apply on the server what was applied by the client",
    commands: [
      first("apply -f {file}", orders, settings),
      say("apply --server-side -f {file}", more, configMap("settings", { b: "3" })),
      say("get kt orders -o yaml --show-managed-fields"),
      say("get cm settings -o yaml --show-managed-fields"),
      say("apply -f {file}", orders),
      say("get kt orders -o yaml --show-managed-fields"),
    ],
  },
  {
    name: "diff",
    commands: [
      say("diff -f {file}", orders),
      first("apply -f {file}", orders, settings),
      say("diff -f {file}", orders, settings),
      say("diff -f {file}", more, configMap("settings", { b: "3" })),
      say("diff --server-side -f {file}", more),
      say("diff --server-side --force-conflicts -f {file}", more),
      say("diff -f {file}", topic("orders", { partitions: 0 })),
    ],
  },
];

const changes: readonly KubectlCase[] = [
  {
    name: "edit",
    commands: [
      first("create -f {file}", orders, settings),
      edit("edit kt orders", "s/partitions: 3/partitions: 4/"),
      edit("edit kt orders", "s/nothing/something/"),
      edit("edit cm settings", "s/a: .*/a: changed/"),
      edit("edit kt orders --subresource=status", "s/^spec:/status: {topicName: orders}\\nspec:/"),
      edit("edit kt orders -o json", 's/"partitions": 4/"partitions": 5/'),
      say("get kt orders -o yaml"),
    ],
  },
  {
    name: "patch",
    commands: [
      first("create -f {file}", orders, settings, pool("nodes")),
      ...[
        'patch kt orders --type=merge -p {"spec":{"partitions":4}}',
        'patch kt orders --type=merge -p {"spec":{"partitions":4}}',
        'patch kt orders --type=json -p [{"op":"replace","path":"/spec/partitions","value":5}]',
        'patch kt orders --type=json -p [{"op":"test","path":"/spec/partitions","value":6}]',
        'patch kt orders -p {"spec":{"partitions":6}}',
        'patch cm settings -p {"data":{"a":null,"c":"3"}}',
        'patch kt orders --subresource=status --type=merge -p {"status":{"topicName":"orders"}}',
        'patch knp nodes --subresource=scale --type=merge -p {"spec":{"replicas":2}}',
        'patch kt orders --type=merge -p {"spec":{"partitions":"x"}}',
        'patch kt orders --type=merge --dry-run=server -o yaml -p {"spec":{"partitions":7}}',
        'patch kt orders --type=merge --dry-run=client -o yaml -p {"spec":{"partitions":7}}',
        "patch kt orders --type=merge -p {",
        "patch kt nothing --type=merge -p {}",
      ].map((line) => say(line)),
    ],
  },
  {
    name: "label and annotate",
    commands: [
      first("create -f {file}", orders, settings, topic("payments")),
      ...[
        "label kt orders tier=one",
        "label kt orders tier=one",
        "label kt orders tier=two",
        "label kt orders tier=two --overwrite",
        "label kt orders tier-",
        "label kt orders nothing-",
        "label kt --all all=yes",
        "label kt -l all=yes picked=yes",
        "label kt orders tier=bad!value",
        "label kt orders tier=three --resource-version=1",
        "label kt nothing tier=one",
        "label cm settings tier=one --dry-run=server",
        "label ns {ns} tier=one",
        "annotate kt orders note=x",
        "annotate kt orders note=y",
        "annotate kt orders note=y --overwrite",
        "annotate kt orders note-",
        "annotate cm settings note=x strimzi.io/managed=false",
        "annotate kt orders --list",
      ].map((line) => say(line)),
    ],
  },
  {
    name: "scale",
    commands: [
      first("create -f {file}", orders, pool("nodes")),
      ...[
        "scale knp nodes --replicas=3",
        "scale knp/nodes --replicas=3",
        "scale knp nodes --current-replicas=2 --replicas=4",
        "scale knp nodes --current-replicas=3 --replicas=4",
        "scale kt orders --replicas=3",
        "scale knp nothing --replicas=3",
        "scale knp nodes --replicas=2 --dry-run=server",
        "get knp nodes -o yaml",
      ].map((line) => say(line)),
    ],
  },
  {
    name: "replace",
    commands: [
      first("create -f {file}", orders, settings),
      say("replace -f {file}", more, configMap("settings", { b: "3" })),
      say("replace -f {file}", topic("orders", {}, { resourceVersion: "1" })),
      say("replace -f {file}", topic("nothing")),
      say("replace -f {file} --force", topic("orders", { partitions: 1 })),
      say("replace -f {file} --subresource=status", { ...orders, status: { topicName: "orders" } }),
      say("get kt orders -o yaml"),
    ],
  },
];

const ends: readonly KubectlCase[] = [
  {
    name: "wait",
    commands: [
      first("create -f {file}", orders, held),
      say("wait kt/orders --for=condition=Ready --timeout=1s"),
      first(
        'patch kt orders --subresource=status --type=merge -p {"status":{"topicName":"orders","conditions":[{"type":"Ready","status":"True"}]}}',
      ),
      say("wait kt/orders --for=condition=Ready --timeout=10s"),
      say("wait kt/orders --for=condition=Ready=True --timeout=10s"),
      say("wait kt/orders --for=condition=Ready=False --timeout=1s"),
      say("wait kt/orders --for=jsonpath={.status.topicName}=orders --timeout=10s"),
      say("wait kt/orders --for=create --timeout=10s"),
      say("wait kt/nothing --for=delete --timeout=10s"),
      say("wait kt/nothing --for=condition=Ready --timeout=1s"),
      say("wait kt -l strimzi.io/cluster=main --for=jsonpath={.spec.replicas}=1 --timeout=10s"),
      say("wait kt/held --for=delete --timeout=1s"),
    ],
  },
  {
    name: "delete",
    commands: [
      first("create -f {file}", ...everything, held),
      ...[
        "delete kt payments",
        "delete kt payments",
        "delete kt payments --ignore-not-found",
        "delete kt,cm nothing",
        "delete cm settings --dry-run=server",
        "delete cm settings --now",
        "delete ku alice --wait=false",
        "delete knp nodes --cascade=orphan --wait=false",
        "delete kafka main --cascade=foreground --wait=false",
        "delete kt held --wait=false",
        "delete kt held --timeout=1s",
      ].map((line) => say(line)),
      say('patch kt held --type=merge -p {"metadata":{"finalizers":null}}'),
      say("delete -f {file}", orders, secret("password")),
      first("create -f {file}", topic("a"), topic("b"), topic("c", {}, { labels: { other: "yes" } })),
      say("delete kt -l strimzi.io/cluster=main"),
      say("delete kt --all"),
      say("delete kt --all"),
      say("delete --raw /api/v1/namespaces/{ns}/configmaps/nothing"),
      say("delete ns {ns} --wait=false"),
    ],
  },
];

export const kubectlCases: readonly KubectlCase[] = [...readings, ...writings, ...changes, ...ends];
