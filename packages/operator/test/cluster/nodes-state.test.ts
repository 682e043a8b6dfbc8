import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { KubeObject, Stored } from "@millrace/kube";
import { nodesState } from "../../src/cluster/nodes-state.ts";
import type { Claim } from "../../src/kubernetes/claim.ts";
import type { Pod } from "../../src/kubernetes/pod.ts";
import type { StrimziPodSet } from "../../src/pod-sets/pod-set.ts";

const stored = { uid: "1", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };
const asDeclared = { "strimzi.io/revision": "r1", "strimzi.io/configuration-hash": "c1", "strimzi.io/server-cert-hash": "s1" };
const node = { id: 0, podName: "my-brokers-0", pool: "brokers", isBroker: true, isController: false, votes: false };
const declared: KubeObject = { apiVersion: "v1", kind: "Pod", metadata: { name: node.podName, annotations: asDeclared } };
const podSet = (annotations = {}): Stored<StrimziPodSet> => ({
  ...{ apiVersion: "core.strimzi.io/v1", kind: "StrimziPodSet" },
  metadata: { ...stored, name: "my-brokers", annotations },
  spec: { selector: { matchLabels: {} }, pods: [declared] },
});
const ready = { conditions: [{ type: "Ready", status: "True" }] };
const pod = (status: Pod["status"], annotations: Record<string, string> = asDeclared, more = {}): Stored<Pod> => ({
  ...{ apiVersion: "v1", kind: "Pod", status: status ?? {} },
  metadata: { ...stored, name: node.podName, annotations, ...more },
});

const stateOf = (
  pods: ReadonlyArray<Stored<Pod>>,
  { recovering = new Set<string>(), set = podSet(), claims = [] as ReadonlyArray<Stored<Claim>>, unable = new Set<number>() } = {},
) => nodesState({ nodes: [node] }, { podSets: [set], pods, recovering, claims, unable })[0];

