import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "@millrace/kube";
import { areSeen } from "../../src/cluster/seen-pods.ts";

const pod = (name: string, revision: string): KubeObject => ({
  ...{ apiVersion: "v1", kind: "Pod", metadata: { name, annotations: { "strimzi.io/revision": revision } } },
});
const spec = (...pods: readonly KubeObject[]) => ({ spec: { selector: { matchLabels: {} }, pods } });
const podSet = (...pods: readonly KubeObject[]) => ({
  ...{ apiVersion: "core.strimzi.io/v1", kind: "StrimziPodSet", metadata: { name: "s" } },
  ...spec(...pods),
});

test("sets are seen once the watch has told of all pods as they are to be", () => {
  const wanted = [podSet(pod("a", "2"), pod("b", "2"))];
  assert.equal(areSeen([], wanted), false);
  assert.equal(areSeen([spec(pod("a", "2"), pod("b", "1"))], wanted), false);
  assert.equal(areSeen([spec(pod("a", "2"))], wanted), false);
  assert.equal(areSeen([spec(pod("b", "2")), spec(pod("a", "2"), pod("c", "1"))], wanted), true);
});
