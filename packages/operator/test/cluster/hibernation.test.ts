import assert from "node:assert/strict";
import { test } from "node:test";
import type { KubeObject } from "@millrace/kube";
import { awakeNodes, hibernating } from "../../src/cluster/hibernation.ts";
import { kafkaCluster } from "../../src/index.ts";
import { noFacts, pool, settings, small } from "../model/declared.ts";

const controllers = [pool("controllers", { replicas: 1, roles: ["controller"] }), pool("both", { replicas: 1 })];
const all = [...controllers, pool("brokers", { replicas: 1, roles: ["broker"] })];
const pod = (name: string): KubeObject => ({ apiVersion: "v1", kind: "Pod", metadata: { name } });

/** Names of pods that are declared where some are there. */
function awake(pools: typeof all, there: readonly string[], annotations: Readonly<Record<string, string>>): readonly string[] {
  const { kafka } = small({}, pools);
  const declared = { kafka: { ...kafka, metadata: { ...kafka.metadata, annotations } }, nodePools: pools };
  const result = kafkaCluster(declared, noFacts, settings);
  assert.ok(result.type === "cluster");
  const { cluster } = result;
  return cluster.nodes.filter(awakeNodes(cluster, there.map(pod))).map(({ podName }) => podName);
}

const asked = { "millrace.io/hibernate": "true" };

test("of a Kafka that hibernates brokers end first, and controllers when no broker is left", () => {
  const names = ["orders-both-0", "orders-brokers-1", "orders-controllers-2"];
  assert.deepEqual(awake(all, names, {}), names);
  assert.deepEqual(awake(all, [], { "millrace.io/hibernate": "false" }), names);
  assert.deepEqual(awake(all, names, asked), ["orders-both-0", "orders-controllers-2"]);
  assert.deepEqual(awake(all, ["orders-both-0", "orders-controllers-2"], asked), []);
  assert.deepEqual(awake(all, [], asked), []);
});

test("it is told what is left, and that volumes are kept", () => {
  const state = { clusterId: "c", kafkaVersion: "4.3.1", metadataVersion: "4.3-IV0", listeners: [], nodePools: [] };
  const messageOf = (pods: readonly string[]) => {
    const outcome = hibernating(pods.map(pod), state, []);
    return "message" in outcome ? `${outcome.reason} ${outcome.message}` : "";
  };
  assert.equal(messageOf(["a", "b"]), "Hibernating it is being stopped: pods a, b are left");
  assert.match(messageOf([]), /^Hibernating it is stopped, its volumes are kept/);
});
