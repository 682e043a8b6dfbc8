import assert from "node:assert/strict";
import { test } from "node:test";
import type { MetricFamily } from "@millrace/kube";
import { AwaitedRecords } from "../../src/canary/awaited-records.ts";
import { CanaryCounts } from "../../src/canary/canary-counts.ts";
import { canaryRecordKey, canaryRecordText } from "../../src/canary/canary-record.ts";

const common = { namespace: "kafka", strimzi_io_cluster: "a" };

/** Values by name and labels, of those of one metric. */
function told(families: readonly MetricFamily[], name: string): Record<string, number> {
  const family = families.find((each) => each.name === `strimzi_canary_${name}`);
  const entries = (family?.samples ?? []).map(({ suffix, labels: { namespace: _, strimzi_io_cluster: __, ...labels }, value }) => {
    const own = Object.entries(labels).map(([label, of]) => `${label}=${of}`);
    return [`${suffix}{${own.join()}}`, value] as const;
  });
  return Object.fromEntries(entries);
}

test("latencies are told in the buckets of Strimzi's Canary", () => {
  const counts = new CanaryCounts();
  counts.produced(0, 3);
  counts.produced(0, 400);
  counts.produced(0, 401);
  const labels = "clientid=strimzi-canary-client,partition=0";
  assert.deepEqual(told(counts.families(common), "records_produced_latency"), {
    [`_bucket{${labels},le=2}`]: 0,
    [`_bucket{${labels},le=5}`]: 1,
    [`_bucket{${labels},le=10}`]: 1,
    [`_bucket{${labels},le=20}`]: 1,
    [`_bucket{${labels},le=50}`]: 1,
    [`_bucket{${labels},le=100}`]: 1,
    [`_bucket{${labels},le=200}`]: 1,
    [`_bucket{${labels},le=400}`]: 2,
    [`_bucket{${labels},le=+Inf}`]: 3,
    [`_sum{${labels}}`]: 804,
    [`_count{${labels}}`]: 3,
  });
});

test("a record that is not stored is counted as sent, and as failed", () => {
  const counts = new CanaryCounts();
  counts.produced(1, undefined);
  const families = counts.families(common);
  assert.deepEqual(Object.values(told(families, "records_produced_total")), [1]);
  assert.deepEqual(Object.values(told(families, "records_produced_failed_total")), [1]);
  assert.deepEqual(told(families, "records_produced_latency"), {});
});

test("connections are told for each broker, with both outcomes", () => {
  const counts = new CanaryCounts();
  counts.connected(0, true, 12);
  counts.connected(1, false, undefined);
  const families = counts.families(common);
  assert.deepEqual(told(families, "connection_total"), {
    "{brokerid=0,connected=true}": 1,
    "{brokerid=0,connected=false}": 0,
    "{brokerid=1,connected=true}": 0,
    "{brokerid=1,connected=false}": 1,
  });
  assert.equal(told(families, "connection_error_total")["{brokerid=1,connected=false}"], 1);
  assert.equal(told(families, "connection_latency")["_count{brokerid=0,connected=true}"], 1);
  assert.equal(told(families, "connection_latency")["_count{brokerid=1,connected=false}"], undefined);
});

test("of brokers that are gone nothing is told any longer", () => {
  const counts = new CanaryCounts();
  for (const id of [0, 1]) {
    counts.produced(id, 1);
    counts.connected(id, true, 1);
  }
  counts.keep([0], 1);
  const samples = counts.families(common).flatMap((family) => family.samples);
  assert.ok(samples.length > 0);
  assert.deepEqual(
    samples.filter(({ labels }) => labels.brokerid === "1" || labels.partition === "1"),
    [],
  );
});

test("failures are told from the start, as none", () => {
  const failures = new CanaryCounts().families(common).find(({ name }) => name === "strimzi_canary_topic_creation_failed_total");
  assert.deepEqual(failures?.samples, [{ suffix: "", labels: { ...common, topic: "__strimzi_canary" }, value: 0 }]);
});

test("a record is known again when it is read, once, and only by who sent it", () => {
  const awaited = new AwaitedRecords();
  const text = canaryRecordText({ producerId: "p", messageId: 1, timestamp: 5 });
  const key = canaryRecordKey(Buffer.from(text)) ?? "";
  awaited.sent(key, 0, 100);
  assert.equal(
    awaited.read(canaryRecordKey(Buffer.from(canaryRecordText({ producerId: "p", messageId: 1, timestamp: 6 }))) ?? "", 110),
    undefined,
  );
  assert.equal(awaited.read(key, 117), 17);
  assert.equal(awaited.read(key, 120), undefined);
  for (const strange of [null, Buffer.from("no JSON"), Buffer.from("null")]) assert.equal(canaryRecordKey(strange), undefined);
});

test("records that nobody has read in time are given up, and those that failed are not awaited", () => {
  const awaited = new AwaitedRecords();
  for (const [at, key] of ["early", "failed", "late"].entries()) awaited.sent(key, 7, at * 100);
  awaited.failed("failed");
  assert.deepEqual(awaited.giveUp(150), [7]);
  assert.deepEqual(awaited.giveUp(150), []);
  assert.equal(awaited.read("late", 300), 100);
});
