import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldChanges } from "@millrace/plans/effects";
import type { Kafka, KafkaNodePool, Value } from "@millrace/resources";
import { UsageError } from "../src/command.ts";
import { namedBy } from "../src/definitions/index.ts";
import { outcomeOf } from "../src/kubernetes/conditions.ts";
import { CustomColumns } from "../src/kubernetes/custom-columns.ts";
import { descriptionOf } from "../src/kubernetes/description.ts";
import { kafkaEffectsHere, nodePoolEffectsHere } from "../src/kubernetes/embedded-effects.ts";
import { allInOrder } from "../src/kubernetes/in-order.ts";
import { jsonPath } from "../src/kubernetes/json-path.ts";
import { jsonTemplate } from "../src/kubernetes/json-template.ts";
import { KubeTable } from "../src/kubernetes/kube-table.ts";
import { limitMs } from "../src/kubernetes/limit.ts";
import { sortedBy } from "../src/kubernetes/sorted-by.ts";
import { plainFlags } from "../src/plain-flags.ts";

test("times are written as Go writes them", () => {
  assert.deepEqual(["0", "0s", "500ms", "1m30s", "1.5h", "-1s"].map(limitMs), [0, 0, 500, 90_000, 5_400_000, 604_800_000]);
  for (const wrong of ["", "5", "s", "1d", "1m 2s"]) assert.throws(() => limitMs(wrong), UsageError);
});

test("flags may have true or false, as in kubectl", () => {
  const plain = (line: string) => plainFlags(line.split(" "), namedBy(line.split(" "))).join(" ");
  assert.equal(plain("delete kt a --wait=false"), "delete kt a --no-wait");
  assert.equal(plain("delete kt a --wait=true --wait --all=true"), "delete kt a --all");
  assert.equal(plain("apply -f x --wait=false --force-conflicts=true"), "apply -f x --force-conflicts");
  assert.equal(plain("get kt --ignore-not-found=false"), "get kt");
  assert.equal(plain("produce t --key=true"), "produce t --key=true");
  assert.equal(plain("nothing --wait=false"), "nothing --wait=false");
});

test("tables have kubectl's columns", () => {
  const columns = [
    { name: "Name", priority: 0 },
    { name: "A", priority: 0 },
    { name: "Much", priority: 1 },
    { name: "Message", priority: 0 },
  ];
  const rows = [{ namespace: "ns", name: "orders", cells: ["orders", 1, "more", "two\nlines"], labels: {}, object: {} }];
  const text = (wide: boolean, withNamespace: boolean, prefix: string) =>
    new KubeTable({ wide, withNamespace, prefix, headers: true }).text({ columns, rows });
  assert.equal(text(false, false, ""), "NAME     A     MESSAGE\norders   1     two...\n");
  assert.equal(text(true, true, "k/"), "NAMESPACE   NAME       A     MUCH   MESSAGE\nns          k/orders   1     more   two...\n");
  const table = new KubeTable({ wide: false, withNamespace: false, prefix: "", headers: false });
  assert.equal(table.text({ columns, rows: [] }), "");
  assert.equal(table.text({ columns: [], rows }), "orders   1     two...\n");
});

test("what Secrets hold is not shown", () => {
  const secret = {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s" },
    data: { password: "c2VjcmV0" },
    stringData: { more: "open" },
  };
  const text = descriptionOf(secret, undefined);
  assert.match(text, /Password: +6 bytes/);
  assert.doesNotMatch(text, /c2VjcmV0|open/);
});

test("what is said of an earlier generation says nothing of this one", () => {
  const condition = { type: "Ready", status: "True" as const };
  const object = (observedGeneration: number, conditions: readonly object[]) => ({
    ...{ apiVersion: "v1", kind: "K", metadata: { name: "n", generation: 2 } },
    status: { observedGeneration, conditions },
  });
  assert.equal(outcomeOf(object(1, [condition])).type, "pending");
  assert.equal(outcomeOf(object(2, [condition])).type, "settled");
  const failed = (reason: string) => outcomeOf(object(2, [{ type: "Ready", status: "False", reason, message: "why" }]));
  assert.deepEqual(failed("KafkaError"), { type: "pending", why: "KafkaError: why" });
  assert.deepEqual(failed("NotSupported"), { type: "refused", why: "NotSupported: why" });
});

