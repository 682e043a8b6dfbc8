import assert from "node:assert/strict";
import { test } from "node:test";
import { MillraceError } from "@millrace/kit";
import type { Kafka } from "@millrace/resources";
import { settleMetadataVersion } from "../../src/cluster/metadata-version.ts";
import { kafkaCluster } from "../../src/index.ts";
import { noFacts, settings, small } from "../model/declared.ts";

const [v42, v43] = [29, 30];

/** What comes of it where the metadata is of some level, and what Kafka was asked to do. */
async function settled(level: number, spec: Partial<Kafka["spec"]["kafka"]> = {}, { isRolled = true, refuses = false } = {}) {
  const asked: unknown[] = [];
  const result = kafkaCluster(small(spec), noFacts, settings);
  assert.ok(result.type === "cluster", JSON.stringify(result));
  const admin = {
    describeFeatures: async () => [{ name: "metadata.version", minLevel: 7, maxLevel: 30, level }],
    updateFeatures: async (updates: unknown) => {
      asked.push(updates);
      if (refuses) throw new MillraceError("REQUEST_FAILED", "Kafka would rather not");
    },
  };
  const { metadataVersion, warnings, done, underWay } = await settleMetadataVersion(admin, { cluster: result.cluster, isRolled });
  assert.equal(underWay, undefined);
  return { asked, metadataVersion, warnings: warnings.map(({ message }) => message), done: done.length };
}

const update = (level: number, type: string) => [[{ name: "metadata.version", level, type }]];

test("the metadata is raised to the version of Kafka once all nodes run it, and not before", async () => {
  assert.deepEqual(await settled(v42, {}, { isRolled: false }), { asked: [], metadataVersion: "4.2-IV1", warnings: [], done: 0 });
  assert.deepEqual(await settled(v42), { asked: update(v43, "upgrade"), metadataVersion: "4.3-IV0", warnings: [], done: 1 });
  assert.deepEqual(await settled(v43), { asked: [], metadataVersion: "4.3-IV0", warnings: [], done: 0 });
});

test("a version that is declared holds, whichever way", async () => {
  assert.deepEqual((await settled(v42, { metadataVersion: "4.2" })).asked, []);
  assert.deepEqual((await settled(v43, { metadataVersion: "4.2-IV1" })).asked, update(v42, "safe-downgrade"));
});

test("what Kafka refuses is a warning, and the version stays what it is", async () => {
  const { metadataVersion, warnings, done } = await settled(v43, { metadataVersion: "4.2" }, { refuses: true });
  assert.deepEqual([metadataVersion, done], ["4.3-IV0", 0]);
  assert.deepEqual(warnings, ["The metadata stays of version 4.3-IV0 and does not become 4.2-IV1: Kafka would rather not"]);
});

test("metadata that is newer than all that are known is called by its level, and before there is any nothing is known", async () => {
  assert.equal((await settled(99, {}, { isRolled: false })).metadataVersion, "99");
  assert.deepEqual(await settled(0), { asked: [], metadataVersion: undefined, warnings: [], done: 0 });
});
