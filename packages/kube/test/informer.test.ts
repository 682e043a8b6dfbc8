import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { type Change, Informer } from "../src/cache/informer.ts";
import { KubeClient } from "../src/client/client.ts";
import { type KubeObject, namespacedKind } from "../src/client/kube-object.ts";
import { json, refusal, ScriptedStream, scriptedServer } from "./support/scripted-server.ts";
import { turns, until } from "./support/turns.ts";

interface Thing extends KubeObject {
  readonly size?: string;
}
const things = namespacedKind<Thing>({ apiVersion: "test.io/v1", kind: "Thing", plural: "things" });

const thing = (name: string, version: number, size = "small", namespace = "ns") => ({
  ...{ apiVersion: "test.io/v1", kind: "Thing", size },
  metadata: { namespace, name, uid: `uid-${name}`, resourceVersion: String(version), creationTimestamp: "2026-01-01T00:00:00Z" },
});
const event = (type: "ADDED" | "MODIFIED" | "DELETED", name: string, version: number, size?: string, namespace?: string) => ({
  type,
  object: thing(name, version, size, namespace),
});
const bookmark = (version: number, ends = false) => ({
  type: "BOOKMARK",
  object: { metadata: { resourceVersion: String(version), ...(ends ? { annotations: { "k8s.io/initial-events-end": "true" } } : {}) } },
});
const gone = { type: "ERROR", object: { kind: "Status", code: 410, reason: "Expired", message: "too old resource version: 1 (5)" } };

const streaming = (stream: ScriptedStream) => () => ({ status: 200, headers: {}, body: stream });

function informerOf(test: TestContext, server: ReturnType<typeof scriptedServer>, namespaces?: readonly string[]) {
  const clock = new ManualClock();
  const client = new KubeClient({ transport: server.transport, clock });
  const bySize = { size: ({ size }: Thing) => (size === undefined ? [] : [size]) };
  const informer = new Informer({
    ...{ client, kind: things, namespaces, indexes: bySize },
    ...{ clock, random: seededRandom(1), logger: silentLogger },
  });
  const told: string[] = [];
  informer.onChange((change: Change<Thing>) => told.push(`${change.type} ${change.object.metadata.name}`));
  test.after(() => informer.close());
  const asked = (at: number) => Object.fromEntries(server.requests[at]?.query ?? []);
  /** Time goes by until the server has been asked so often. */
  const untilAsked = async (count: number) => {
    await until(`there are ${count} requests`, () => {
      if (server.requests.length < count) clock.advance(100);
      return server.requests.length >= count;
    });
  };
  return { informer, told, clock, asked, untilAsked };
}