test("paths lead to values", () => {
  const object = { a: { "b.c": [1, { type: "Ready", status: "True" }] }, constructor: 1 };
  const at = (path: string) => jsonPath(path)(object);
  assert.deepEqual(at("{.a['b.c'][0]}"), [1]);
  assert.deepEqual(at("{.a.b\\.c[-1].status}"), ["True"]);
  assert.deepEqual(at('{.a.b\\.c[?(@.type=="Ready")].status}'), ["True"]);
  assert.deepEqual(at("a"), [object.a]);
  for (const path of ["{.x}", "{.a.b}", "{.a[0]}", "{.a.toString}", '{.a.b\\.c[?(@.type=="x")]}']) assert.deepEqual(at(path), [], path);
  assert.deepEqual(at("{.a.b\\.c[*].status}"), ["True"]);
  assert.deepEqual(at("{.a.b\\.c[0:1]}"), [1]);
  assert.deepEqual(at("{.a.b\\.c[?(@>0)]}"), [1]);
  assert.deepEqual(at("{.a.b\\.c[?(@.status)].type}"), ["Ready"]);
  assert.deepEqual(at("{$.constructor}"), [1]);
  for (const path of ["{.a..b}", "{.a[0,1]}", "{.a[?(b)]}", "{}"]) assert.throws(() => jsonPath(path), UsageError, path);
});

test("templates print what paths lead to", () => {
  const object = { items: [{ n: "a", t: ["x", 1] }, { n: "b" }], kind: "List", big: 9223372036854775807n };
  const text = (template: string) => jsonTemplate(template)(object);
  assert.equal(text("{.items[*].n}"), "a b");
  assert.equal(text('{range .items[*]}{.n}{"\\t"}{.t}{$.kind}{"\\n"}{end}.'), 'a\t["x",1]List\nb\tList\n.');
  assert.equal(text("{.big} {.none}{'}'}"), "9223372036854775807 }");
  assert.equal(text("plain"), "plain");
  for (const wrong of ["{range .items[*]}", "{end}", "{.a", "}", "{.a..b}"]) assert.throws(() => jsonTemplate(wrong), UsageError, wrong);
});