describe("the state of a node", () => {
  it("is ready when its pod is, and has no reason to start again when it is as declared", () => {
    const state = stateOf([pod(ready)]);
    assert.equal(state?.state, "ready");
    assert.deepEqual(state?.reasons, []);
  });

  it("is absent without a pod, and with one that goes", () => {
    assert.equal(stateOf([])?.state, "absent");
    assert.equal(stateOf([pod(ready, {}, { deletionTimestamp: "2026-01-01T00:00:00Z" })])?.state, "absent");
  });

  it("tells of a machine that does not say that a pod has ended, once that is late", () => {
    const going = { ...pod(ready, {}, { deletionTimestamp: "2026-01-01T00:00:00Z" }), spec: { nodeName: "worker-1" } };
    const troubleAt = (nowMs: number) =>
      nodesState({ nodes: [node] }, { podSets: [podSet()], pods: [going], recovering: new Set(), nowMs })[0]?.trouble;
    assert.equal(troubleAt(Date.parse("2026-01-01T00:00:59Z")), undefined);
    assert.match(
      troubleAt(Date.parse("2026-01-01T00:01:00Z")) ?? "",
      /^it was to end at 2026-01-01T00:00:00Z, and its machine worker-1 has not said/,
    );
  });

  it("has the reasons that annotations tell which differ", () => {
    const other = { ...asDeclared, "strimzi.io/configuration-hash": "c0", "strimzi.io/server-cert-hash": "s0" };
    assert.deepEqual(stateOf([pod(ready, other)])?.reasons, ["ConfigChangeRequiresRestart", "KafkaCertificatesChanged"]);
    assert.deepEqual(stateOf([pod(ready, {})])?.reasons, ["PodHasOldRevision", "ConfigChangeRequiresRestart", "KafkaCertificatesChanged"]);
  });

  it("has a reason where somebody asks for it, and none in a set that is paused", () => {
    const asked = { ...asDeclared, "strimzi.io/manual-rolling-update": "true" };
    assert.deepEqual(stateOf([pod(ready, asked)])?.reasons, ["ManualRollingUpdate"]);
    assert.deepEqual(stateOf([pod(ready, asked)], { set: podSet({ "strimzi.io/pause-reconciliation": "true" }) })?.reasons, []);
  });

  it("has a reason where it does not trust all that it shall, and none where it trusts more", () => {
    const trusting = (keys: string) => ({ ...asDeclared, "millrace.io/trusted-cluster-ca-keys": keys });
    const shall: KubeObject = { ...declared, metadata: { ...declared.metadata, annotations: trusting("a,b") } };
    const set = { ...podSet(), spec: { selector: { matchLabels: {} }, pods: [shall] } };
    for (const keys of ["a,b", "b,c,a"]) assert.deepEqual(stateOf([pod(ready, trusting(keys))], { set })?.reasons, []);
    for (const keys of ["a", "c", ""]) assert.deepEqual(stateOf([pod(ready, trusting(keys))], { set })?.reasons, ["CaCertRenewed"]);
    assert.deepEqual(stateOf([pod(ready)], { set })?.reasons, ["CaCertRenewed"]);
  });

  it("has a reason where it knows no majority of the controllers that are to stay, and none where it knows others, too", () => {
    const knowing = (ids: string) => ({ ...asDeclared, "millrace.io/known-controllers": ids });
    const reasonsOf = (has: string, shall: string) => {
      const shallBe: KubeObject = { ...declared, metadata: { ...declared.metadata, annotations: knowing(shall) } };
      return stateOf([pod(ready, knowing(has))], { set: { ...podSet(), spec: { selector: { matchLabels: {} }, pods: [shallBe] } } })
        ?.reasons;
    };
    for (const shall of ["0,1,2", "0,1,2,3,4", "0", "1,2,3"]) assert.deepEqual(reasonsOf("0,1,2", shall), [], shall);
    for (const shall of ["3", "0,3", "2,3,4", "0,1,2,3,4,5"])
      assert.deepEqual(reasonsOf("0,1,2", shall), ["ConfigChangeRequiresRestart"], shall);
    assert.deepEqual(reasonsOf("", "0"), ["ConfigChangeRequiresRestart"]);
  });

  it("has a reason where a volume of its own has grown since it was made, or its claim goes", () => {
    const mounting = { ...pod(ready), spec: { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data-my-brokers-0" } }] } };
    const claim = (name: string, status: Claim["status"], metadata = {}): Stored<Claim> => ({
      ...{ apiVersion: "v1", kind: "PersistentVolumeClaim", status: status ?? {} },
      metadata: { ...stored, name, ...metadata },
    });
    const pending = (lastTransitionTime: string, name = "data-my-brokers-0") =>
      claim(name, { conditions: [{ type: "FileSystemResizePending", status: "True", lastTransitionTime }] });
    const reasonsOf = (...claims: readonly Stored<Claim>[]) => stateOf([mounting], { claims })?.reasons;
    assert.deepEqual(reasonsOf(pending("2026-01-02T00:00:00Z")), ["FileSystemResizeNeeded"]);
    assert.deepEqual(reasonsOf(pending("2025-12-31T00:00:00Z")), [], "it has been restarted for that");
    assert.deepEqual(reasonsOf(pending("2026-01-02T00:00:00Z", "data-my-brokers-1")), [], "another one's");
    assert.deepEqual(reasonsOf(claim("data-my-brokers-0", {}, { deletionTimestamp: "2026-01-02T00:00:00Z" })), ["ClaimDeleted"]);
    assert.deepEqual(reasonsOf(claim("data-my-brokers-0", {})), []);
  });

  it("has a reason where somebody asks for empty storage", () => {
    assert.deepEqual(stateOf([pod(ready, { ...asDeclared, "strimzi.io/delete-pod-and-pvc": "true" })])?.reasons, ["ManualRollingUpdate"]);
  });

  it("has a reason where it takes nothing while it runs and was started with other settings, and none otherwise", () => {
    const started = (hash: string) => ({ ...asDeclared, "millrace.io/dynamic-configuration-hash": hash });
    const shall: KubeObject = { ...declared, metadata: { ...declared.metadata, annotations: started("d1") } };
    const set = { ...podSet(), spec: { selector: { matchLabels: {} }, pods: [shall] } };
    const unable = new Set([node.id]);
    assert.deepEqual(stateOf([pod(ready, started("d0"))], { set, unable })?.reasons, ["ConfigChangeRequiresRestart"]);
    assert.deepEqual(stateOf([pod(ready, started("d1"))], { set, unable })?.reasons, []);
    assert.deepEqual(stateOf([pod(ready, started("d0"))], { set })?.reasons, []);
    const crashed = {
      containerStatuses: [{ name: "kafka", ready: false, restartCount: 9, state: { waiting: { reason: "CrashLoopBackOff" } } }],
    };
    assert.deepEqual(stateOf([pod(crashed, started("d0"))], { set })?.reasons, ["ConfigChangeRequiresRestart"]);
  });

  it("is stuck when its image can't be had, it crashes again and again, or no machine takes it", () => {
    const waiting = (reason: string) => ({
      containerStatuses: [{ name: "kafka", ready: false, restartCount: 1, state: { waiting: { reason, message: "m" } } }],
    });
    for (const reason of ["ErrImagePull", "ImagePullBackOff", "CrashLoopBackOff"]) {
      const state = stateOf([pod(waiting(reason))]);
      assert.deepEqual([state?.state, state?.trouble], ["stuck", `container kafka: ${reason}: m`]);
    }
    assert.equal(stateOf([pod(waiting("ContainerCreating"))])?.state, "unready");
    const unschedulable = { conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/3 nodes" }] };
    assert.equal(stateOf([pod(unschedulable)])?.trouble, "it can't be scheduled: 0/3 nodes");
  });

  it("is recovering as long as its broker reads its logs, whatever else there is to say", () => {
    assert.equal(stateOf([pod({})], { recovering: new Set([node.podName]) })?.state, "recovering");
  });
});
