import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConfigResource } from "@millrace/client";
import { errors } from "@millrace/protocol";
import { cordonedAmong, settleCordons } from "../../src/cluster/cordons.ts";
import { unregisterGone } from "../../src/cluster/unregister.ts";
import { kafkaCluster } from "../../src/index.ts";
import { noFacts, pool, settings, small } from "../model/declared.ts";

function clusterOf(metadataVersion = "4.3-IV0") {
  const result = kafkaCluster(small({}, [pool("nodes")]), { ...noFacts, metadataVersion }, settings);
  assert.ok(result.type === "cluster");
  return result.cluster;
}

type Alteration = ConfigResource & { readonly changes: ReadonlyArray<{ readonly operation: string; readonly value?: string }> };

/** What brokers are asked to have that have something by now. */
async function settled(
  has: Readonly<Record<string, string>>,
  leaving: Parameters<typeof settleCordons>[2],
  { version = "4.3-IV0", refuses = "" } = {},
) {
  const asked: Record<string, unknown> = {};
  const admin = {
    describeConfigs: async (resources: readonly ConfigResource[]) =>
      resources.map((resource) => ({
        ...resource,
        ...{ error: errors.NONE, errorMessage: null },
        entries: [{ name: "cordoned.log.dirs", value: has[resource.name] ?? "" }],
      })),
    incrementalAlterConfigs: async (alterations: readonly Alteration[]) =>
      alterations.map(({ type, name, changes }) => {
        asked[name] = changes[0]?.value ?? changes[0]?.operation;
        return { type, name, error: name === refuses ? errors.INVALID_CONFIG : errors.NONE, errorMessage: null };
      }),
  };
  const outcome = await settleCordons(admin as unknown as Parameters<typeof settleCordons>[0], clusterOf(version), leaving);
  return { asked, done: outcome.done.map(({ message }) => message), warnings: outcome.warnings.length };
}

const nobody = { brokers: [], directories: [] };

test("what is to go takes no new partitions, and whoever stays takes them again", async () => {
  const directories = [
    { brokerId: 1, path: "/b" },
    { brokerId: 1, path: "/a" },
  ];
  const { asked, done } = await settled({ "2": "*" }, { brokers: [0], directories });
  assert.deepEqual(asked, { "0": "*", "1": "/a,/b", "2": "delete" });
  const told = ["Broker 0 takes no new partitions", "Broker 1 puts no new partitions into /a,/b", "Broker 2 takes new partitions again"];
  assert.deepEqual(done, told);
  assert.deepEqual(await settled({ "0": "*" }, { ...nobody, brokers: [0] }), { asked: {}, done: [], warnings: 0 });
});

test("a refusal is told, and metadata before 4.3 is not asked for it", async () => {
  assert.deepEqual(await settled({}, { ...nobody, brokers: [0] }, { refuses: "0" }), { asked: { "0": "*" }, done: [], warnings: 1 });
  assert.deepEqual(await settled({}, { ...nobody, brokers: [0] }, { version: "4.2-IV1" }), { asked: {}, done: [], warnings: 0 });
});

test("brokers that ended and are not declared any more are forgotten, once all others are as declared", async () => {
  const forgotten: number[] = [];
  const admin = { listFencedBrokers: async () => [1, 7], unregisterBroker: async (id: number) => void forgotten.push(id) };
  assert.deepEqual((await unregisterGone(admin, { cluster: clusterOf(), isRolled: false })).done, []);
  const { done } = await unregisterGone(admin, { cluster: clusterOf(), isRolled: true });
  assert.deepEqual([forgotten, done.map(({ message }) => message)], [[7], ["Broker 7 is gone, and Kafka has forgotten it"]]);
});

test("brokers that take no new partitions at all are told from others, and from those that don't answer", async () => {
  const values: Readonly<Record<string, string>> = { "0": "*", "1": "/a", "2": "" };
  const describeConfigs = async (resources: readonly ConfigResource[]) =>
    resources.map((resource) => ({
      ...resource,
      ...{ error: resource.name === "3" ? errors.BROKER_NOT_AVAILABLE : errors.NONE, errorMessage: null },
      entries: [{ name: "cordoned.log.dirs", value: values[resource.name] ?? "*" }],
    }));
  const admin = { describeConfigs } as unknown as Parameters<typeof cordonedAmong>[0];
  assert.deepEqual(await cordonedAmong(admin, [0, 1, 2, 3]), [0]);
  assert.deepEqual(await cordonedAmong(admin, []), []);
});
