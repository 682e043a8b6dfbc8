import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MillraceError, seededRandom } from "@millrace/kit";
import fc from "fast-check";
import type { ServerStep } from "../../src/sasl/exchange.ts";
import { scramMechanisms } from "../../src/sasl/mechanisms.ts";
import { newCredential, type ScramCredential, saltedPassword, scramNonce } from "../../src/sasl/scram/credential.ts";
import { ScramClient } from "../../src/sasl/scram/scram-client.ts";
import { ScramServer } from "../../src/sasl/scram/scram-server.ts";

const [sha256, sha512] = scramMechanisms as [(typeof scramMechanisms)[0], (typeof scramMechanisms)[0]];
const nobody = { user: () => undefined, token: () => undefined };

/** The server's end with one user, or one token. */
function serverOf(mechanism: typeof sha256, name: string, credential: ScramCredential, kind: "user" | "token" = "user"): ScramServer {
  const find = (asked: string) => (asked === name ? { credential, identity: { name: kind === "user" ? name : "owner" } } : undefined);
  return new ScramServer(mechanism, { ...nobody, [kind]: find }, "server");
}

function credentialOf(mechanism: typeof sha256, password: string, iterations = 4096): ScramCredential {
  return newCredential(mechanism, password, iterations, seededRandom(1));
}

/** Lets both ends talk until one is done. */
function talk(client: ScramClient, server: ScramServer): ServerStep {
  let message: Buffer | undefined = client.begin();
  for (;;) {
    const step: ServerStep = server.step(message ?? Buffer.alloc(0)) as ServerStep;
    if (step.outcome === "refused" || step.outcome === "cut off") return step;
    message = client.answer(step.message);
    if (step.outcome === "authenticated") return step;
  }
}

