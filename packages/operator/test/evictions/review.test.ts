import assert from "node:assert/strict";
import { test } from "node:test";
import type { Value } from "@millrace/resources";
import { answerTo, evictionRequest, verdictOn } from "../../src/evictions/review.ts";
import { readDrainCleanerSettings } from "../../src/evictions/settings.ts";
import type { Pod } from "../../src/kubernetes/pod.ts";

const settings = (environment: Readonly<Record<string, string>> = {}) =>
  readDrainCleanerSettings({ STRIMZI_OPERATOR_NAMESPACE: "ops", ...environment });
const kafkas = { "strimzi.io/cluster": "my", "strimzi.io/kind": "Kafka", "strimzi.io/name": "my-kafka" };
const pod = (labels: Readonly<Record<string, string>>, annotations = {}): Pod => ({
  ...{ apiVersion: "v1", kind: "Pod" },
  metadata: { name: "my-nodes-0", namespace: "orders", labels, annotations },
});
const [real, rehearsal] = [{ isRehearsal: false }, { isRehearsal: true }];

const review = (request: object): Value => ({ apiVersion: "admission.k8s.io/v1", kind: "AdmissionReview", request }) as unknown as Value;

test("an eviction is read as API servers send it, and as little as it takes", () => {
  const object = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name: "p", namespace: "n" } };
  const read = { uid: "u", pod: { namespace: "n", name: "p" }, isRehearsal: false };
  assert.deepEqual(evictionRequest(review({ uid: "u", namespace: "n", name: "p", object })), read);
  assert.deepEqual(evictionRequest(review({ uid: "u", namespace: "n", name: "p" })), read);
  assert.equal(evictionRequest(review({ uid: "u", dryRun: true, object }))?.isRehearsal, true);
  assert.equal(evictionRequest(review({ uid: "u", object: { ...object, deleteOptions: { dryRun: ["All"] } } }))?.isRehearsal, true);
  for (const nonsense of [null, 1, "x", [], {}, review({}), review({ uid: "u", object: { metadata: [] } }), review({ uid: 1, object })])
    assert.equal(evictionRequest(nonsense as Value), undefined, JSON.stringify(nonsense));
});

test("a pod of a Kafka is asked for once, and not evicted; anybody else's is", () => {
  assert.deepEqual(verdictOn(pod(kafkas), real, settings()), { allowed: false, asks: true });
  assert.deepEqual(verdictOn(pod(kafkas, { "strimzi.io/manual-rolling-update": "true" }), real, settings()), {
    allowed: false,
    asks: false,
  });
  assert.deepEqual(verdictOn(pod(kafkas), rehearsal, settings()), { allowed: false, asks: false });
  const others = [
    pod({}),
    pod({ ...kafkas, "strimzi.io/kind": "KafkaConnect" }),
    pod({ ...kafkas, "strimzi.io/name": "my-entity-operator" }),
    undefined,
  ];
  for (const other of others) assert.deepEqual(verdictOn(other, real, settings()), { allowed: true, asks: false });
});

test("settings leave pods alone, or leave the denial to a PodDisruptionBudget", () => {
  assert.deepEqual(verdictOn(pod(kafkas), real, settings({ STRIMZI_DENY_EVICTION: "false" })), { allowed: true, asks: true });
  assert.deepEqual(verdictOn(pod(kafkas), real, settings({ STRIMZI_DRAIN_KAFKA: "false" })), { allowed: true, asks: false });
  assert.deepEqual(verdictOn(pod(kafkas), real, settings({ STRIMZI_DRAIN_NAMESPACES: "a,b" })), { allowed: true, asks: false });
  assert.deepEqual(verdictOn(pod(kafkas), real, settings({ STRIMZI_DRAIN_NAMESPACES: "a,orders" })), { allowed: false, asks: true });
});

test("who is denied is told to try again", () => {
  const { response } = answerTo({ uid: "u" }, { allowed: false, asks: true });
  assert.deepEqual([response.uid, response.allowed, "status" in response && response.status?.code], ["u", false, 429]);
  assert.deepEqual(answerTo({ uid: "u" }, { allowed: true, asks: false }).response, { uid: "u", allowed: true });
});
