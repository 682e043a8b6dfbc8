import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { diskFiles, FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { entryOf, type Secret } from "../src/secrets/secret.ts";
import { SecretStore } from "../src/secrets/secret-store.ts";

const secret = (name: string, value: string, namespace = "default"): Secret => ({
  namespace,
  name,
  labels: { "strimzi.io/cluster": "my" },
  annotations: {},
  type: "Opaque",
  data: { "user.password": Buffer.from(value).toString("base64") },
});

test("Secrets are kept, replaced, listed and removed, also across a restart", async () => {
  const files = new FaultyFiles(new ManualClock(), seededRandom(1));
  const store = new SecretStore(files, "data");
  assert.deepEqual(store.list(), []);
  for (const each of [secret("b", "1"), secret("a", "2"), secret("a", "3", "other"), secret("a", "4")]) await store.put(each);
  await store.remove("default", "b");
  await store.remove("default", "b");
  files.losePower();
  const again = new SecretStore(files, "data");
  assert.deepEqual(again.list(), [secret("a", "4"), secret("a", "3", "other")]);
  assert.deepEqual(again.list("other"), [secret("a", "3", "other")]);
  assert.equal(entryOf(again.get("default", "a"), "user.password")?.toString(), "4");
  assert.equal(entryOf(again.get("default", "a"), "constructor"), undefined);
  assert.equal(entryOf(again.get("default", "b"), "user.password"), undefined);
});

test("nobody else can read them", { skip: process.platform === "win32" }, async () => {
  const directory = mkdtempSync(join(tmpdir(), "millrace-secrets-"));
  await new SecretStore(diskFiles, directory).put(secret("a", "1"));
  const mode = (path: string) => (statSync(join(directory, path)).mode & 0o777).toString(8);
  assert.deepEqual(["secrets", "secrets/default", "secrets/default/a.json"].map(mode), ["700", "700", "600"]);
  rmSync(directory, { recursive: true });
});

test("a damaged file is told without its content, and no name leads out of the directory", async () => {
  const files = new FaultyFiles(new ManualClock(), seededRandom(1));
  const store = new SecretStore(files, "data");
  await store.put(secret("a", "1"));
  files.open("data/secrets/default/a.json", "write").write(Buffer.from("{hunter2"), 0);
  assert.throws(() => new SecretStore(files, "data"), { code: "DATA_CORRUPT", message: "data/secrets/default/a.json is no Secret" });
  for (const name of ["../a", "a/b", "..", ".", ""]) await assert.rejects(store.put(secret(name, "1")));
});