test("the exchange of RFC 7677, byte by byte", () => {
  const salt = Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64");
  const nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  const client = new ScramClient(sha256, { user: "user", password: "pencil" }, "rOprNGfwEbeRWgbNEkqO");
  assert.equal(client.begin().toString(), "n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
  const final = client.answer(Buffer.from(`r=${nonce},s=${salt.toString("base64")},i=4096`));
  assert.equal(final?.toString(), `c=biws,r=${nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`);
  assert.equal(client.answer(Buffer.from("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")), undefined);
});

describe("a client that knows the password", () => {
  test("gets in with either mechanism, whatever its name and password hold", () => {
    const mechanism = fc.constantFrom(sha256, sha512);
    const name = fc.string({ minLength: 1, unit: fc.constantFrom(..."ab=,3DC \u007f") });
    fc.assert(
      fc.property(mechanism, name, fc.string({ minLength: 1, unit: "binary" }), (mechanism, user, password) => {
        const server = serverOf(mechanism, user, credentialOf(mechanism, password));
        const step = talk(new ScramClient(mechanism, { user, password }, "client"), server);
        assert.deepEqual(step.outcome === "authenticated" && step.identity, { name: user });
      }),
      { numRuns: 25 },
    );
  });

  test("gets in as a token's owner with the token's id and secret", () => {
    const server = serverOf(sha512, "id", credentialOf(sha512, "secret"), "token");
    const step = talk(new ScramClient(sha512, { user: "id", password: "secret", extensions: { tokenauth: "true" } }, "client"), server);
    assert.deepEqual(step.outcome === "authenticated" && step.identity, { name: "owner" });
  });
});

describe("refused, without a word why:", () => {
  const right = { user: "alice", password: "right" };
  const cases: Record<string, () => ServerStep> = {
    "a wrong password": () =>
      talk(new ScramClient(sha256, { ...right, password: "wrong" }, "client"), serverOf(sha256, "alice", credentialOf(sha256, "right"))),
    "an unknown user": () => talk(new ScramClient(sha256, right, "client"), serverOf(sha256, "bob", credentialOf(sha256, "right"))),
    "a user's password for a token": () =>
      talk(new ScramClient(sha256, right, "client"), serverOf(sha256, "alice", credentialOf(sha256, "right"), "token")),
    "the password's other mechanism": () =>
      talk(new ScramClient(sha512, right, "client"), serverOf(sha512, "alice", credentialOf(sha256, "right"))),
    "a credential of too few rounds": () =>
      serverOf(sha256, "alice", credentialOf(sha256, "right", 4095)).step(Buffer.from("n,,n=alice,r=x")),
    "another nonce in the last message": () => {
      const server = serverOf(sha256, "alice", credentialOf(sha256, "right"));
      server.step(Buffer.from("n,,n=alice,r=client"));
      return server.step(Buffer.from("c=biws,r=clientserveR,p=AAAA"));
    },
  };
  for (const [what, attempt] of Object.entries(cases)) test(what, () => assert.deepEqual(attempt(), { outcome: "refused" }));

  for (const text of [
    "",
    "n,,n=alice",
    "y,,n=alice,r=x",
    "p=tls-unique,,n=alice,r=x",
    "n,,n=al=ice,r=x",
    "n,,n=alicé,r=x",
    "n,,r=x,n=alice",
  ]) {
    test(`${JSON.stringify(text)} as the first message`, () => {
      assert.deepEqual(serverOf(sha256, "alice", credentialOf(sha256, "right")).step(Buffer.from(text)), { outcome: "refused" });
    });
  }
});

test("a proof of another length is not even told to be wrong, as by Kafka", () => {
  const server = serverOf(sha256, "alice", credentialOf(sha256, "right"));
  server.step(Buffer.from("n,,n=alice,r=client"));
  assert.deepEqual(server.step(Buffer.from("c=biws,r=clientserver,p=AAAA")), { outcome: "cut off" });
});

test("another authorization id is refused by name", () => {
  const step = serverOf(sha256, "alice", credentialOf(sha256, "right")).step(Buffer.from("n,a=bob,n=alice,r=x"));
  assert.match(step.outcome === "refused" ? String(step.tell) : "", /authorization id that is different from username/);
});

test("no message of a stranger is too much, and none gets in", () => {
  const server = () => serverOf(sha256, "alice", credentialOf(sha256, "right"));
  const text = fc.string({ unit: fc.constantFrom(..."n,=ar:mAlice2C3D\u0000é") });
  fc.assert(
    fc.property(text, text, (first, second) => {
      const end = server();
      for (const message of [first, `n,,n=alice,r=x`, second]) {
        const step = end.step(Buffer.from(message)) as ServerStep;
        assert.notEqual(step.outcome, "authenticated");
        if (step.outcome !== "challenge") return;
      }
    }),
  );
  for (const piece of ["a", "a,", "a=b,", "=2C", "\0", ",m=a"]) {
    const long = Buffer.from(`n,,n=${piece.repeat(200_000 / piece.length)},r=x`);
    const startedMs = performance.now();
    assert.deepEqual(server().step(long), { outcome: "refused" });
    assert.ok(performance.now() - startedMs < 1000, `${piece} took too long`);
  }
});

describe("a client does not go on with a server that", () => {
  const login = { user: "alice", password: "right" };
  const first = (rest: string) => () => new ScramClient(sha256, login, "client").answer(Buffer.from(rest));
  const salt = Buffer.from("salt").toString("base64");
  const cases: Record<string, () => unknown> = {
    "has another nonce": first(`r=other,s=${salt},i=4096`),
    "adds nothing to the nonce": first(`r=client,s=${salt},i=4096`),
    "asks for few rounds": first(`r=clientserver,s=${salt},i=1`),
    "asks for rounds without end": first(`r=clientserver,s=${salt},i=999999999`),
    "says nothing": first(""),
    "does not know the user": () => {
      const client = new ScramClient(sha256, login, "client");
      client.answer(Buffer.from(`r=clientserver,s=${salt},i=4096`));
      return client.answer(Buffer.from(`v=${Buffer.alloc(32).toString("base64")}`));
    },
    "has something to complain about": () => {
      const client = new ScramClient(sha256, login, "client");
      client.answer(Buffer.from(`r=clientserver,s=${salt},i=4096`));
      return client.answer(Buffer.from("e=other-error"));
    },
  };
  for (const [what, attempt] of Object.entries(cases)) {
    test(what, () => assert.throws(attempt, (thrown) => thrown instanceof MillraceError && thrown.code === "AUTHENTICATION_FAILED"));
  }
});

test("nonces are 26 letters and digits of which none comes twice", () => {
  const random = seededRandom(7);
  const nonces = new Set(Array.from({ length: 1000 }, () => scramNonce(random)));
  assert.equal(nonces.size, 1000);
  for (const nonce of nonces) assert.match(nonce, /^[0-9a-z]{26}$/);
});

test("a credential does not hold the password", () => {
  const credential = credentialOf(sha256, "a long and secret password");
  const salted = saltedPassword(sha256, "a long and secret password", credential.salt, credential.iterations);
  for (const kept of [credential.salt, credential.storedKey, credential.serverKey]) {
    assert.ok(!kept.includes("secret") && !kept.equals(salted));
  }
});
