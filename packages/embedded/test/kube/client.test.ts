import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { seededRandom, silentLogger, systemClock } from "@millrace/kit";
import { Informer, isConflict, isInvalid, type KubeClient, type KubeObject, namespacedKind } from "@millrace/kube";
import { eventually } from "../client/running-broker.ts";
import { RunningApi } from "./running-api.ts";

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}
const configMaps = namespacedKind<ConfigMap>({ apiVersion: "v1", kind: "ConfigMap", plural: "configmaps" });
const namespace = "default";
const configMap = (
  name: string,
  data: Readonly<Record<string, string>> = {},
  labels: Readonly<Record<string, string>> = {},
): ConfigMap => ({
  ...{ apiVersion: "v1", kind: "ConfigMap", data },
  metadata: { namespace, name, ...(Object.keys(labels).length > 0 ? { labels } : {}) },
});

describe("the client of Kubernetes, on the embedded API", () => {
  let api: RunningApi;
  let client: KubeClient;
  before(async () => {
    api = await RunningApi.start();
    client = api.client();
  });
  after(() => api.close());

  test("writes and reads objects, each change upon what was read", async () => {
    const created = await client.create(configMaps, configMap("a", { x: "1" }));
    assert.deepEqual(await client.get(configMaps, created.metadata), created);
    const updated = await client.update(configMaps, { ...created, data: { x: "2" } });
    assert.notEqual(updated.metadata.resourceVersion, created.metadata.resourceVersion);
    await assert.rejects(client.update(configMaps, { ...created, data: { x: "3" } }), isConflict);
    await assert.rejects(client.create(configMaps, configMap("a")), isConflict);
    const patched = await client.patch(configMaps, { namespace, name: "a" }, { data: { y: "1" } }, { type: "merge" });
    assert.deepEqual(patched.data, { x: "2", y: "1" });
    await assert.rejects(client.delete(configMaps, { namespace, name: "a" }, { uid: "another" }), isConflict);
    assert.equal(await client.delete(configMaps, { namespace, name: "a" }, { dryRun: true }), true);
    assert.notEqual(await client.get(configMaps, { namespace, name: "a" }), undefined);
    assert.equal(await client.delete(configMaps, { namespace, name: "a" }, { uid: created.metadata.uid }), true);
    assert.equal(await client.get(configMaps, { namespace, name: "a" }), undefined);
  });

  test("applies what it owns, and takes it from others only by force", async () => {
    const applied = (x: string | undefined) => ({ ...configMap("applied"), data: x === undefined ? {} : { x } });
    await client.apply<ConfigMap>(configMaps, applied("1"), { fieldManager: "one" });
    const other: ConfigMap = { ...applied(undefined), data: { y: "1" } };
    await client.apply(configMaps, other, { fieldManager: "two" });
    await assert.rejects(client.apply<ConfigMap>(configMaps, applied("2"), { fieldManager: "two" }), isConflict);
    const forced = await client.apply<ConfigMap>(configMaps, applied("2"), { fieldManager: "two", force: true });
    assert.deepEqual(forced.data, { x: "2" });
  });

  test("lists more than a page, by label", async () => {
    const labels = { of: "many" };
    const names = Array.from({ length: 600 }, (_, at) => `many-${String(at).padStart(3, "0")}`);
    await Promise.all(names.map((name) => client.create(configMaps, configMap(name, {}, labels))));
    const { items } = await client.list(configMaps, { namespace, labelSelector: "of=many" });
    assert.deepEqual(
      items.map(({ metadata }) => metadata.name),
      names,
    );
  });

  test("refuses what the API server refuses", async () => {
    await assert.rejects(client.create(configMaps, configMap("Not A Name")), isInvalid);
  });

  test("an informer sees what there is and what comes", async (context) => {
    const labels = { of: "informer" };
    await client.create(configMaps, configMap("i-1", {}, labels));
    const informer = new Informer({
      ...{ client, kind: configMaps, namespace, labelSelector: "of=informer" },
      ...{ clock: systemClock, random: seededRandom(1), logger: silentLogger },
    });
    context.after(() => informer.close());
    await informer.start();
    assert.deepEqual([...informer.cache.keys()], ["default/i-1"]);
    await client.create(configMaps, configMap("i-2", { x: "1" }, labels));
    await client.create(configMaps, configMap("unseen"));
    await client.patch(configMaps, { namespace, name: "i-1" }, { data: { x: "2" } }, { type: "merge" });
    await eventually("both are as they are", () => informer.cache.size === 2 && informer.cache.get("default/i-1")?.data?.x === "2");
    // An object that no longer matches is as good as gone.
    await client.patch(configMaps, { namespace, name: "i-2" }, { metadata: { labels: { of: null } } }, { type: "merge" });
    await client.delete(configMaps, { namespace, name: "i-1" });
    await eventually("both are gone", () => informer.cache.size === 0);
  });
});
