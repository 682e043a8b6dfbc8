import assert from "node:assert/strict";
import { test } from "node:test";
import type { KafkaNodePool } from "@millrace/resources";
import { type Facts, kafkaCluster } from "../../src/index.ts";
import { nodeConfigMap } from "../../src/model/config-maps.ts";
import { noFacts, pool, settings, small } from "./declared.ts";

const certificates = {
  ...{ clusterCaCertGeneration: 0, clusterCaKeyGeneration: 0, clientsCaCertGeneration: 0 },
  trustedKeys: { clusterCa: [], clientsCa: [] },
  serverCertHashes: new Map(),
  listenerCertThumbprints: new Map(),
};

/** Ids of nodes that form a quorum where their storage is empty. */
function forming(pools: readonly KafkaNodePool[], facts: Partial<Facts>): readonly number[] {
  const result = kafkaCluster(small({}, pools), { ...noFacts, ...facts }, settings);
  assert.ok(result.type === "cluster");
  const { cluster } = result;
  return cluster.pools.flatMap((each) =>
    each.nodes
      .filter((node) => {
        const { data } = nodeConfigMap(cluster, each, node, { addresses: new Map(), texts: new Map(), certificates });
        return data["initial.controllers"] !== undefined;
      })
      .map(({ id }) => id),
  );
}

test("controllers form a quorum once; who loses a volume later joins it as a new voter", () => {
  const storage = { type: "persistent-claim", size: "1Gi" } as const;
  const apart = [pool("controllers", { roles: ["controller"], storage }), pool("brokers", { roles: ["broker"], storage })];
  assert.deepEqual(
    forming(apart, {}),
    [0, 1, 2].map((id) => id + 3),
  );
  assert.deepEqual(forming(apart, { metadataVersion: "4.3-IV0" }), []);
  assert.deepEqual(forming([pool("nodes", { storage })], { metadataVersion: "4.3-IV0", initialControllers: [0, 1, 2] }), []);
});

test("storage that goes with its pod begins anew, and so does a cluster of one node, which has nothing else", () => {
  const metadataVersion = "4.3-IV0";
  assert.deepEqual(forming([pool("nodes")], { metadataVersion }), [0, 1, 2]);
  const storage = { type: "persistent-claim", size: "1Gi" } as const;
  assert.deepEqual(forming([pool("nodes", { replicas: 1, storage })], { metadataVersion }), [0]);
});
