import assert from "node:assert/strict";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ManualClock } from "@millrace/kit";
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { openKeySet } from "../../src/sasl/oauthbearer/key-sets.ts";
import { openTokenValidator, type TokenRules } from "../../src/sasl/oauthbearer/token-validator.ts";
import { unsecuredValidator } from "../../src/sasl/oauthbearer/unsecured-validator.ts";

interface SigningKey {
  readonly id: string;
  readonly algorithm: string;
  readonly sign: CryptoKey;
  readonly jwk: object;
}

async function newKey(id: string, algorithm = "RS256"): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { id, algorithm, sign: privateKey, jwk: { ...(await exportJWK(publicKey)), kid: id, alg: algorithm, use: "sig" } };
}

const clock = new ManualClock();
const nowSeconds = () => clock.now() / 1000;
const rules: TokenRules = { issuer: "https://idp", audiences: ["kafka"], clockSkewSeconds: 30, scopeClaim: "scope", subClaim: "sub" };
const good = () => ({ iss: "https://idp", aud: "kafka", sub: "alice", iat: nowSeconds(), exp: nowSeconds() + 300 });

let first: SigningKey;
let second: SigningKey;
const directory = mkdtempSync(join(tmpdir(), "millrace-keys-"));
const path = join(directory, "keys.json");
const url = pathToFileURL(path).href;
before(async () => {
  first = await newKey("first");
  second = await newKey("second", "ES256");
  writeFileSync(path, keySetText(first, second));
});
after(() => rmSync(directory, { recursive: true }));

function keySetText(...keys: readonly SigningKey[]): string {
  return JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
}

function signed(claims: JWTPayload, { id, algorithm, sign }: SigningKey = first, header: object = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid: id, ...header }).sign(sign);
}

const keySetOptions = (from: string) => ({ url: from, refreshMs: 3_600_000, retryBackoffMs: 100, retryBackoffMaxMs: 10_000, clock });

async function verdict(token: string, more: Partial<TokenRules> = {}) {
  return (await openTokenValidator(await openKeySet(keySetOptions(url)), { ...rules, ...more }, clock))(token);
}

async function isInvalid(token: string, because: RegExp, more: Partial<TokenRules> = {}): Promise<void> {
  const judged = await verdict(token, more);
  assert.ok(judged.outcome === "invalid", JSON.stringify(judged));
  assert.match(judged.because, because);
}

describe("a signed token", () => {
  test("is good as long as it says", async () => {
    const expected = { outcome: "valid", principal: "alice", expiresAtMs: clock.now() + 300_000 };
    assert.deepEqual(await verdict(await signed(good())), expected);
    assert.deepEqual(await verdict(await signed(good(), second)), expected);
    assert.deepEqual(await verdict(await signed({ ...good(), aud: ["other", "kafka"], scope: ["a", "b"] })), expected);
    assert.deepEqual(await verdict(await signed({ ...good(), name: "bob" }), { subClaim: "name" }), { ...expected, principal: "bob" });
    assert.deepEqual(await verdict(await signed({ ...good(), iss: "anybody" }), { issuer: undefined }), expected);
    const { aud: _, ...forNobody } = good();
    assert.deepEqual(await verdict(await signed(forNobody), { audiences: [] }), expected);
  });

  const wrong: ReadonlyArray<readonly [what: string, change: () => JWTPayload, because: RegExp, rules?: Partial<TokenRules>]> = [
    ["has expired", () => ({ exp: nowSeconds() - 31 }), /exp/],
    ["is not good yet", () => ({ nbf: nowSeconds() + 31 }), /nbf/],
    ["comes from another issuer", () => ({ iss: "https://other" }), /iss/],
    ["is for another audience", () => ({ aud: "other" }), /aud/],
    ["is for an audience where none is expected", () => ({}), /aud/, { audiences: [] }],
    ["has no subject", () => ({ sub: undefined }) as unknown as JWTPayload, /sub/],
    ["has an empty subject", () => ({ sub: " " }), /sub/],
    ["has a number for a subject", () => ({ sub: 5 }) as unknown as JWTPayload, /sub/],
    ["has no end", () => ({ exp: undefined }) as unknown as JWTPayload, /exp/],
    ["has no beginning", () => ({ iat: undefined }) as unknown as JWTPayload, /iat/],
    ["has no audience", () => ({ aud: undefined }) as unknown as JWTPayload, /aud/],
    ["has a scope twice", () => ({ scope: ["a", "a"] }), /scope.*twice/],
    ["has an empty scope", () => ({ scope: "" }), /scope/],
    ["ends before it is made", () => ({ iat: nowSeconds() + 20, exp: nowSeconds() + 10 }), /before it is made/],
  ];
  for (const [what, change, because, more] of wrong) {
    test(`is refused if it ${what}`, async () => isInvalid(await signed({ ...good(), ...change() }), because, more));
  }

  test("with scopes that are no texts breaks the exchange off, as in Kafka, unless something is wrong with it before", async () => {
    const scope = ["a", 3];
    assert.equal((await verdict(await signed({ ...good(), scope }))).outcome, "broken");
    assert.equal((await verdict(await signed({ ...good(), scope: ["a", "a", 3] }))).outcome, "invalid");
    assert.equal((await verdict(await signed({ ...good(), scope, aud: "other" }))).outcome, "invalid");
  });

  test("is given the clocks' difference", async () => {
    assert.equal((await verdict(await signed({ ...good(), iat: nowSeconds() - 60, exp: nowSeconds() - 29 }))).outcome, "valid");
    await isInvalid(await signed({ ...good(), iat: nowSeconds() - 60, exp: nowSeconds() - 1 }), /exp/, { clockSkewSeconds: 0 });
  });
});

