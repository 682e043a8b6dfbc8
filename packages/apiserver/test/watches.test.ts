import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ManualClock } from "@millrace/kit";
import { kafka, Running, topic } from "./running.ts";

const topics = `${kafka}/namespaces/default/kafkatopics`;
const labelled = (name: string, labels: object) => ({ ...topic(name), metadata: { name, labels } });
// biome-ignore lint/suspicious/noExplicitAny: tests look at answers as any client does
const told = ({ type, object }: any) => `${type} ${object.metadata.name}`;

describe("watches", () => {
  test("go on from the version of a list, in order, each change once", async () => {
    const server = await Running.start();
    await server.make(topics, topic("before"));
    const { metadata } = await server.get(topics);
    const made = await server.make(topics, topic("a"));
    const watch = await server.watch(`${topics}?resourceVersion=${metadata.resourceVersion}`);
    assert.equal(told(await watch.next()), "ADDED a");
    await server.ask("PUT", `${topics}/a`, { ...made, spec: { partitions: 2 } });
    await server.make(`${kafka}/namespaces/kube-system/kafkatopics`, topic("elsewhere"));
    await server.ask("DELETE", `${topics}/a`);
    assert.equal(told(await watch.next()), "MODIFIED a");
    const gone = await watch.next();
    assert.equal(told(gone), "DELETED a");
    assert.equal(gone.object.spec.partitions, 2);
    assert.ok(Number(gone.object.metadata.resourceVersion) > Number(made.metadata.resourceVersion));
    watch.stop();
    assert.equal(await watch.next(), undefined);
    await server.close();
  });

  test("begin with what there is, and say where that ends, when asked to", async () => {
    const server = await Running.start();
    await server.make(topics, topic("a"));
    const plain = await server.watch(`${topics}?resourceVersion=0`);
    assert.equal(told(await plain.next()), "ADDED a");
    const query = "sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
    const streaming = await server.watch(`${topics}?${query}`);
    assert.equal(told(await streaming.next()), "ADDED a");
    const { type, object } = await streaming.next();
    assert.deepEqual([type, object.kind, object.metadata.annotations], ["BOOKMARK", "KafkaTopic", { "k8s.io/initial-events-end": "true" }]);
    assert.equal(object.metadata.resourceVersion, (await server.get(topics)).metadata.resourceVersion);
    await server.make(topics, topic("b"));
    for (const watch of [plain, streaming]) {
      assert.equal(told(await watch.next()), "ADDED b");
      watch.stop();
    }
    const without = await server.ask("GET", `${topics}?watch=true&sendInitialEvents=true`);
    assert.equal(without.status, 422);
    await server.close();
  });

  test("show what comes into sight as new, and what goes out of it as deleted", async () => {
    const server = await Running.start();
    const watch = await server.watch(`${topics}?labelSelector=a=b`);
    const made = await server.make(topics, labelled("x", {}));
    const shown = await server.ask("PUT", `${topics}/x`, { ...made, metadata: { ...made.metadata, labels: { a: "b" } } });
    const hidden = await server.ask("PUT", `${topics}/x`, { ...shown.body, metadata: { ...shown.body.metadata, labels: { a: "c" } } });
    assert.equal(told(await watch.next()), "ADDED x");
    const gone = await watch.next();
    assert.equal(told(gone), "DELETED x");
    assert.deepEqual(
      [gone.object.metadata.labels, gone.object.metadata.resourceVersion],
      [{ a: "b" }, hidden.body.metadata.resourceVersion],
    );
    watch.stop();
    await server.close();
  });

  test("are told that they come too late when what they missed is forgotten", async () => {
    const server = await Running.start();
    const { metadata } = await server.get(topics);
    const filler = "x".repeat(200_000);
    for (let count = 0; count < 14; count++)
      await server.make("/api/v1/namespaces/default/configmaps", { metadata: { name: `c${count}` }, data: { filler } });
    const watch = await server.watch(`${topics}?resourceVersion=${metadata.resourceVersion}`);
    const { type, object } = await watch.next();
    assert.deepEqual([type, object.code, object.reason], ["ERROR", 410, "Expired"]);
    assert.match(object.message, /^too old resource version: \d+ \(\d+\)$/);
    assert.equal(await watch.next(), undefined);
    await server.close();
  });

  test("of a new server's own kinds go on from its first version, of others from where it knew them", async () => {
    const server = await Running.start();
    const namespaces = await server.watch("/api/v1/namespaces?resourceVersion=1");
    assert.deepEqual([told(await namespaces.next()), told(await namespaces.next())], ["ADDED default", "ADDED kube-system"]);
    const { type, object } = await (await server.watch(`${topics}?resourceVersion=1`)).next();
    assert.deepEqual([type, object.code, object.message], ["ERROR", 410, "too old resource version: 1 (3)"]);
    namespaces.stop();
    await server.close();
    const again = await Running.start({}, server.files);
    const after = await again.watch("/api/v1/namespaces?resourceVersion=1");
    assert.equal((await after.next()).object.code, 410);
    await again.close();
  });

  test("get bookmarks once a minute, and end when their time is over", async () => {
    const clock = new ManualClock();
    const server = await Running.start({ clock });
    const { metadata } = await server.get(topics);
    const watch = await server.watch(`${topics}?resourceVersion=${metadata.resourceVersion}&allowWatchBookmarks=true&timeoutSeconds=90`);
    const marked = watch.next();
    await server.make("/api/v1/namespaces/default/configmaps", { metadata: { name: "unseen" } });
    clock.advance(60_000);
    const { type, object } = await marked;
    assert.equal(type, "BOOKMARK");
    assert.ok(Number(object.metadata.resourceVersion) > Number(metadata.resourceVersion));
    const ended = watch.next();
    clock.advance(30_000);
    assert.equal(await ended, undefined);
    await server.close();
  });

  test("as tables say once what their columns are", async () => {
    const server = await Running.start();
    await server.make(topics, topic("a"));
    await server.make(topics, topic("b"));
    const watch = await server.watch(`${topics}?resourceVersion=0`, { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" });
    const [first, second] = [await watch.next(), await watch.next()];
    assert.deepEqual([first.object.kind, first.object.rows[0].cells[0], first.object.columnDefinitions.length], ["Table", "a", 5]);
    assert.equal(second.object.columnDefinitions, null);
    watch.stop();
    await server.close();
  });
});
