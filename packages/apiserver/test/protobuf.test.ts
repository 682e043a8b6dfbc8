import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import fc from "fast-check";
import { decodeProtobuf, ProtobufError } from "../src/protobuf/decode.ts";
import { Running } from "./running.ts";

const contentType = {
  "content-type": "application/vnd.kubernetes.protobuf",
  accept: "application/vnd.kubernetes.protobuf,application/json",
};

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

/** A member that is a text, a message or bytes. */
const part = (number: number, content: string | Buffer): Buffer => {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
};
const count = (number: number, value: number): Buffer => Buffer.concat([varint(number << 3), varint(value)]);
const message = (...parts: readonly Buffer[]): Buffer => Buffer.concat(parts);

function enveloped(apiVersion: string, kind: string, raw: Buffer): Buffer {
  return message(Buffer.from("k8s\0"), part(1, message(part(1, apiVersion), part(2, kind))), part(2, raw), part(3, ""), part(4, ""));
}

/** What clients in Go always write of metadata, be it empty. */
const metadata = (name: string, ...more: readonly Buffer[]): Buffer =>
  part(1, message(part(1, name), part(2, ""), part(3, ""), part(4, ""), part(5, ""), part(6, ""), count(7, 0), part(8, ""), ...more));

const entry = (key: string, value: string | Buffer): Buffer => message(part(1, key), part(2, value));

describe("bodies in protobuf", () => {
  let server: Running;
  before(async () => {
    server = await Running.start();
  });
  after(() => server.close());

  test("make what the same in JSON would make", async () => {
    const labels = part(11, entry("a", "b"));
    const configMap = enveloped(
      "v1",
      "ConfigMap",
      message(metadata("c", labels), part(2, entry("empty", "")), part(2, entry("x", "ü")), part(3, entry("y", Buffer.from([0, 255])))),
    );
    const made = await server.ask("POST", "/api/v1/namespaces/default/configmaps", configMap, contentType);
    assert.equal(made.status, 201, JSON.stringify(made.body));
    assert.deepEqual(
      [made.body.metadata.labels, made.body.data, made.body.binaryData, "generateName" in made.body.metadata],
      [{ a: "b" }, { empty: "", x: "ü" }, { y: "AP8=" }, false],
    );
    const secret = enveloped("v1", "Secret", message(metadata("s"), part(3, "Opaque"), part(4, entry("p", "q")), count(5, 1)));
    const kept = await server.ask("POST", "/api/v1/namespaces/default/secrets", secret, contentType);
    assert.deepEqual([kept.body.data, kept.body.immutable], [{ p: "cQ==" }, true]);
  });

  test("keep what is zero where that is not the same as nothing, and times to the microsecond", async () => {
    const spec = message(part(1, "me"), count(2, 15), part(4, message(count(1, 1_700_000_000), count(2, 123_456_789))), count(5, 0));
    const lease = enveloped("coordination.k8s.io/v1", "Lease", message(metadata("l"), part(2, spec)));
    const { status, body } = await server.ask("POST", "/apis/coordination.k8s.io/v1/namespaces/default/leases", lease, contentType);
    assert.equal(status, 201);
    assert.deepEqual(body.spec, {
      holderIdentity: "me",
      leaseDurationSeconds: 15,
      renewTime: "2023-11-14T22:13:20.123456Z",
      leaseTransitions: 0,
    });
  });

  test("say how something is to be deleted, and who somebody is", async () => {
    const made = await server.make("/api/v1/namespaces/default/configmaps", { metadata: { name: "gone" } });
    const options = (uid: string) => enveloped("v1", "DeleteOptions", message(part(2, part(1, uid)), part(4, "Background")));
    const url = "/api/v1/namespaces/default/configmaps/gone";
    assert.equal((await server.ask("DELETE", url, options("other"), contentType)).status, 409);
    assert.equal((await server.ask("DELETE", url, options(made.metadata.uid), contentType)).status, 200);
    const review = enveloped("authentication.k8s.io/v1", "SelfSubjectReview", metadata(""));
    const answer = await server.ask("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", review, contentType);
    assert.equal(answer.body.status.userInfo.username, "admin");
  });

  test("of strangers are refused, never more", () => {
    assert.throws(() => decodeProtobuf(Buffer.from("{}")), ProtobufError);
    assert.throws(() => decodeProtobuf(enveloped("v1", "Pod", Buffer.alloc(0))), ProtobufError);
    const created = part(8, message(count(1, 1_700_000_000), count(2, 5)));
    const managed = part(17, message(part(1, "m"), part(7, part(1, '{"f:data":{}}'))));
    const valid = enveloped("v1", "ConfigMap", message(metadata("c", created, managed), part(2, entry("x", "y"))));
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(valid.length), (at, byte, length) => {
        const damaged = Buffer.from(valid);
        damaged[at] = byte;
        try {
          decodeProtobuf(damaged.subarray(0, length));
        } catch (failure) {
          assert.ok(failure instanceof ProtobufError, String(failure));
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
