import assert from "node:assert/strict";
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { MillraceError } from "@millrace/kit";
import { apis, errors } from "@millrace/protocol";
import { OAuthBearerClient } from "@millrace/security";
import type { RawClient } from "./harness/raw-client.ts";
import { TestBroker } from "./harness/test-broker.ts";

const listener = { name: "OAUTH-9095", securityProtocol: "SASL_PLAINTEXT", host: "127.0.0.1", port: 0 } as const;
const plain = { name: "PLAIN-9092", host: "127.0.0.1", port: 0 } as const;
const prefix = "listener.name.oauth-9095.";
const packageName = "org.apache.kafka.common.security.oauthbearer";
const directory = mkdtempSync(join(tmpdir(), "millrace-sasl-tokens-"));
after(() => rmSync(directory, { recursive: true }));

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const keys = join(directory, "keys.json");
writeFileSync(keys, JSON.stringify({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "k", alg: "RS256", use: "sig" }] }));

const properties = {
  [`${prefix}sasl.enabled.mechanisms`]: "OAUTHBEARER",
  [`${prefix}oauthbearer.sasl.jaas.config`]: `${packageName}.OAuthBearerLoginModule required;`,
  [`${prefix}oauthbearer.sasl.server.callback.handler.class`]: `${packageName}.OAuthBearerValidatorCallbackHandler`,
  [`${prefix}oauthbearer.sasl.oauthbearer.jwks.endpoint.url`]: pathToFileURL(keys).href,
  [`${prefix}sasl.oauthbearer.expected.audience`]: "kafka",
  "connection.failed.authentication.delay.ms": "0",
};

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function token(claims: object, header: object = { alg: "RS256", kid: "k" }): string {
  const content = `${part(header)}.${part(claims)}`;
  return `${content}.${sign("sha256", Buffer.from(content), privateKey).toString("base64url")}`;
}

async function say(client: RawClient, authBytes: Buffer) {
  return client.call(apis.saslAuthenticate, 2, { authBytes });
}

async function present(client: RawClient, text: string) {
  await client.call(apis.saslHandshake, 1, { mechanism: "OAUTHBEARER" });
  return say(client, new OAuthBearerClient(text).begin());
}

describe("a listener for tokens", () => {
  let it: TestBroker;
  before(async () => {
    it = await TestBroker.start(properties, { listeners: [plain, listener] });
  });
  after(() => it.stop());

  const claims = (lifetimeMs = 60_000) => {
    const nowSeconds = it.clock.now() / 1000;
    return { sub: "alice", aud: "kafka", iat: nowSeconds, exp: nowSeconds + lifetimeMs / 1000 };
  };

  test("lets in who has one that is good, as long as it is good", async () => {
    const client = it.connectTo(listener.name);
    const { errorCode, sessionLifetimeMs } = await present(client, token(claims()));
    assert.deepEqual([errorCode, sessionLifetimeMs], [0, 60_000]);
    it.clock.advance(60_000);
    const again = await present(client, token(claims(5000)));
    assert.deepEqual([again.errorCode, again.sessionLifetimeMs], [0, 5000]);
    assert.equal((await client.call(apis.metadata, 12, { topics: [] })).errorCode, 0);
    it.clock.advance(5001);
    client.send(apis.metadata, 12, { topics: [] });
    assert.equal(await client.frame(), undefined);
  });

  for (const [what, made] of [
    ["nobody has signed", () => `${part({ alg: "none" })}.${part(claims())}.`],
    ["is for another audience", () => token({ ...claims(), aud: "other" })],
    ["has expired", () => token(claims(-31_000))],
    ["was changed", () => token(claims()).replace(/^(\w+)\.\w+/, (_, header) => `${header}.${part({ ...claims(), sub: "admin" })}`)],
  ] as const) {
    test(`tells who has one that ${what} that it is invalid, and lets nobody in`, async () => {
      const client = it.connectTo(listener.name);
      const told = await present(client, made());
      assert.deepEqual([told.errorCode, String(told.authBytes), told.sessionLifetimeMs], [0, '{"status":"invalid_token"}', 0]);
      const refused = await say(client, Buffer.of(1));
      assert.deepEqual([refused.errorCode, refused.errorMessage], [errors.SASL_AUTHENTICATION_FAILED.code, '{"status":"invalid_token"}']);
      assert.equal(await client.frame(), undefined);
    });
  }

  test("tells nothing to who says nothing that can be understood", async () => {
    const client = it.connectTo(listener.name);
    await client.call(apis.saslHandshake, 1, { mechanism: "OAUTHBEARER" });
    const { errorCode, errorMessage } = await say(client, Buffer.from("hello"));
    const text = "Authentication failed during authentication due to invalid credentials with SASL mechanism OAUTHBEARER";
    assert.deepEqual([errorCode, errorMessage], [errors.SASL_AUTHENTICATION_FAILED.code, text]);
    assert.equal(await client.frame(), undefined);
  });
});

