import assert from "node:assert/strict";
import { test } from "node:test";
import type { KafkaNodePool } from "@millrace/resources";
import { type ClusterNode, kafkaCluster, type NodePool, nobodyHeld } from "../../src/index.ts";
import { serverConfig } from "../../src/model/config/server-config.ts";
import { noFacts, pool, settings, small } from "./declared.ts";

/** What nodes are told of the quorum, by their ids. */
function quorumOf(pools: readonly KafkaNodePool[], voters: readonly number[]) {
  const facts = { ...noFacts, held: { ...nobodyHeld, voters: new Set(voters) } };
  const result = kafkaCluster(small({}, pools), facts, settings);
  assert.ok(result.type === "cluster");
  const { cluster } = result;
  const told = (node: ClusterNode, ofPool: NodePool) => {
    const config = serverConfig(cluster, ofPool, node, new Map());
    const known = /^controller\.quorum\.bootstrap\.servers=(.*)$/m.exec(config)?.[1] ?? "";
    const joins = /^controller\.quorum\.auto\.join\.enable=(.*)$/m.exec(config)?.[1];
    return [joins, [...known.matchAll(/-(\d+)\.orders-kafka-brokers/g)].map(([, id]) => Number(id))] as const;
  };
  const nodes = cluster.pools.flatMap((each) => each.nodes.map((node) => [node.id, told(node, each)] as const));
  return { told: Object.fromEntries(nodes), warnings: cluster.pools.flatMap(({ warnings }) => warnings) };
}

test("a controller that goes stays until it votes no more, does not join again by itself, and is asked as long as it is there", () => {
  const shrinking = [
    pool("nodes", { replicas: 1, roles: ["controller"] }, { nodeIds: [0, 1] }),
    pool("others", { replicas: 1, roles: ["broker"] }),
  ];
  const before = quorumOf(shrinking, [0, 1]);
  const both = [0, 1];
  assert.deepEqual(before, { told: { 0: ["true", both], 1: ["false", both], 2: [undefined, both] }, warnings: [] });
  assert.deepEqual(quorumOf(shrinking, [0]).told, { 0: ["true", [0]], 2: [undefined, [0]] });
});

test("a node that loses the role of a controller keeps it until it votes no more", () => {
  const nodes = [
    pool("nodes", { replicas: 1, roles: ["broker"] }, { nodeIds: [0] }),
    pool("others", { replicas: 1, roles: ["controller"] }),
  ];
  assert.deepEqual(quorumOf(nodes, [0]).told, { 0: ["false", [0, 1]], 1: ["true", [0, 1]] });
  assert.deepEqual(quorumOf(nodes, [1]).told, { 0: [undefined, [1]], 1: ["true", [1]] });
});
