import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { ManualClock } from "@millrace/kit";
import { kafka, Running, topic } from "./running.ts";

const topics = `${kafka}/namespaces/default/kafkatopics`;
const maps = "/api/v1/namespaces/default/configmaps";
const isGone = ({ status }: { status: number }) => status === 404;

describe("the life of objects", () => {
  let server: Running;
  beforeEach(async () => {
    server = await Running.start();
  });
  afterEach(() => server.close());

  const owned = (name: string, owner: { metadata: { name: string; uid: string } }, more: object = {}) =>
    server.make(maps, {
      metadata: {
        name,
        ownerReferences: [
          { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic", name: owner.metadata.name, uid: owner.metadata.uid, ...more },
        ],
      },
    });

  test("a deletion without finalizers is told by name and uid", async () => {
    const made = await server.make(topics, topic("a"));
    const { status, body } = await server.ask("DELETE", `${topics}/a`);
    assert.deepEqual(
      [status, body.status, body.details],
      [200, "Success", { name: "a", group: "kafka.strimzi.io", kind: "kafkatopics", uid: made.metadata.uid }],
    );
    assert.equal((await server.ask("DELETE", `${topics}/a`)).status, 404);
  });

  test("finalizers hold a deletion up until the last one is taken off, and no new ones can be put on", async () => {
    await server.make(topics, { ...topic("held"), metadata: { name: "held", finalizers: ["strimzi.io/topic-operator"] } });
    const { body } = await server.ask("DELETE", `${topics}/held`);
    assert.deepEqual([body.kind, body.metadata.deletionGracePeriodSeconds, body.metadata.generation], ["KafkaTopic", 0, 2]);
    assert.match(body.metadata.deletionTimestamp, /Z$/);
    const again = await server.ask("DELETE", `${topics}/held`);
    assert.equal(again.body.metadata.resourceVersion, body.metadata.resourceVersion);
    const more = await server.ask("PUT", `${topics}/held`, {
      ...body,
      metadata: { ...body.metadata, finalizers: ["strimzi.io/topic-operator", "a.b/c"] },
    });
    assert.deepEqual([more.status, more.body.details.causes[0].field], [422, "metadata.finalizers"]);
    const { finalizers, ...metadata } = body.metadata;
    assert.equal((await server.ask("PUT", `${topics}/held`, { ...body, metadata })).status, 200);
    assert.equal((await server.ask("GET", `${topics}/held`)).status, 404);
  });

  test("preconditions have to hold", async () => {
    const made = await server.make(topics, topic("a"));
    const wrong = await server.ask("DELETE", `${topics}/a`, { preconditions: { uid: "other" } });
    assert.equal(wrong.status, 409);
    assert.match(wrong.body.message, /the UID in the precondition \(other\) does not match the UID in record/);
    assert.equal((await server.ask("DELETE", `${topics}/a`, { preconditions: { resourceVersion: "1" } })).status, 409);
    assert.equal((await server.ask("DELETE", `${topics}/a`, { preconditions: { uid: made.metadata.uid } })).status, 200);
  });

  test("many are deleted by what selects them", async () => {
    for (const name of ["a", "b", "c"])
      await server.make(topics, { ...topic(name), metadata: { name, labels: { keep: name === "b" ? "yes" : "no" } } });
    const { status, body } = await server.ask("DELETE", `${topics}?labelSelector=keep=no`);
    assert.deepEqual([status, body.items.length], [200, 2]);
    assert.deepEqual((await server.get(topics)).items.length, 1);
  });

  test("what has lost its owner goes too, its own dependents after it", async () => {
    const owner = await server.make(topics, topic("owner"));
    const child = await owned("child", owner);
    await server.make(maps, {
      metadata: { name: "grandchild", ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "child", uid: child.metadata.uid }] },
    });
    await server.ask("DELETE", `${topics}/owner`);
    await server.until(`${maps}/grandchild`, isGone);
    assert.equal((await server.ask("GET", `${maps}/child`)).status, 404);
  });

  test("what is made for an owner that is not there goes; with another owner it only loses the reference", async () => {
    const owner = await server.make(topics, topic("owner"));
    const absent = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic", name: "absent", uid: "none" };
    await server.make(maps, { metadata: { name: "lost", ownerReferences: [absent] } });
    await server.until(`${maps}/lost`, isGone);
    const present = { ...absent, name: "owner", uid: owner.metadata.uid };
    await server.make(maps, { metadata: { name: "kept", ownerReferences: [absent, present] } });
    const { body } = await server.until(`${maps}/kept`, ({ body }) => body.metadata.ownerReferences.length === 1);
    assert.equal(body.metadata.ownerReferences[0].name, "owner");
  });

  test("in the foreground an owner waits for those that block it, and Orphan lets go of them", async () => {
    const first = await server.make(topics, topic("first"));
    await owned("held", first, { blockOwnerDeletion: true });
    const map = await server.get(`${maps}/held`);
    await server.ask("PUT", `${maps}/held`, { ...map, metadata: { ...map.metadata, finalizers: ["a.b/c"] } });
    const { body } = await server.ask("DELETE", `${topics}/first?propagationPolicy=Foreground`);
    assert.deepEqual(body.metadata.finalizers, ["foregroundDeletion"]);
    const dying = await server.until(`${maps}/held`, (answer) => answer.body.metadata.deletionTimestamp !== undefined);
    assert.equal((await server.ask("GET", `${topics}/first`)).status, 200);
    const { finalizers, ...metadata } = dying.body.metadata;
    await server.ask("PUT", `${maps}/held`, { ...dying.body, metadata });
    await server.until(`${topics}/first`, isGone);

    const second = await server.make(topics, topic("second"));
    await owned("orphan", second);
    await server.ask("DELETE", `${topics}/second`, { propagationPolicy: "Orphan" });
    await server.until(`${topics}/second`, isGone);
    assert.ok(!("ownerReferences" in (await server.get(`${maps}/orphan`)).metadata));
  });

  test("a namespace takes all that is in it along, takes nothing new, and says what it waits for", async () => {
    await server.make("/api/v1/namespaces", { metadata: { name: "n" } });
    const within = `${kafka}/namespaces/n/kafkatopics`;
    await server.make("/api/v1/namespaces/n/secrets", { metadata: { name: "s" } });
    await server.make(within, { ...topic("t"), metadata: { name: "t", finalizers: ["a.b/c"] } });
    const { body } = await server.ask("DELETE", "/api/v1/namespaces/n");
    assert.equal(body.status.phase, "Terminating");
    const late = await server.ask("POST", within, topic("late"));
    assert.equal(late.status, 403);
    assert.match(late.body.message, /unable to create new content in namespace n because it is being terminated/);
    const waiting = await server.until("/api/v1/namespaces/n", (answer) => answer.body.status.conditions !== undefined);
    assert.match(waiting.body.status.conditions.at(-1).message, /a\.b\/c in 1 resource instances/);
    assert.equal((await server.ask("GET", "/api/v1/namespaces/n/secrets/s")).status, 404);
    const dying = await server.get(`${within}/t`);
    const { finalizers, ...metadata } = dying.metadata;
    await server.ask("PUT", `${within}/t`, { ...dying, metadata });
    await server.until("/api/v1/namespaces/n", isGone);
    assert.equal((await server.ask("DELETE", "/api/v1/namespaces/kube-system")).status, 403);
  });
});

test("after a restart, collections that were under way are finished", async () => {
  const server = await Running.start();
  const owner = await server.make(topics, topic("owner"));
  const reference = { apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic", name: "owner", uid: owner.metadata.uid };
  await server.make(maps, { metadata: { name: "child", ownerReferences: [reference] } });
  const deleted = server.ask("DELETE", `${topics}/owner`);
  await deleted;
  await server.close();
  const again = await Running.start({}, server.files);
  await again.until(`${maps}/child`, isGone);
  await again.close();
});

test("events are forgotten an hour after they were last seen", async () => {
  const clock = new ManualClock();
  const server = await Running.start({ clock });
  const events = "/api/v1/namespaces/default/events";
  const time = (atMs: number) => new Date(atMs).toISOString();
  await server.make(events, { metadata: { name: "old" }, involvedObject: {}, lastTimestamp: time(clock.now()) });
  await server.make(events, { metadata: { name: "repeated" }, involvedObject: {}, lastTimestamp: time(clock.now() + 3_000_000) });
  clock.advance(3_950_000);
  await server.until(`${events}/old`, isGone);
  assert.equal((await server.ask("GET", `${events}/repeated`)).status, 200);
  await server.close();
});
