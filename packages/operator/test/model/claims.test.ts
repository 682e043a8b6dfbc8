import assert from "node:assert/strict";
import { test } from "node:test";
import { claimFacts } from "../../src/model/claims.ts";

const claim = (name: string, pool: string | undefined, clusterId?: string) => ({
  metadata: {
    name,
    ...(pool === undefined ? {} : { labels: { "strimzi.io/pool-name": pool } }),
    ...(clusterId === undefined ? {} : { annotations: { "millrace.io/cluster-id": clusterId } }),
  },
});

test("claims tell whose they are: the cluster's id where they agree on one, and ids of nodes by pools", () => {
  const claims = [
    claim("data-1-my-b-10", "b", "x"),
    claim("data-0-my-b-10", "b", "x"),
    claim("data-my-b-2", "b"),
    claim("data-my-a-3", "a", "x"),
  ];
  assert.deepEqual(claimFacts(claims), {
    clusterId: "x",
    claimed: new Map([
      ["b", [2, 10]],
      ["a", [3]],
    ]),
  });
  assert.equal(claimFacts([...claims, claim("data-my-a-4", "a", "y")]).clusterId, undefined);
  assert.deepEqual(claimFacts([claim("data-my-a-4", undefined)]), { clusterId: undefined, claimed: new Map() });
});