test("unsigned tokens are believed where a listener says in as many words that it wants them", async () => {
  const handler = `${packageName}.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler`;
  const own = { ...properties, [`${prefix}oauthbearer.sasl.server.callback.handler.class`]: handler };
  const it = await TestBroker.start(own, { listeners: [plain, listener] });
  const client = it.connectTo(listener.name);
  const nowSeconds = it.clock.now() / 1000;
  const { errorCode } = await present(client, `${part({ alg: "none" })}.${part({ sub: "alice", exp: nowSeconds + 1 })}.`);
  assert.equal(errorCode, 0);
  client.close();
  await it.stop();
});

describe("a listener for tokens that can't be meant so stops the start:", () => {
  const cases: ReadonlyArray<readonly [what: string, name: string, value: string | undefined, message: RegExp]> = [
    [
      "unsigned tokens without a word",
      "sasl.server.callback.handler.class",
      undefined,
      /tokens would have to be believed that nobody has signed/,
    ],
    [
      "a class",
      "sasl.server.callback.handler.class",
      "com.example.Mine",
      /Java classes can't be loaded; there is .*OAuthBearerValidatorCallbackHandler$/,
    ],
    [
      "no keys",
      "sasl.oauthbearer.jwks.endpoint.url",
      undefined,
      /^The OAuth validator for the broker requires "sasl\.oauthbearer\.jwks\.endpoint\.url"/,
    ],
    ["keys nowhere", "sasl.oauthbearer.jwks.endpoint.url", "keys-s3cret.json", /jwks\.endpoint\.url: it is no URL of http, https or file$/],
    [
      "keys for a password",
      "sasl.oauthbearer.jwks.endpoint.url",
      "http://user:s3cret@127.0.0.1:1/keys",
      /jwks\.endpoint\.url: a user and password in it are not sent; the keys have to be there for everybody$/,
    ],
    [
      "keys for a secret",
      "sasl.oauthbearer.jwks.endpoint.url",
      "http://127.0.0.1:1/keys?of=s3cret",
      /^the keys at http:\/\/127\.0\.0\.1:1\/keys can't be read: /,
    ],
    [
      "keys that aren't there",
      "sasl.oauthbearer.jwks.endpoint.url",
      "file:///none/keys.json",
      /^the keys at file:\/\/\/none\/keys\.json can't be read: ENOENT/,
    ],
    ["keys that are never fresh", "sasl.oauthbearer.jwks.endpoint.refresh.ms", "0", /refresh\.ms: 0 has to be positive/],
  ];
  for (const [what, name, value, message] of cases) {
    test(what, async () => {
      const { [`${prefix}oauthbearer.${name}`]: _, ...rest } = properties as Record<string, string>;
      const given = value === undefined ? rest : { ...rest, [`${prefix}oauthbearer.${name}`]: value };
      await assert.rejects(
        TestBroker.start(given, { listeners: [plain, listener] }),
        (thrown) => thrown instanceof MillraceError && message.test(thrown.message) && !thrown.message.includes("s3cret"),
      );
    });
  }
});
