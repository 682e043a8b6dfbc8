import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ManualClock, MillraceError } from "@millrace/kit";
import fc from "fast-check";
import { KubeClient } from "../src/client/client.ts";
import { isConflict, KubeRequestError } from "../src/client/errors.ts";
import { jsonBytes, parseJson } from "../src/client/json.ts";
import { type KubeObject, keyOf, nameOf, namespacedKind } from "../src/client/kube-object.ts";
import { lines } from "../src/client/watch-events.ts";
import { json, refusal, ScriptedStream, type Step, scriptedServer } from "./support/scripted-server.ts";
import { turns, until } from "./support/turns.ts";

const things = namespacedKind<KubeObject>({ apiVersion: "test.io/v1", kind: "Thing", plural: "things" });
const secrets = namespacedKind<KubeObject>({ apiVersion: "v1", kind: "Secret", plural: "secrets" });
const orders = { namespace: "ns", name: "orders" };
const stored = { apiVersion: "test.io/v1", kind: "Thing", metadata: { ...orders, resourceVersion: "7" } };

function clientOf(...steps: readonly Step[]) {
  const server = scriptedServer(...steps);
  const clock = new ManualClock();
  return { client: new KubeClient({ transport: server.transport, clock }), requests: server.requests, clock };
}
const answer = () => json(200, stored);

describe("a client of an API server", () => {
  it("asks as the API has it", async () => {
    const { client, requests } = clientOf(...Array.from({ length: 10 }, () => answer));
    const object = { ...stored, spec: { size: 1 } };
    await client.get(secrets, orders);
    await client.create(things, object);
    await client.update(things, object);
    await client.update(things, object, { subresource: "status" });
    await client.patch(things, orders, { spec: {} }, { type: "merge" });
    await client.patch(things, orders, [], { type: "json", subresource: "scale" });
    await client.apply(things, object, { fieldManager: "me", force: true, subresource: "status" });
    await client.delete(things, orders, { uid: "1" });
    await client.delete(things, orders, { gracePeriodSeconds: 0 });
    await client.get(things, { namespace: "ns", name: "a/b" });
    const shown = requests.map(({ method, path, query, headers, body }) =>
      [method, path + (query.size > 0 ? `?${query}` : ""), headers["content-type"], body?.toString()]
        .filter((part) => part !== undefined)
        .join(" "),
    );
    const text = JSON.stringify(object);
    const base = "/apis/test.io/v1/namespaces/ns/things";
    assert.deepEqual(shown, [
      "GET /api/v1/namespaces/ns/secrets/orders",
      `POST ${base} application/json ${text}`,
      `PUT ${base}/orders application/json ${text}`,
      `PUT ${base}/orders/status application/json ${text}`,
      `PATCH ${base}/orders application/merge-patch+json {"spec":{}}`,
      `PATCH ${base}/orders/scale application/json-patch+json []`,
      `PATCH ${base}/orders/status?fieldManager=me&force=true application/apply-patch+yaml ${text}`,
      `DELETE ${base}/orders application/json {"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"uid":"1"}}`,
      `DELETE ${base}/orders application/json {"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":0}`,
      `GET ${base}/a%2Fb`,
    ]);
  });

  it("says what the server says", async () => {
    const { client } = clientOf(
      () => refusal(404, "NotFound"),
      () => refusal(404, "NotFound"),
      () => refusal(409, "Conflict"),
      () => ({ status: 502, headers: {}, body: Buffer.from("<html>bad gateway</html>") }),
      () => ({ status: 200, headers: { "content-type": "text/html" }, body: Buffer.from("<html>") }),
    );
    assert.equal(await client.get(things, orders), undefined);
    assert.equal(await client.delete(things, orders), false);
    await assert.rejects(client.update(things, stored), (thrown) => isConflict(thrown) && thrown.status.reason === "Conflict");
    await assert.rejects(
      client.get(things, orders),
      (thrown) => thrown instanceof KubeRequestError && thrown.status.code === 502 && /bad gateway/.test(thrown.message),
    );
    await assert.rejects(client.get(things, orders), (thrown) => thrown instanceof MillraceError && thrown.code === "PROTOCOL_VIOLATION");
  });

  it("waits as long as a busy server wants it to, and gives up when time is over", async () => {
    const busy = () => json(429, {}, { "retry-after": "2" });
    const { client, requests, clock } = clientOf(busy, busy, answer, () => new Promise(() => {}));
    const got = client.get(things, orders);
    for (const count of [2, 3]) {
      await turns();
      clock.advance(1_999);
      await turns();
      assert.equal(requests.length, count - 1);
      clock.advance(1);
      await until("it was asked again", () => requests.length === count);
    }
    assert.equal((await got)?.metadata.name, "orders");
    const late = assert.rejects(client.get(things, orders), (thrown) => thrown instanceof MillraceError && thrown.code === "TIMED_OUT");
    await turns();
    clock.advance(30_000);
    await late;
    assert(requests.at(-1)?.signal.aborted);
  });

  it("begins a list anew, in one piece, when its pages have become too old", async () => {
    const { client, requests } = clientOf(
      () => json(200, { metadata: { resourceVersion: "5", continue: "more" }, items: [stored] }),
      () => refusal(410, "Expired"),
      () => json(200, { metadata: { resourceVersion: "9" }, items: [{ metadata: stored.metadata }] }),
    );
    assert.deepEqual(await client.list(things, { labelSelector: "a=b" }), { items: [stored], resourceVersion: "9" });
    assert.deepEqual(
      requests.map(({ path, query }) => `${path}?${query}`),
      [
        "/apis/test.io/v1/things?labelSelector=a%3Db&limit=500",
        "/apis/test.io/v1/things?labelSelector=a%3Db&limit=500&continue=more",
        "/apis/test.io/v1/things?labelSelector=a%3Db",
      ],
    );
  });

  it("ends a watch when whoever reads it stops, and when it is told to", async () => {
    const [left, aborted] = [new ScriptedStream(), new ScriptedStream()];
    const { client } = clientOf(
      () => ({ status: 200, headers: {}, body: left }),
      () => ({ status: 200, headers: {}, body: aborted }),
    );
    const controller = new AbortController();
    const options = { timeoutSeconds: 300, silenceMs: 1_000, signal: controller.signal };
    left.write({ type: "ADDED", object: stored });
    for await (const event of client.watch(things, options)) {
      assert.deepEqual(event, { type: "ADDED", object: stored });
      break;
    }
    assert(left.isLeft);
    const reading = client.watch(things, options).next();
    await turns();
    controller.abort(new Error("enough"));
    await assert.rejects(reading, /enough/);
    assert(aborted.isLeft);
  });
});