test("columns are chosen by paths, and rows are sorted by them", () => {
  const objects = [{ name: "t-10", n: 2 }, { name: "t-9", n: 10 }, { name: "u" }];
  const columns = new CustomColumns("NAME:.name,many:{.n}", true);
  assert.equal(columns.text(objects), "NAME   many\nt-10   2\nt-9    10\nu      <none>\n");
  assert.equal(columns.text([objects[2]]), "u      <none>\n");
  for (const wrong of ["", "NAME", ":.a", "A:.a..b"]) assert.throws(() => new CustomColumns(wrong, true), UsageError, wrong);
  const sorted = (path: string) => sortedBy(objects, path, (object) => object).map(({ name }) => name);
  assert.equal(new CustomColumns("A:.", false).text([{ b: [1, { c: "x" }], a: null }]), "map[a:<nil> b:[1 map[c:x]]]\n");
  assert.deepEqual(sorted(".name"), ["t-10", "t-9", "u"]);
  assert.deepEqual(sorted("{.n}"), ["u", "t-10", "t-9"]);
  assert.throws(() => sortedBy([{ a: {} }], ".a", (each) => each), UsageError);
  assert.throws(() => sorted(".none"), /couldn't find any field with path ".none"/);
});

test("several things are done at a time, and told in their order", async () => {
  let atOnce = 0;
  let most = 0;
  const begun: Array<() => void> = [];
  const results = allInOrder([...Array(40).keys()], async (item) => {
    most = Math.max(most, ++atOnce);
    await new Promise<void>((resolve) => (item % 3 === 0 ? setImmediate(resolve) : begun.push(resolve)));
    atOnce--;
    return item;
  });
  const letGo = setInterval(() => begun.pop()?.(), 1);
  assert.deepEqual(await results, [...Array(40).keys()]);
  clearInterval(letGo);
  assert.equal(most, 16);
  const failing = allInOrder([1, 2, 3], async (item) => {
    if (item > 1) throw new Error(`no ${item}`);
    return item;
  });
  await assert.rejects(failing, /no 2/);
});

test("what changes of a Kafka do on this machine", () => {
  const kafka = (own: object, rest: object = {}) =>
    ({
      ...{ apiVersion: "kafka.strimzi.io/v1", kind: "Kafka", metadata: { name: "c" } },
      spec: { kafka: { listeners: [], ...own }, ...rest },
    }) as unknown as Kafka;
  const effects = (before: Kafka, after: Kafka) => {
    const fields = fieldChanges(before as unknown as Value, after as unknown as Value);
    return kafkaEffectsHere(before, after, fields).map(({ type, text }) => `${type}: ${text}`);
  };
  assert.deepEqual(effects(kafka({}), kafka({ config: { "num.network.threads": 5, "log.dirs": "/x" } })), [
    "altered: num.network.threads: brokers take it while they run",
    "restarted: log.dirs: it is read when a broker starts",
  ]);
  assert.deepEqual(effects(kafka({ rack: { topologyKey: "zone" } }), kafka({})), [
    "none: spec.kafka.rack means something on Kubernetes only",
  ]);
  assert.deepEqual(effects(kafka({}), kafka({}, { kafkaExporter: { topicRegex: "a" } })), [
    "altered: spec.kafkaExporter: which metrics are told, if any; the broker goes on",
  ]);
});

test("what changes of a node pool do on this machine", () => {
  const pool = (name: string, spec: object = {}, conditions: readonly object[] = []) =>
    ({
      ...{ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaNodePool", metadata: { name } },
      spec: { replicas: 1, roles: ["controller", "broker"], storage: { type: "ephemeral" }, ...spec },
      status: { conditions },
    }) as unknown as KafkaNodePool;
  const effects = (before: KafkaNodePool | undefined, after: KafkaNodePool, others: readonly KafkaNodePool[] = []) => {
    const fields = fieldChanges({ spec: before?.spec } as unknown as Value, { spec: after.spec } as unknown as Value);
    const pools = { before: before === undefined ? others : [...others, before], after: [...others, after] };
    return nodePoolEffectsHere({ before, after, fields, pools }).map(({ type, text }) => `${type}: ${text}`);
  };
  const claim = (deleteClaim: boolean) => ({ storage: { type: "persistent-claim", size: "1Gi", deleteClaim } });
  const oneNode = "none: embedded there is one node, broker and controller in one, of the pool";
  assert.deepEqual(effects(pool("b"), pool("b", { replicas: 3 })), [`${oneNode} b`]);
  assert.deepEqual(effects(pool("b", claim(false)), pool("b", claim(true))), [
    "altered: whether the broker's data goes when the Kafka is deleted",
  ]);
  const stays =
    "KafkaNodePool b asks for persistent storage, and stays with ephemeral storage until millrace up starts the platform with it";
  assert.deepEqual(effects(pool("b"), pool("b", claim(false))), [
    `refused: ${stays}`,
    "altered: whether the broker's data goes when the Kafka is deleted",
    "none: spec.storage.size means something on Kubernetes only",
  ]);
  const kept = [{ type: "Warning", status: "True", reason: "KafkaStorage" }];
  assert.deepEqual(
    effects(pool("b", claim(false), kept), pool("b")).filter((text) => text.startsWith("refused")),
    [],
    "back to what it stayed with",
  );
  assert.deepEqual(effects(undefined, pool("a"), [pool("b")]), ["altered: the one node is of the pool a then"]);
  assert.deepEqual(effects(undefined, pool("c"), [pool("b")]), [`${oneNode} b`]);
  assert.deepEqual(effects(pool("b"), pool("b", { roles: ["controller"] })), [
    "refused: the one node has to be of a pool with brokers, and there is none",
  ]);
});