describe("nobody gets in with", () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

  test("a token that is not signed", async () => {
    for (const alg of ["none", "None", "NONE", ""]) {
      for (const signature of ["", "AAAA"]) await isInvalid(`${part({ alg, kid: "first" })}.${part(good())}.${signature}`, /./);
    }
  });

  test("a token signed with a public key as if that were a secret", async () => {
    const secret = new TextEncoder().encode(JSON.stringify(first.jwk));
    const token = await new SignJWT(good()).setProtectedHeader({ alg: "HS256", kid: "first" }).sign(secret);
    await isInvalid(token, /alg/);
  });

  test("a token signed with a key of the signer's own, whether it has it with it or not", async () => {
    const own = await newKey("first");
    await isInvalid(await signed(good(), own), /signature/);
    await isInvalid(await signed(good(), own, { jwk: own.jwk }), /signature/);
    await isInvalid(await signed(good(), { ...own, id: "third" }, { jku: "http://127.0.0.1:1/" }), /no applicable key/);
  });

  test("a token whose claims were changed", async () => {
    const [header, , signature] = (await signed(good())).split(".");
    await isInvalid(`${header}.${part({ ...good(), sub: "admin" })}.${signature}`, /signature/);
  });

  test("something that is no token", async () => {
    for (const text of ["", "a", "a.b", "a.b.c", "a.b.c.d", "..", `${part({ alg: "RS256" })}.${part([])}.`, "e30.e30."])
      await isInvalid(text, /./);
  });
});

