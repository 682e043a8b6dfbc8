import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { EventRecorder, events, type KubeClient } from "@millrace/kube";
import { RunningApi } from "./running-api.ts";

describe("events", () => {
  let api: RunningApi;
  let client: KubeClient;
  before(async () => {
    api = await RunningApi.start();
    client = api.client();
  });
  after(() => api.close());

  const orders = (name: string) => ({
    ...{ apiVersion: "kafka.strimzi.io/v1", kind: "KafkaTopic" },
    metadata: { namespace: "default", name, uid: `uid-${name}`, resourceVersion: "5" },
  });
  const recorderOf = (clock: ManualClock) =>
    new EventRecorder({ client, component: "tester", clock, random: seededRandom(clock.now()), logger: silentLogger });
  const of = async (name: string) => {
    const { items } = await client.list(events, { namespace: "default", fieldSelector: `involvedObject.name=${name}` });
    return items;
  };
  const happening = { type: "Warning", reason: "KafkaError", message: "it is down" } as const;

  test("what happens again raises a count", async () => {
    const clock = new ManualClock(Date.UTC(2026, 0, 31, 12));
    const recorder = recorderOf(clock);
    recorder.record(orders("again"), happening);
    await recorder.close();
    clock.advance(61_000);
    recorder.record(orders("again"), happening);
    recorder.record(orders("again"), { ...happening, message: "it is still down" });
    await recorder.close();
    const told = (await of("again")).toSorted((a, b) => b.count - a.count);
    assert.deepEqual(
      told.map(({ count, message, firstTimestamp, lastTimestamp }) => [count, message, firstTimestamp, lastTimestamp]),
      [
        [2, "it is down", "2026-01-31T12:00:00Z", "2026-01-31T12:01:01Z"],
        [1, "it is still down", "2026-01-31T12:01:01Z", "2026-01-31T12:01:01Z"],
      ],
    );
    const { type, reason, source, involvedObject } = told[0] ?? assert.fail();
    assert.deepEqual([type, reason, source.component], ["Warning", "KafkaError", "tester"]);
    const { apiVersion, kind, metadata } = orders("again");
    assert.deepEqual(involvedObject, { apiVersion, kind, ...metadata });
  });

  test("an event that has gone is told anew", async () => {
    const recorder = recorderOf(new ManualClock());
    recorder.record(orders("gone"), happening);
    await recorder.close();
    for (const { metadata } of await of("gone")) await client.delete(events, metadata);
    recorder.record(orders("gone"), happening);
    await recorder.close();
    assert.deepEqual(
      (await of("gone")).map(({ count }) => count),
      [1],
    );
  });

  test("one object does not flood all others", async () => {
    const clock = new ManualClock();
    const recorder = recorderOf(clock);
    const flood = (from: number) => {
      for (let at = from; at < from + 100; at++) recorder.record(orders("flood"), { ...happening, message: `failure ${at}` });
    };
    flood(0);
    recorder.record(orders("quiet"), happening);
    await recorder.close();
    assert.equal((await of("flood")).length, 25);
    assert.equal((await of("quiet")).length, 1);
    clock.advance(600_000);
    flood(100);
    await recorder.close();
    assert.equal((await of("flood")).length, 27);
  });
});