describe("JSON", () => {
  it("keeps integers that a double can't hold", () => {
    const text = '{"retention.bytes":9223372036854775807,"low":-9223372036854775808,"small":12,"half":0.5,"long":"9223372036854775807"}';
    const value = parseJson(text) as Record<string, unknown>;
    assert.equal(value["retention.bytes"], 9223372036854775807n);
    assert.equal(value.small, 12);
    assert.equal(jsonBytes(value).toString(), text);
  });

  it("is what others make of it", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        assert.equal(JSON.stringify(JSON.parse(jsonBytes(parseJson(text)).toString())), JSON.stringify(JSON.parse(text)));
      }),
    );
  });
});

describe("lines of a watch", () => {
  it("are the same whatever pieces they come in", async () => {
    const line = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\n") && !text.includes("\r"));
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.array(fc.nat(8), { minLength: 1 }), async (expected, sizes) => {
        const bytes = Buffer.from(expected.map((each) => `${each}\n`).join(""));
        const pieces = async function* () {
          for (let from = 0, at = 0; from < bytes.length; at++) {
            const size = 1 + (sizes[at % sizes.length] ?? 0);
            yield bytes.subarray(from, from + size);
            from += size;
          }
        };
        const read: string[] = [];
        for await (const each of lines(pieces())) read.push(each);
        assert.deepEqual(read, expected);
      }),
    );
  });
});

it("a key says what an object is called", () => {
  for (const name of [{ namespace: "ns", name: "a" }, { name: "cluster-wide" }]) assert.deepEqual(nameOf(keyOf(name)), name);
});
