import assert from "node:assert/strict";
import { test } from "node:test";
import type { Value } from "@millrace/resources";
import { MovedPods } from "../../src/evictions/moved-pods.ts";
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
  const onlyOne = { ...object, deleteOptions: { preconditions: { uid: "pod-1" } } };
  assert.deepEqual(evictionRequest(review({ uid: "u", object: onlyOne })), { ...read, podUid: "pod-1" });
  assert.equal(evictionRequest(review({ uid: "u", dryRun: true, object }))?.isRehearsal, true);
  assert.equal(evictionRequest(review({ uid: "u", object: { ...object, deleteOptions: { dryRun: ["All"] } } }))?.isRehearsal, true);
  for (const nonsense of [null, 1, "x", [], {}, review({}), review({ uid: "u", object: { metadata: [] } }), review({ uid: 1, object })])
    assert.equal(evictionRequest(nonsense as Value), undefined, JSON.stringify(nonsense));
});

test("a pod of a Kafka is asked for once, and not evicted; anybody else's is", () => {
  assert.deepEqual(verdictOn(pod(kafkas), real, settings()), { type: "later", asks: true });
  assert.deepEqual(verdictOn(pod(kafkas, { "strimzi.io/manual-rolling-update": "true" }), real, settings()), {
    type: "later",
    asks: false,
  });
  assert.deepEqual(verdictOn(pod(kafkas), rehearsal, settings()), { type: "later", asks: false });
  const others = [
    pod({}),
    pod({ ...kafkas, "strimzi.io/kind": "KafkaConnect" }),
    pod({ ...kafkas, "strimzi.io/name": "my-entity-operator" }),
    undefined,
  ];
  for (const other of others) assert.deepEqual(verdictOn(other, real, settings()), { type: "allowed", asks: false });
});

test("settings leave pods alone, or leave the denial to a PodDisruptionBudget", () => {
  assert.deepEqual(verdictOn(pod(kafkas), real, settings({ STRIMZI_DENY_EVICTION: "false" })), { type: "allowed", asks: true });
  assert.deepEqual(verdictOn(pod(kafkas), real, settings({ STRIMZI_DRAIN_KAFKA: "false" })), { type: "allowed", asks: false });
  assert.deepEqual(verdictOn(pod(kafkas), real, settings({ STRIMZI_DRAIN_NAMESPACES: "a,b" })), { type: "allowed", asks: false });
  assert.deepEqual(verdictOn(pod(kafkas), real, settings({ STRIMZI_DRAIN_NAMESPACES: "a,orders" })), { type: "later", asks: true });
});

test("who is denied is told to try again", () => {
  const { response } = answerTo({ uid: "u" }, { type: "later", asks: true });
  assert.deepEqual([response.uid, response.allowed, "status" in response && response.status?.code], ["u", false, 429]);
  assert.deepEqual(answerTo({ uid: "u" }, { type: "allowed", asks: false }).response, { uid: "u", allowed: true });
});

test("who asks for a pod that has taken the place of the one that was meant, on another node, is told that it is gone", () => {
  const moved = new MovedPods();
  const request = { uid: "u", pod: { namespace: "orders", name: "my-nodes-0" }, isRehearsal: false };
  const at = (uid: string, nodeName?: string): Pod => ({
    ...pod(kafkas),
    metadata: { ...pod(kafkas).metadata, uid },
    ...(nodeName !== undefined && { spec: { nodeName } }),
  });
  assert.equal(moved.hasMoved(request, at("1", "node-a")), false, "nobody has asked before");
  moved.note(request, at("1", "node-a"));
  assert.equal(moved.hasMoved(request, at("1", "node-a")), false, "it is still there");
  assert.equal(moved.hasMoved(request, at("2", "node-a")), false, "it came back to the same node");
  assert.equal(moved.hasMoved(request, at("2", "node-b")), true);
  assert.equal(moved.hasMoved(request, at("2")), true, "it has no node yet");
  assert.equal(moved.hasMoved({ ...request, podUid: "2" }, at("2", "node-b")), false, "this one is meant");
  assert.deepEqual(verdictOn(at("2", "node-b"), real, settings(), true), { type: "gone", asks: false });
  const { response } = answerTo({ uid: "u" }, { type: "gone", asks: false });
  assert.deepEqual([response.allowed, response.status?.code, response.status?.reason], [false, 404, "NotFound"]);
});
