import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { secretKind } from "@millrace/controllers";
import { diskFiles, FaultyFiles, readFile, replaceFile } from "@millrace/files";
import { ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import type { Secret } from "@millrace/resources";
import { checkPlatform, clientAccess, startPlatform } from "../src/index.ts";
import { readSecretsFolder } from "../src/secrets/secrets-folder.ts";
import { takeOverSecretsFolder } from "../src/secrets/take-over.ts";
import { memoryClient, secretsIn, storedClient } from "./stored-secrets.ts";

const fixtures = join(import.meta.dirname, "fixtures");
const root = mkdtempSync(join(tmpdir(), "millrace-secrets-folder-"));
let directories = 0;

/** A data directory as releases made it that kept Secrets in a folder, and what it was made of. */
function formerDirectory() {
  const directory = join(root, String(directories++));
  cpSync(join(fixtures, "secrets-folder"), directory, { recursive: true });
  const { platform, problems } = checkPlatform([{ file: "f.yaml", text: readFileSync(join(fixtures, "secrets-folder.yaml"), "utf8") }]);
  assert.deepEqual(problems, []);
  assert.ok(platform);
  return { directory, platform };
}

const dataOf = (secrets: Iterable<Secret>) => new Map([...secrets].map(({ metadata, data }) => [metadata.name, data]));

describe("a data directory with a folder of Secrets", () => {
  after(() => rmSync(root, { recursive: true, force: true }));

  test("is taken over: authorities, certificates and passwords stay what they were, and the folder goes", async () => {
    const { directory, platform } = formerDirectory();
    const before = dataOf(readSecretsFolder(diskFiles, directory));
    assert.equal(before.size, 7);
    const [alice, bob] = ["alice", "bob"].map((user) => clientAccess(platform, { user, directory }));
    assert.ok(alice?.scram && bob?.certificate);
    for (let start = 0; start < 2; start++) {
      const running = await startPlatform({
        platform,
        directory,
        port: 0,
        ports: { listeners: [0, 0], kubernetes: 0 },
        logger: silentLogger,
      });
      try {
        assert.deepEqual([running.users.failed, running.topics.failed], [[], []]);
        assert.deepEqual(dataOf(secretsIn(diskFiles, directory).values()), before);
        assert.equal(existsSync(join(directory, "secrets")), false);
        assert.deepEqual(clientAccess(platform, { user: "alice", directory }), alice);
        assert.deepEqual(clientAccess(platform, { user: "bob", directory }), bob);
      } finally {
        await running.close();
      }
    }
    assert.ok(new X509Certificate(bob.certificate.chain).validToDate.getTime() > Date.UTC(2100, 0));
    assert.deepEqual(clientAccess(platform, { user: "alice", directory }), alice);
  });

  test("gives what it has before it is taken over, and where its API knows nothing", async () => {
    const { directory, platform } = formerDirectory();
    const { scram } = clientAccess(platform, { user: "alice", directory });
    rmSync(join(directory, "kubernetes"), { recursive: true });
    assert.deepEqual(clientAccess(platform, { user: "alice", directory }).scram, scram);
    const running = await startPlatform({
      platform,
      directory,
      port: 0,
      ports: { listeners: [0, 0], kubernetes: 0 },
      logger: silentLogger,
    });
    await running.close();
    assert.deepEqual(clientAccess(platform, { user: "alice", directory }).scram, scram);
  });
});

const written = (name: string, value: string, labels: object = {}, namespace = "default") =>
  JSON.stringify({ namespace, name, labels, annotations: {}, type: "Opaque", data: { value: Buffer.from(value).toString("base64") } });
const platforms = { "strimzi.io/kind": "Kafka", "app.kubernetes.io/managed-by": "millrace" };
const users = { "strimzi.io/kind": "KafkaUser" };
const inFolder: Readonly<Record<string, string>> = {
  "default/a-ca": written("a-ca", "folder", platforms),
  "default/alice": written("alice", "folder", users),
  "default/bob": written("bob", "folder", users),
  "elsewhere/other": written("other", "folder", {}, "elsewhere"),
};

const put = (files: FaultyFiles, path: string, text: string) => replaceFile(files, path, Buffer.from(text));

/** A folder, and an API that has some of it already, as it was when the process died at one time or another. */
async function prepared(files: FaultyFiles) {
  for (const namespace of ["default", "elsewhere"]) files.makeDirectory(`data/secrets/${namespace}`);
  for (const [name, text] of Object.entries(inFolder)) await put(files, `data/secrets/${name}.json`, text);
  const { client, close } = await storedClient(files, "data");
  const live = (name: string, labels: Readonly<Record<string, string>>): Secret => ({
    ...{ apiVersion: "v1", kind: "Secret", metadata: { namespace: "default", name, labels } },
    data: { value: Buffer.from("api").toString("base64") },
  });
  await client.create(secretKind, live("a-ca", platforms));
  await client.create(secretKind, live("alice", users));
  await close();
}

const expected = { "default/a-ca": "folder", "default/alice": "api", "default/bob": "folder", "elsewhere/other": "folder" };

function valuesIn(files: FaultyFiles): Readonly<Record<string, string>> {
  const found = ["default", "elsewhere"].flatMap((namespace) => [...secretsIn(files, "data", namespace).values()]);
  return Object.fromEntries(
    found.map(({ metadata, data }) => [`${metadata.namespace}/${metadata.name}`, Buffer.from(data?.value ?? "", "base64").toString()]),
  );
}

describe("taking over a folder of Secrets", () => {
  for (const call of ["write", "sync", "remove", "syncDirectory"] as const) {
    test(`loses and doubles nothing, whichever ${call} is the one that the process does not live to see`, async () => {
      let after = 0;
      for (let hasFailed = true; hasFailed; after++) {
        const files = new FaultyFiles(new ManualClock(), seededRandom(after));
        await prepared(files);
        const { client, close } = await storedClient(files, "data");
        files.fail({ call, code: "EIO", after, times: Number.POSITIVE_INFINITY });
        hasFailed = await takeOverSecretsFolder(client, files, "data").then(
          () => false,
          () => true,
        );
        files.mend();
        await close();
        files.losePower();
        const again = await storedClient(files, "data");
        await takeOverSecretsFolder(again.client, files, "data");
        await again.close();
        assert.deepEqual(valuesIn(files), expected, `after ${after}`);
        assert.equal(files.stat("data/secrets"), undefined);
      }
      assert.ok(after > 1, "it has failed at least once");
    });
  }

  test("tells a damaged file without its content, and leaves all as it is", async () => {
    const files = new FaultyFiles(new ManualClock(), seededRandom(1));
    await prepared(files);
    await put(files, "data/secrets/default/bob.json", "{hunter2");
    const client = await memoryClient(new ManualClock());
    const failure = { code: "DATA_CORRUPT", message: "data/secrets/default/bob.json is no Secret" };
    await assert.rejects(takeOverSecretsFolder(client, files, "data"), failure);
    assert.equal(readFile(files, "data/secrets/default/alice.json").toString(), inFolder["default/alice"]);
  });
});