describe("an informer", () => {
  it("knows all there is once the initial events have ended, and follows from there", async (test) => {
    const stream = new ScriptedStream();
    const { informer, told, asked } = informerOf(test, scriptedServer(streaming(stream)));
    const started = informer.start();
    stream.write(event("ADDED", "a", 1), event("ADDED", "b", 2, "large"));
    let isSynced = false;
    void started.then(() => {
      isSynced = true;
    });
    await turns();
    assert(!isSynced);
    stream.write(bookmark(7, true));
    await started;
    assert.equal(asked(0).sendInitialEvents, "true");
    assert.equal(asked(0).resourceVersionMatch, "NotOlderThan");
    assert.deepEqual([...informer.cache.keys()].toSorted(), ["ns/a", "ns/b"]);
    stream.write(event("MODIFIED", "a", 8, "large"), event("DELETED", "b", 9, "large"));
    await until("b is gone", () => informer.cache.get("ns/b") === undefined);
    assert.deepEqual(told, ["added a", "added b", "changed a", "removed b"]);
    assert.deepEqual(
      informer.cache.by("size", "large").map(({ metadata }) => metadata.name),
      ["a"],
    );
    assert.deepEqual(informer.cache.by("size", "small"), []);
  });

  it("tells whoever asks later of what there is", async (test) => {
    const stream = new ScriptedStream();
    const { informer } = informerOf(test, scriptedServer(streaming(stream)));
    stream.write(event("ADDED", "a", 1), bookmark(1, true));
    await informer.start();
    const told: string[] = [];
    informer.onChange(({ type, object }) => told.push(`${type} ${object.metadata.name}`));
    stream.write(event("ADDED", "b", 2));
    await until("b is there", () => informer.cache.size === 2);
    assert.deepEqual(told, ["added a", "added b"]);
  });

  it("goes on from where it was when a watch breaks or ends", async (test) => {
    const [first, second, third] = [new ScriptedStream(), new ScriptedStream(), new ScriptedStream()];
    const { informer, told, asked, untilAsked } = informerOf(test, scriptedServer(streaming(first), streaming(second), streaming(third)));
    first.write(event("ADDED", "a", 1), bookmark(1, true), event("ADDED", "b", 5));
    await informer.start();
    first.fail("the line is dead");
    await untilAsked(2);
    assert.equal(asked(1).resourceVersion, "5");
    assert.equal(asked(1).sendInitialEvents, undefined);
    second.write(bookmark(20));
    second.end();
    await untilAsked(3);
    assert.equal(asked(2).resourceVersion, "20");
    third.write(event("DELETED", "a", 21));
    await until("a is gone", () => informer.cache.size === 1);
    assert.deepEqual(told, ["added a", "added b", "removed a"]);
  });

  for (const [how, told410] of [
    ["in a watch", (stream: ScriptedStream) => streaming(stream.write(gone))],
    ["by the status", () => () => refusal(410, "Expired")],
  ] as const) {
    it(`reads everything again after 410 ${how}, and tells what had changed meanwhile`, async (test) => {
      const [first, second, third] = [new ScriptedStream(), new ScriptedStream(), new ScriptedStream()];
      const { informer, told, asked, untilAsked } = informerOf(test, scriptedServer(streaming(first), told410(second), streaming(third)));
      first.write(event("ADDED", "a", 1), event("ADDED", "b", 2), event("ADDED", "c", 3), bookmark(3, true));
      await informer.start();
      first.end();
      await untilAsked(3);
      assert.equal(asked(2).resourceVersion, undefined);
      assert.equal(asked(2).sendInitialEvents, "true");
      third.write(event("ADDED", "a", 1), event("ADDED", "b", 8), event("ADDED", "d", 9), bookmark(9, true));
      await until("d is there", () => informer.cache.get("ns/d") !== undefined);
      assert.deepEqual(told.slice(3), ["removed c", "changed b", "added d"]);
    });
  }

  it("watches each of some namespaces for itself, and knows all there is once it knows that of all", async (test) => {
    const [one, other, otherAnew] = [new ScriptedStream(), new ScriptedStream(), new ScriptedStream()];
    const server = scriptedServer(streaming(one), streaming(other), streaming(otherAnew));
    const { informer, told, untilAsked } = informerOf(test, server, ["ns", "apart"]);
    let isSynced = false;
    const started = informer.start().then(() => {
      isSynced = true;
    });
    one.write(event("ADDED", "a", 1), bookmark(1, true));
    await until("a is there", () => informer.cache.size === 1);
    assert(!isSynced);
    other.write(event("ADDED", "a", 2, "large", "apart"), bookmark(2, true));
    await started;
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ["/apis/test.io/v1/namespaces/ns/things", "/apis/test.io/v1/namespaces/apart/things"],
    );
    other.write(gone);
    await untilAsked(3);
    otherAnew.write(bookmark(9, true));
    await until("the other namespace's is gone", () => informer.cache.size === 1);
    assert.deepEqual([...informer.cache.keys()], ["ns/a"]);
    assert.deepEqual(told, ["added a", "added a", "removed a"]);
  });

  it("gives up a watch that says nothing, and begins it anew", async (test) => {
    const [first, second] = [new ScriptedStream(), new ScriptedStream()];
    const { informer, clock, asked, untilAsked } = informerOf(test, scriptedServer(streaming(first), streaming(second)));
    first.write(bookmark(3, true));
    await informer.start();
    clock.advance(119_000);
    first.write(bookmark(4));
    await turns();
    clock.advance(119_000);
    assert(!first.isLeft);
    clock.advance(2_000);
    await untilAsked(2);
    assert(first.isLeft);
    assert.equal(asked(1).resourceVersion, "4");
  });

  it("lists in pages where the server knows nothing of initial events", async (test) => {
    const stream = new ScriptedStream();
    const server = scriptedServer(
      () => refusal(422, "Invalid"),
      () => json(200, { metadata: { resourceVersion: "5", continue: "more" }, items: [thing("a", 1)] }),
      () => json(200, { metadata: { resourceVersion: "5" }, items: [thing("b", 2)] }),
      streaming(stream),
    );
    const { informer, told, asked, untilAsked } = informerOf(test, server);
    const started = informer.start();
    await untilAsked(4);
    await started;
    assert.deepEqual(told, ["added a", "added b"]);
    assert.equal(asked(2).continue, "more");
    assert.equal(asked(3).resourceVersion, "5");
  });

  it("waits longer and longer while the server is down, and comes back", async (test) => {
    const stream = new ScriptedStream();
    const down = () => Promise.reject(new Error("connection refused"));
    const server = scriptedServer(down, down, () => refusal(500, "InternalError"), down, streaming(stream));
    const { informer, clock, told, untilAsked } = informerOf(test, server);
    const started = informer.start();
    const atMs: number[] = [];
    for (let count = 1; count <= 5; count++) {
      await untilAsked(count);
      atMs.push(clock.monotonicMs());
    }
    const pauses = atMs.slice(1).map((at, index) => at - (atMs[index] ?? 0));
    for (const [index, plainMs] of [800, 1_600, 3_200, 6_400].entries()) {
      const pauseMs = pauses[index] ?? 0;
      assert(pauseMs >= plainMs && pauseMs <= plainMs * 1.5 + 100, `pause ${index} is ${pauseMs}`);
    }
    stream.write(event("ADDED", "a", 1), bookmark(1, true));
    await started;
    assert.deepEqual(told, ["added a"]);
  });
});
