import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ManualClock } from "@millrace/kit";
import { ApiBrowser } from "../src/browse/api-browser.ts";
import { awaitObject } from "../src/browse/await-object.ts";
import { kindOfObject, kindsNamed } from "../src/browse/find-kinds.ts";
import { kindsOf, resourceText, singularText } from "../src/browse/served-kind.ts";
import { KubeClient } from "../src/client/client.ts";
import { type KubeObject, namespacedKind } from "../src/client/kube-object.ts";
import { json, refusal, ScriptedStream, type Step, scriptedServer } from "./support/scripted-server.ts";
import { until } from "./support/turns.ts";

const resource = (plural: string, kind: string, more: object = {}) => ({
  ...{ resource: plural, scope: "Namespaced", singularResource: kind.toLowerCase(), verbs: ["get", "list"] },
  responseKind: { group: "", version: "", kind },
  ...more,
});
const discovered = (name: string, versions: ReadonlyArray<readonly [string, readonly object[]]>) => ({
  metadata: { name },
  versions: versions.map(([version, resources]) => ({ version, resources })),
});
const core = { items: [discovered("", [["v1", [resource("namespaces", "Namespace", { scope: "Cluster", shortNames: ["ns"] })]]])] };
const topics = (categories: readonly string[]) => [resource("kafkatopics", "KafkaTopic", { shortNames: ["kt"], categories })];
const others = {
  items: [
    discovered("kafka.strimzi.io", [
      ["v1", topics(["strimzi"])],
      ["v1beta2", topics(["strimzi"])],
    ]),
    discovered("other.io", [["v1", [resource("kafkatopics", "KafkaTopic"), resource("bare", "Bare", { responseKind: undefined })]]]),
  ],
};

describe("kinds that an API server has", () => {
  const kinds = [core, others].flatMap(kindsOf);
  const named = (name: string) => kindsNamed(kinds, name).map((kind) => `${kind.apiVersion}/${kind.plural}`);

  it("are found by all names that kubectl takes", () => {
    const ours = ["kafka.strimzi.io/v1/kafkatopics"];
    for (const name of [
      "kafkatopics",
      "kafkatopic",
      "KafkaTopic",
      "kt",
      "kafkatopics.kafka.strimzi.io",
      "kt.v1.kafka.strimzi.io",
      "strimzi",
    ])
      assert.deepEqual(named(name), ours, name);
    assert.deepEqual(named("kafkatopics.v1beta2.kafka.strimzi.io"), ["kafka.strimzi.io/v1beta2/kafkatopics"]);
    assert.deepEqual(named("kafkatopics.other.io"), ["other.io/v1/kafkatopics"]);
    assert.deepEqual(named("ns"), ["v1/namespaces"]);
    for (const name of ["", "kafka", "bare", "kafkatopics.strimzi.io"]) assert.deepEqual(named(name), [], name);
  });

  it("are called as kubectl calls them", () => {
    const [namespaces, kafkaTopics] = kinds;
    assert.ok(namespaces !== undefined && kafkaTopics !== undefined);
    assert.deepEqual([resourceText(namespaces), singularText(namespaces)], ["namespaces", "namespace"]);
    assert.deepEqual(
      [resourceText(kafkaTopics), singularText(kafkaTopics)],
      ["kafkatopics.kafka.strimzi.io", "kafkatopic.kafka.strimzi.io"],
    );
    assert.equal(kindOfObject(kinds, { apiVersion: "other.io/v1", kind: "KafkaTopic" })?.group, "other.io");
    assert.equal(kindOfObject(kinds, { apiVersion: "other.io/v2", kind: "KafkaTopic" }), undefined);
  });

  it("are asked for in one request for the core and one for all others", async () => {
    const { transport, requests } = scriptedServer(
      () => json(200, core),
      () => json(200, others),
    );
    const found = await new ApiBrowser({ transport, clock: new ManualClock() }).kinds();
    assert.deepEqual(found, kinds);
    assert.deepEqual(requests.map(({ path }) => path).sort(), ["/api", "/apis"]);
    assert.match(requests[0]?.headers.accept ?? "", /as=APIGroupDiscoveryList/);
  });
});

const things = namespacedKind<KubeObject>({ apiVersion: "test.io/v1", kind: "Thing", plural: "things" });
const thing = (resourceVersion: string) => ({
  apiVersion: "test.io/v1",
  kind: "Thing",
  metadata: { namespace: "ns", name: "a", resourceVersion },
});
const list = (resourceVersion: string, ...items: readonly object[]) => json(200, { metadata: { resourceVersion }, items });
const watch = (stream: ScriptedStream) => ({ status: 200, headers: {}, body: stream });

describe("waiting for an object", () => {
  const waiting = (steps: readonly Step[], holds: (object: KubeObject | undefined) => boolean, timeoutMs?: number) => {
    const { transport, requests } = scriptedServer(...steps);
    const clock = new ManualClock();
    const client = new KubeClient({ transport, clock });
    const result = awaitObject({ client, kind: things, name: { namespace: "ns", name: "a" }, holds, timeoutMs, clock });
    return { result, requests, clock };
  };
  const isAt = (version: string) => (object: KubeObject | undefined) => object?.metadata.resourceVersion === version;

  it("ends at once if it is so already", async () => {
    assert.equal(await waiting([() => list("1", thing("1"))], isAt("1")).result, true);
  });

  it("goes on over watches that end or are too old", async () => {
    const [first, second] = [new ScriptedStream(), new ScriptedStream()];
    const { result, requests } = waiting(
      [
        () => list("1", thing("1")),
        () => refusal(410, "Expired"),
        () => list("2"),
        () => watch(first),
        () => list("3", thing("3")),
        () => watch(second),
      ],
      isAt("5"),
    );
    first.end();
    second.write({ type: "MODIFIED", object: thing("4") }, { type: "MODIFIED", object: thing("5") });
    assert.equal(await result, true);
    assert.equal(requests.length, 6);
    assert.equal(requests[0]?.query.get("fieldSelector"), "metadata.name=a");
  });

  it("sees that it goes", async () => {
    const stream = new ScriptedStream().write({ type: "DELETED", object: thing("2") });
    assert.equal(await waiting([() => list("1", thing("1")), () => watch(stream)], (object) => object === undefined).result, true);
  });

  it("ends when the time is over, and not with what is thrown then", async () => {
    const { result, requests, clock } = waiting([() => list("1"), () => watch(new ScriptedStream())], () => false, 1_000);
    await until("it watches", () => requests.length === 2);
    clock.advance(1_000);
    assert.equal(await result, false);
  });

  it("fails with what is refused", async () => {
    await assert.rejects(waiting([() => refusal(403, "Forbidden")], () => false).result, /Forbidden/);
  });
});

it("what an API server warns of is told", async () => {
  const told: string[] = [];
  const warning = ['299 - "unknown field \\"spec.a\\"", 299 - "two"', '299 - "three"'];
  const { transport } = scriptedServer(() => ({ ...json(200, thing("1")), headers: { warning } }));
  const client = new KubeClient({ transport, clock: new ManualClock(), onWarning: (text) => told.push(text) });
  await client.get(things, { namespace: "ns", name: "a" });
  assert.deepEqual(told, ['unknown field "spec.a"', "two", "three"]);
});
