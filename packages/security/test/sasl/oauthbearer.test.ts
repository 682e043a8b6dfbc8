import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ServerStep } from "../../src/sasl/exchange.ts";
import { OAuthBearerClient } from "../../src/sasl/oauthbearer/oauthbearer-client.ts";
import { OAuthBearerServer, type TokenVerdict } from "../../src/sasl/oauthbearer/oauthbearer-server.ts";

function server(seen: string[] = []): OAuthBearerServer {
  return new OAuthBearerServer((token): TokenVerdict => {
    seen.push(token);
    if (token === "good") return { outcome: "valid", principal: "alice", expiresAtMs: 5 };
    return token === "narrow"
      ? { outcome: "insufficient", because: "scope", requiredScope: "[a, b]" }
      : { outcome: "invalid", because: "signature" };
  });
}

const said = (token: string) => new OAuthBearerClient(token).begin();
const authenticated: ServerStep = { outcome: "authenticated", message: Buffer.alloc(0), identity: { name: "alice", expiresAtMs: 5 } };

test("a good token gets its principal in", async () => {
  assert.equal(said("good").toString(), "n,,\u0001auth=Bearer good\u0001\u0001");
  assert.deepEqual(await server().step(said("good")), authenticated);
  assert.deepEqual(await server().step(new OAuthBearerClient("good", { logicalCluster: "x y" }).begin()), authenticated);
  assert.deepEqual(await server().step(Buffer.from("n,a=alice,\u0001b=x\u0001auth=bEARER  good\u0001c=y\u0001\u0001")), authenticated);
});

for (const [token, error] of [
  ["bad", '{"status":"invalid_token"}'],
  ["narrow", '{"status":"insufficient_scope", "scope":"[a, b]"}'],
] as const) {
  test(`a ${token} token's client learns why, and acknowledges it`, async () => {
    const end = server();
    const client = new OAuthBearerClient(token);
    const step = await end.step(client.begin());
    assert.deepEqual(step, { outcome: "challenge", message: Buffer.from(error) });
    const acknowledgement = client.answer(Buffer.from(error));
    assert.deepEqual(acknowledgement, Buffer.of(1));
    assert.deepEqual(await end.step(acknowledgement ?? assert.fail()), { outcome: "refused", tell: error });
  });
}

test("another authorization id than the token's principal is refused", async () => {
  const step = await server().step(Buffer.from("n,a=bob,\u0001auth=Bearer good\u0001\u0001"));
  assert.match(step.outcome === "refused" ? String(step.tell) : "", /authorization id \(bob\) .* principal name \(alice\)/);
});

test("a client that comes with another scheme is told nothing, as by Kafka", async () => {
  const seen: string[] = [];
  const step = await server(seen).step(Buffer.from("n,,\u0001auth=Basic good\u0001\u0001"));
  assert.deepEqual([step, seen], [{ outcome: "cut off" }, []]);
});

describe("no token is looked at in", () => {
  for (const text of [
    "",
    "\u0001",
    "n,,",
    "n,,\u0001auth=Bearer good\u0001",
    "n,,\u0001auth=Bearer good",
    "n,,\u0001auth=Bearer go od\u0001\u0001",
    "n,,\u0001auth=Bearer \u0001\u0001",
    "n,,\u0001\u0001",
    "n,,\u0001token=good\u0001\u0001",
    "y,,\u0001auth=Bearer good\u0001\u0001",
    "n,a=,\u0001auth=Bearer good\u0001\u0001",
    "n,a=a,b,\u0001auth=Bearer good\u0001\u0001",
    "n,,\u0001auth=Bearer good\u0001x\u0001\u0001",
    "n,,\u0001auth=Bearer good\u0001x=\u0001\u0001",
    "n,,\u0001auth=Bearer good\u0001x=é\u0001\u0001",
  ]) {
    test(JSON.stringify(text), async () => {
      const seen: string[] = [];
      assert.deepEqual(await server(seen).step(Buffer.from(text)), { outcome: "refused" });
      assert.deepEqual(seen, []);
    });
  }
});
