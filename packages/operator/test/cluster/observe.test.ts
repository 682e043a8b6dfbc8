import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stored } from "@millrace/kube";
import type { Kafka } from "@millrace/resources";
import { type ObservedObjects, observeFacts } from "../../src/cluster/observe.ts";
import { nobodyHeld } from "../../src/index.ts";
import { small } from "../model/declared.ts";

const claim = (more: object = {}) => ({
  metadata: {
    ...{ name: "data-orders-nodes-4", namespace: "tests", uid: "c", labels: { "strimzi.io/pool-name": "nodes" } },
    ...{ annotations: { "millrace.io/cluster-id": "of-claims" }, ...more },
  },
});

function factsOf({
  annotations = {},
  status = {},
  claims = [claim()],
}: {
  annotations?: object;
  status?: object;
  claims?: readonly object[];
}) {
  const { kafka } = small();
  const stored = { ...kafka, metadata: { ...kafka.metadata, annotations }, status } as unknown as Stored<Kafka>;
  const observed = { pods: { podSets: { cache: { by: () => [] } } }, objects: { of: () => claims } } as unknown as ObservedObjects;
  return observeFacts(stored, observed, nobodyHeld);
}

test("the cluster's id is what the status says, or else whoever declares it anew, or its claims; a new one follows from the resource", () => {
  const annotations = { "millrace.io/cluster-id": "of-kafka" };
  assert.equal(factsOf({ status: { clusterId: "of-status" }, annotations }).clusterId, "of-status");
  assert.equal(factsOf({ annotations }).clusterId, "of-kafka");
  assert.equal(factsOf({}).clusterId, "of-claims");
  const fresh = factsOf({ claims: [] }).clusterId;
  assert.match(fresh, /^[\w-]{22}$/);
  assert.equal(factsOf({ claims: [] }).clusterId, fresh);
});

test("claims that are left tell ids of nodes, unless they go", () => {
  assert.deepEqual(factsOf({}).claimed, new Map([["nodes", [4]]]));
  const going = factsOf({ claims: [claim({ deletionTimestamp: "2026-01-01T00:00:00Z" })] });
  assert.deepEqual([going.claimed, going.clusterId === "of-claims"], [new Map(), false]);
});