describe("keys", () => {
  test("in a file are read again when it changes", async () => {
    const own = join(directory, "changing.json");
    writeFileSync(own, keySetText(first));
    const validate = await openTokenValidator(await openKeySet(keySetOptions(pathToFileURL(own).href)), rules, clock);
    assert.equal((await validate(await signed(good(), second))).outcome, "invalid");
    writeFileSync(own, keySetText(second));
    utimesSync(own, 1, 1);
    assert.equal((await validate(await signed(good(), second))).outcome, "valid");
    assert.equal((await validate(await signed(good(), first))).outcome, "invalid");
  });

  test("that can't be had stop the opening", async () => {
    const message = /^the keys at .* can't be read: /;
    for (const missing of [pathToFileURL(join(directory, "none")).href, "http://127.0.0.1:1/keys"]) {
      await assert.rejects(openKeySet(keySetOptions(missing)), { code: "CONNECTION_FAILED", message });
    }
    writeFileSync(join(directory, "broken"), "{");
    await assert.rejects(openKeySet(keySetOptions(pathToFileURL(join(directory, "broken")).href)), { code: "CONNECTION_FAILED", message });
  });

  describe("of a provider", () => {
    let server: Server;
    let from: string;
    let answer: () => string | undefined;
    let asked = 0;
    before(async () => {
      server = createServer((_, response) => {
        asked++;
        const text = answer();
        response.writeHead(text === undefined ? 503 : 200).end(text);
      }).listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const address = server.address();
      from = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/keys`;
    });
    after(() => {
      server.close();
      server.closeAllConnections();
    });

    test("are asked for anew in time, and when one is missing, and the old ones stay good while it is away", async () => {
      answer = () => keySetText(first);
      const validate = await openTokenValidator(await openKeySet(keySetOptions(from)), rules, clock);
      const outcome = async (key: SigningKey) => (await validate(await signed(good(), key))).outcome;
      assert.deepEqual([await outcome(first), asked], ["valid", 1]);
      answer = () => keySetText(first, second);
      assert.deepEqual([await outcome(second), asked], ["invalid", 1]); // just asked
      clock.advance(10_000);
      assert.deepEqual([await outcome(second), asked], ["valid", 2]);
      answer = () => undefined;
      clock.advance(3_600_000);
      assert.deepEqual([await outcome(first), asked], ["valid", 3]);
      assert.deepEqual([await outcome(first), asked], ["valid", 3]); // not before the pause is over
      clock.advance(100);
      assert.deepEqual([await outcome(first), asked], ["valid", 4]);
      answer = () => keySetText(second);
      clock.advance(200);
      assert.deepEqual([await outcome(second), asked], ["valid", 5]);
      assert.deepEqual([await outcome(first), asked], ["invalid", 5]);
    });

    test("that tokens name and nobody has are not asked for again and again", async () => {
      answer = () => keySetText(first);
      const validate = await openTokenValidator(await openKeySet(keySetOptions(from)), rules, clock);
      clock.advance(10_000);
      const before = asked;
      const tokens = await Promise.all(Array.from({ length: 50 }, (_, number) => signed(good(), { ...first, id: `none-${number}` })));
      for (const judged of await Promise.all(tokens.map((token) => validate(token)))) assert.equal(judged.outcome, "invalid");
      assert.equal(asked, before + 1);
    });
  });
});

describe("where unsigned tokens are believed", () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const unsigned = (claims: object, header: object = { alg: "none" }, signature = "") => `${part(header)}.${part(claims)}.${signature}`;
  const judge = (token: string, options: Record<string, string> = {}) => unsecuredValidator(new Map(Object.entries(options)), clock)(token);
  const claims = () => ({ sub: "alice", iat: nowSeconds() - 10, exp: nowSeconds() + 10 });

  test("a name is taken as it is", () => {
    assert.deepEqual(judge(unsigned(claims())), { outcome: "valid", principal: "alice", expiresAtMs: clock.now() + 10_000 });
    const named = judge(unsigned({ ...claims(), who: "bob" }), { unsecuredValidatorPrincipalClaimName: "who" });
    assert.equal(named.outcome === "valid" && named.principal, "bob");
  });

  test("a scope may be required", () => {
    const options = { unsecuredValidatorRequiredScope: "a b" };
    assert.equal(judge(unsigned({ ...claims(), scope: ["b", "a", "c"] }), options).outcome, "valid");
    const { because: _, ...judged } = judge(unsigned({ ...claims(), scope: "a" }), options) as { because: string };
    assert.deepEqual(judged, { outcome: "insufficient", requiredScope: "[a, b]" });
  });

  for (const [what, token] of [
    ["a scope that is a number", () => unsigned({ ...claims(), scope: 3 })],
    ["signed ones", () => unsigned(claims(), { alg: "none" }, "AAAA")],
    ["those that claim to be signed", () => unsigned(claims(), { alg: "RS256" })],
    ["expired ones", () => unsigned({ ...claims(), exp: nowSeconds() })],
    ["those from the future", () => unsigned({ ...claims(), iat: nowSeconds() + 1, exp: nowSeconds() + 9 })],
    ["those without an end", () => unsigned({ sub: "alice" })],
    ["those without a name", () => unsigned({ ...claims(), sub: undefined })],
    ["those that end before they begin", () => unsigned({ ...claims(), iat: nowSeconds() + 20, exp: nowSeconds() + 15 })],
    ["no JSON", () => "e.e."],
    ["two parts", () => "e30.e30"],
  ] as const) {
    test(`${what} are refused`, () => assert.equal(judge(token()).outcome, "invalid"));
  }
});
