import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { test } from "node:test";
import { ManualClock, seededRandom } from "@millrace/kit";
import { type KubeClient, KubeRequestError } from "@millrace/kube";
import type { Secret } from "@millrace/resources";
import { webhookKeys } from "../../src/evictions/webhook-keys.ts";

const dayMs = 86_400_000;

/** A Kubernetes with at most one Secret. */
function setUp() {
  const clock = new ManualClock();
  let secret: object | undefined;
  let writes = 0;
  const write = async (_kind: unknown, object: object) => {
    writes++;
    secret = object;
    return object;
  };
  const create = async (kind: unknown, object: object) => {
    if (secret !== undefined)
      throw new KubeRequestError({ code: 409, reason: "AlreadyExists", message: "it is there" }, "could not be created");
    return write(kind, object);
  };
  const client = { get: async () => secret, create, update: write } as unknown as Pick<KubeClient, "get" | "create" | "update">;
  const owner = { apiVersion: "admissionregistration.k8s.io/v1", kind: "ValidatingWebhookConfiguration", name: "cleaner", uid: "1" };
  const options = { owner, client, namespace: "ops", name: "cleaner", hosts: ["127.0.0.1"], clock, random: seededRandom(1) };
  return { clock, options, keys: () => webhookKeys(options), writes: () => writes, secret: () => secret as Secret };
}

const certificatesIn = (text: string) => text.split(/(?<=-----END CERTIFICATE-----\n)/).map((each) => new X509Certificate(each));

test("a certificate is made once, for the webhook's names, by an authority of its own", async () => {
  const { options, keys, writes, secret } = setUp();
  const first = await keys();
  assert.deepEqual([await keys(), writes()], [first, 1]);
  assert.deepEqual(secret().metadata.ownerReferences, [options.owner]);
  const [own] = certificatesIn(first.certificate);
  const [authority] = certificatesIn(first.authorities);
  assert.ok(authority !== undefined && own?.verify(authority.publicKey));
  assert.equal(own?.checkHost("cleaner.ops.svc"), "cleaner.ops.svc");
  assert.equal(own?.checkIP("127.0.0.1"), "127.0.0.1");
});

test("half a year before its end another one is made, and the authority before is trusted as well", async () => {
  const { clock, keys, writes } = setUp();
  const first = await keys();
  clock.advance(540 * dayMs);
  assert.deepEqual(await keys(), first);
  clock.advance(20 * dayMs);
  const second = await keys();
  assert.notEqual(second.certificate, first.certificate);
  assert.ok(second.authorities.endsWith(first.authorities));
  assert.equal(certificatesIn(second.authorities).length, 2);
  assert.deepEqual([await keys(), writes()], [second, 2]);
});

test("of two processes that begin at once the faster one's counts", async () => {
  const { keys } = setUp();
  const [one, other] = await Promise.all([keys(), keys()]);
  assert.deepEqual(one, other);
});
