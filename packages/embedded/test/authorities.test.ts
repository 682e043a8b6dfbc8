import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { ApiServer } from "@millrace/apiserver";
import { kafkaKind, secretKind } from "@millrace/controllers";
import { AskedSecrets, ClusterAuthorities } from "@millrace/controllers/certificates";
import { MemoryFiles } from "@millrace/files";
import { ManualClock, silentLogger, systemRandom } from "@millrace/kit";
import { KubeClient, type Stored } from "@millrace/kube";
import type { Kafka, Secret } from "@millrace/resources";
import { pemBlocks } from "@millrace/security/tls";
import { entryOf } from "./stored-secrets.ts";

const dayMs = 86_400_000;
const namespace = "default";
const user = { name: "administrator", groups: ["system:masters"] };
const declared: Kafka = {
  apiVersion: "kafka.strimzi.io/v1",
  kind: "Kafka",
  metadata: { name: "my", namespace },
  spec: { kafka: { listeners: [{ name: "plain", port: 9092, type: "internal", tls: false }] } },
};

/** A Kafka's authorities in an API, of which single writes can be made to fail. */
async function setUp(spec: Partial<Kafka["spec"]> = {}) {
  const clock = new ManualClock();
  const options = { clock, random: systemRandom, logger: silentLogger };
  const api = await ApiServer.open({ files: new MemoryFiles(clock), directory: "data/kubernetes", ...options });
  let failing: { readonly path: string; writesBefore: number } | undefined;
  const client = new KubeClient({
    transport: (request) => {
      const isHit = failing !== undefined && request.method !== "GET" && request.path.endsWith(failing.path);
      if (isHit && failing !== undefined && failing.writesBefore-- === 0) throw new Error("the process died");
      return api.handle({ ...request, user });
    },
  });
  const kafka = await client.create(kafkaKind, { ...declared, spec: { ...declared.spec, ...spec } });
  const secret = async (name: string): Promise<Stored<Secret>> => {
    const found = await client.get(secretKind, { namespace, name });
    assert.ok(found, name);
    return found;
  };
  return {
    clock,
    client,
    secret,
    /** As a process does that has just started. */
    bringAbout: () => new ClusterAuthorities({ secrets: new AskedSecrets(client), ...options }).bringAbout(kafka),
    diesAtWriting: async (path: string, writesBefore: number, work: () => Promise<unknown>) => {
      failing = { path, writesBefore };
      await assert.rejects(work(), /the process died/);
      failing = undefined;
    },
    annotate: async (name: string, annotations: Readonly<Record<string, string>>) =>
      client.patch(secretKind, { namespace, name }, { metadata: { annotations } }, { type: "merge" }),
    certificates: async () => {
      const { data = {} } = await secret("my-cluster-ca-cert");
      const entries = Object.keys(data).filter((entry) => entry.endsWith(".crt"));
      return new Map(entries.map((entry) => [entry, new X509Certificate(Buffer.from(data[entry] ?? "", "base64"))]));
    },
    key: async () => createPrivateKey(entryOf(await secret("my-cluster-ca"), "ca.key") ?? ""),
  };
}

const force = { "strimzi.io/force-replace": "true" };

test("a process that dies between the two Secrets of a replaced key loses nothing: the key that is there counts, and is replaced once more", async () => {
  const { bringAbout, diesAtWriting, annotate, certificates, key, secret } = await setUp();
  const first = (await bringAbout())["cluster-ca"].authority;
  await annotate("my-cluster-ca", force);
  await diesAtWriting("/my-cluster-ca", 0, bringAbout);
  assert.ok(!(await certificates()).get("ca.crt")?.checkPrivateKey(await key()), "the certificate is ahead of the key");
  const second = (await bringAbout())["cluster-ca"].authority;
  assert.ok((await certificates()).get("ca.crt")?.checkPrivateKey(await key()));
  assert.equal((await secret("my-cluster-ca")).metadata.annotations?.["strimzi.io/force-replace"], undefined);
  assert.deepEqual(
    second.former.map(({ fingerprint256 }) => fingerprint256),
    [first.certificate.fingerprint256],
    "what vouched for something is trusted, and nothing else",
  );
  assert.ok(second.crosses[0]?.verify(first.certificate.publicKey));
  assert.ok(second.certificateGeneration > first.certificateGeneration + 1, "nobody takes it for the one that is lost");
});

test("a process that dies before the first key is kept makes the authority anew", async () => {
  const { bringAbout, diesAtWriting, certificates, key } = await setUp();
  await diesAtWriting("/secrets", 1, bringAbout);
  await bringAbout();
  assert.ok((await certificates()).get("ca.crt")?.checkPrivateKey(await key()));
});

test("a key that is lost gets a successor, beside which what it vouched for is trusted", async () => {
  const { client, bringAbout, certificates, key } = await setUp();
  const first = (await bringAbout())["cluster-ca"].authority;
  await client.delete(secretKind, { namespace, name: "my-cluster-ca" });
  const second = (await bringAbout())["cluster-ca"];
  assert.ok(second.authority.certificate.checkPrivateKey(await key()));
  assert.deepEqual(second.trusted, [second.authority.certificate.toString(), first.certificate.toString()]);
  assert.deepEqual([second.authority.crosses, second.authority.keyGeneration], [[], 1], "nobody can vouch for it");
  assert.equal((await certificates()).size, 2);
});

test("a key that is replaced again and again leads to all that came before, as far as Java follows", async () => {
  const { bringAbout, annotate, secret } = await setUp();
  const all = [(await bringAbout())["cluster-ca"].authority];
  for (let round = 0; round < 7; round++) {
    await annotate("my-cluster-ca", force);
    all.push((await bringAbout())["cluster-ca"].authority);
  }
  const kept = pemBlocks(entryOf(await secret("my-cluster-ca"), "ca-cross.crt")?.toString() ?? "", "CERTIFICATE").map(
    (block) => new X509Certificate(block),
  );
  assert.equal(kept.length, 5);
  for (const [at, cross] of kept.entries()) {
    assert.ok(cross.publicKey.equals(all[7 - at]?.certificate.publicKey ?? cross.publicKey));
    assert.ok(cross.verify(all[6 - at]?.certificate.publicKey ?? cross.publicKey));
  }
});

test("what comes before and has expired is trusted no more", async () => {
  const { clock, bringAbout, annotate } = await setUp({ clusterCa: { validityDays: 10, renewalDays: 2 } });
  await bringAbout();
  await annotate("my-cluster-ca", force);
  assert.equal((await bringAbout())["cluster-ca"].trusted.length, 2);
  clock.advance(11 * dayMs);
  const { authority, trusted } = (await bringAbout())["cluster-ca"];
  assert.deepEqual([authority.former, authority.crosses, trusted.length], [[], [], 1]);
});
