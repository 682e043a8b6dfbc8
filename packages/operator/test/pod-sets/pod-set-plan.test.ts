import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KubeObject, Stored } from "@millrace/kube";
import type { Pod } from "../../src/kubernetes/pod.ts";
import type { StrimziPodSet } from "../../src/pod-sets/pod-set.ts";
import { podSetPlan } from "../../src/pod-sets/pod-set-plan.ts";

const stored = { resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };
const declared = (name: string, revision = "r1"): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, labels: { app: "kafka" }, annotations: { "strimzi.io/revision": revision } },
});
const podSet = (...pods: readonly KubeObject[]): Stored<StrimziPodSet> => ({
  apiVersion: "core.strimzi.io/v1",
  kind: "StrimziPodSet",
  metadata: { ...stored, namespace: "data", name: "my-brokers", uid: "set", generation: 7 },
  spec: { selector: { matchLabels: { app: "kafka" } }, pods },
});
const own = [{ apiVersion: "core.strimzi.io/v1", kind: "StrimziPodSet", name: "my-brokers", uid: "set", controller: true }];
const pod = (name: string, more: Partial<Pod["metadata"]> = {}, status: Pod["status"] = {}): Stored<Pod> => ({
  ...declared(name),
  metadata: { ...declared(name).metadata, ...stored, namespace: "data", uid: `pod-${name}`, ownerReferences: own, ...more },
  status,
});
const names = (objects: readonly KubeObject[]) => objects.map(({ metadata }) => metadata.name);

describe("the plan of a StrimziPodSet", () => {
  it("makes what is missing, as its own and in its namespace", () => {
    const { create } = podSetPlan(podSet(declared("a"), declared("b")), [pod("a")]);
    assert.deepEqual(names(create), ["b"]);
    assert.equal(create[0]?.metadata.namespace, "data");
    assert.deepEqual(create[0]?.metadata.labels, { app: "kafka" });
    const [owner] = create[0]?.metadata.ownerReferences ?? [];
    assert.equal(owner?.uid, "set");
    assert.equal(owner?.controller, true);
  });

  it("takes away pods that are not declared any more, and those that have ended for good", () => {
    const ended = pod("a", {}, { phase: "Failed" });
    const plan = podSetPlan(podSet(declared("a")), [ended, pod("b")]);
    assert.deepEqual(names(plan.remove), ["a", "b"]);
    // The name is free only when the old one is gone.
    assert.deepEqual(plan.create, []);
  });

  it("waits for pods that are going", () => {
    const going = { deletionTimestamp: "2026-01-01T00:00:00Z" };
    const plan = podSetPlan(podSet(declared("a")), [pod("a", going), pod("b", going)]);
    assert.deepEqual([plan.create, plan.remove, plan.adopt], [[], [], []]);
  });

  it("lets a pod that differs be: a roll makes it anew", () => {
    const plan = podSetPlan(podSet(declared("a", "r2")), [pod("a")]);
    assert.deepEqual([plan.create, plan.remove], [[], []]);
    assert.deepEqual(plan.status, { observedGeneration: 7, pods: 1, readyPods: 0, currentPods: 0 });
  });

  it("takes pods that nobody owns, and leaves those of others alone", () => {
    const foreign = pod("b", { ownerReferences: [{ ...own[0], kind: "ReplicaSet", uid: "other" } as never] });
    const plan = podSetPlan(podSet(declared("a"), declared("b")), [pod("a", { ownerReferences: [] }), foreign]);
    assert.deepEqual(names(plan.adopt), ["a"]);
    assert.deepEqual(plan.foreign, ["b"]);
    assert.deepEqual([plan.create, plan.remove], [[], []]);
    assert.equal(plan.status.pods, 0);
  });

  it("counts pods that are ready, and those that are as declared", () => {
    const ready = { conditions: [{ type: "Ready", status: "True" }] };
    const plan = podSetPlan(podSet(declared("a"), declared("b", "r2")), [pod("a", {}, ready), pod("b", {}, ready)]);
    assert.deepEqual(plan.status, { observedGeneration: 7, pods: 2, readyPods: 2, currentPods: 1 });
  });
});
