import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiServer } from "@millrace/apiserver";
import { secretKind } from "@millrace/controllers";
import { WatchedSecrets } from "@millrace/controllers/certificates";
import { MemoryFiles } from "@millrace/files";
import { ManualClock, silentLogger, systemRandom } from "@millrace/kit";
import { type Change, isConflict, KubeClient, keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import type { Secret } from "@millrace/resources";

const name = { namespace: "default", name: "my-cluster-ca" };
const secretOf = (key: string): Secret => ({ apiVersion: "v1", kind: "Secret", metadata: name, data: { key } });

/** Secrets in an API, and what has been told of them so far: nothing, before `hear`. */
async function setUp() {
  const clock = new ManualClock();
  const api = await ApiServer.open({ files: new MemoryFiles(clock), directory: "d", clock, random: systemRandom, logger: silentLogger });
  const user = { name: "administrator", groups: ["system:masters"] };
  const client = new KubeClient({ transport: (request) => api.handle({ ...request, user }) });
  const cache = new Map<ObjectKey, Stored<Secret>>();
  const heeding: Array<(change: Change<Secret>) => void> = [];
  const hear = async () => {
    const [before, object] = [cache.get(keyOf(name)), await client.get(secretKind, name)];
    if (object !== undefined) cache.set(keyOf(name), object);
    else cache.delete(keyOf(name));
    if (object === undefined && before !== undefined) for (const heed of heeding) heed({ type: "removed", object: before });
  };
  return { client, hear, secrets: new WatchedSecrets(client, { cache, onChange: (heed) => heeding.push(heed) }) };
}

test("what was written is read before a watch tells of it", async () => {
  const { secrets, hear } = await setUp();
  await secrets.create(secretOf("MQ=="));
  const created = await secrets.get(name);
  assert.equal(created?.data?.key, "MQ==");
  await secrets.update({ ...created, ...secretOf("Mg=="), metadata: created.metadata });
  assert.equal((await secrets.get(name))?.data?.key, "Mg==");
  await hear();
  assert.equal((await secrets.get(name))?.data?.key, "Mg==");
});

test("what others write is read once it is told, and is never overwritten before", async () => {
  const { client, secrets, hear } = await setUp();
  await secrets.create(secretOf("MQ=="));
  const mine = await secrets.get(name);
  assert.ok(mine);
  await client.patch(secretKind, name, { data: { key: "OQ==" } }, { type: "merge" });
  await assert.rejects(secrets.update({ ...mine, ...secretOf("Mg=="), metadata: mine.metadata }), (thrown) => isConflict(thrown));
  await hear();
  assert.equal((await secrets.get(name))?.data?.key, "OQ==");
});

test("what somebody deletes is gone once it is told, even if it was written here and never read since", async () => {
  const { client, secrets, hear } = await setUp();
  await secrets.create(secretOf("MQ=="));
  await hear();
  await client.delete(secretKind, name);
  await hear();
  assert.equal(await secrets.get(name), undefined);
});
