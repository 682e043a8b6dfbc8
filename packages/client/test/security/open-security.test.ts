import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { ManualClock, MillraceError, seededRandom } from "@millrace/kit";
import { openSecurity } from "../../src/security/security.ts";

const plain = "org.apache.kafka.common.security.plain.PlainLoginModule required";
const scram = "org.apache.kafka.common.security.scram.ScramLoginModule required";
const bearer = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required";
const sasl = { "security.protocol": "SASL_PLAINTEXT" };
const clock = new ManualClock();

const open = (properties: Record<string, string>) => openSecurity({ properties, clock, random: seededRandom(1) });

/** What the client says first. */
async function firstMessage(properties: Record<string, string>): Promise<string> {
  const { security } = await open({ ...sasl, ...properties });
  return (await security.login?.begin())?.begin().toString() ?? assert.fail("there is no login");
}

test("nothing given means neither TLS nor a login", async () => {
  assert.deepEqual(await open({}), { security: {}, unused: [] });
  assert.deepEqual(await open({ "sasl.mechanism": "PLAIN", "sasl.jaas.config": "not looked at", "linger.ms": "5" }), {
    security: {},
    unused: ["linger.ms"],
  });
});

test("user and password come from the JAAS config", async () => {
  const login = 'username="alice" password="pw"';
  assert.equal(await firstMessage({ "sasl.mechanism": "PLAIN", "sasl.jaas.config": `${plain} ${login};` }), "\0alice\0pw");
  assert.match(
    await firstMessage({ "sasl.mechanism": "SCRAM-SHA-256", "sasl.jaas.config": `${scram} ${login};` }),
    /^n,,n=alice,r=[0-9a-z]{26}$/,
  );
  const byToken = { "sasl.mechanism": "SCRAM-SHA-512", "sasl.jaas.config": `${scram} ${login} tokenauth="true";` };
  assert.match(await firstMessage(byToken), /^n,,n=alice,r=[0-9a-z]{26},tokenauth=true$/);
});

describe("what can't be meant so is refused, with the property and without the password:", () => {
  const cases: ReadonlyArray<readonly [properties: Record<string, string>, message: RegExp]> = [
    [{ "security.protocol": "TLS" }, /^security\.protocol: there is no protocol TLS$/],
    [{}, /^sasl\.mechanism: there is no mechanism GSSAPI$/],
    [{ "sasl.mechanism": "plain" }, /^sasl\.mechanism: there is no mechanism plain$/],
    [{ "sasl.mechanism": "PLAIN" }, /^sasl\.jaas\.config: it is not given$/],
    [
      { "sasl.mechanism": "PLAIN", "sasl.jaas.config": `${plain} username="a" password=hush` },
      /^sasl\.jaas\.config: JAAS config entry not terminated/,
    ],
    [
      { "sasl.mechanism": "PLAIN", "sasl.jaas.config": `${scram} username="a" password="hush";` },
      /^sasl\.jaas\.config: it names the login module .*Scram/,
    ],
    [{ "sasl.mechanism": "PLAIN", "sasl.jaas.config": `${plain} password="hush";` }, /^sasl\.jaas\.config: it has no option username$/],
    [
      { "sasl.mechanism": "SCRAM-SHA-512", "sasl.jaas.config": `${scram} username="a";` },
      /^sasl\.jaas\.config: it has no option password$/,
    ],
    [
      { "sasl.mechanism": "OAUTHBEARER", "sasl.jaas.config": `${bearer};`, "sasl.login.callback.handler.class": "com.example.Mine" },
      /^sasl\.login\.callback\.handler\.class: Java classes can't be loaded$/,
    ],
    [
      { "sasl.mechanism": "OAUTHBEARER", "sasl.jaas.config": `${bearer};`, "sasl.oauthbearer.token.endpoint.url": "http://127.0.0.1:1/" },
      /^sasl\.oauthbearer\.client\.credentials\.client\.id: it is not given$/,
    ],
  ];
  for (const [properties, message] of cases) {
    test(String(message), async () => {
      await assert.rejects(open({ ...sasl, ...properties }), (thrown) => {
        assert.ok(thrown instanceof MillraceError && thrown.code === "CONFIG_INVALID");
        assert.match(thrown.message, message);
        return !`${thrown.message}${thrown.hint}`.includes("hush");
      });
    });
  }
});

describe("tokens of OAUTHBEARER", () => {
  const directory = mkdtempSync(join(tmpdir(), "millrace-tokens-"));
  after(() => rmSync(directory, { recursive: true }));
  const properties = (more: Record<string, string>, options = "") => ({
    "sasl.mechanism": "OAUTHBEARER",
    "sasl.jaas.config": `${bearer} ${options};`,
    ...more,
  });

  test("come from a file, which is read each time", async () => {
    const path = join(directory, "token");
    const { security } = await open({
      ...sasl,
      ...properties({ "sasl.oauthbearer.token.endpoint.url": pathToFileURL(path).href }, 'extension_a="b"'),
    });
    for (const token of ["one", "two"]) {
      writeFileSync(path, `${token}\n`);
      const client = await security.login?.begin();
      assert.equal(client?.begin().toString(), `n,,\u0001auth=Bearer ${token}\u0001a=b\u0001\u0001`);
    }
    rmSync(path);
    await assert.rejects(async () => security.login?.begin(), {
      code: "AUTHENTICATION_FAILED",
      message: /no token is to be had from file:.*ENOENT/,
    });
  });

  test("come from an endpoint, which is asked again when most of a token's life is over", async () => {
    const seen: string[] = [];
    let issued = 0;
    const server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        seen.push(`${request.headers.authorization} ${body}`);
        const claims = Buffer.from(JSON.stringify({ exp: clock.now() / 1000 + 100 })).toString("base64url");
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ access_token: `h.${claims}.${issued++}` }));
      });
    }).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : 0;
    const { security } = await open({
      ...sasl,
      ...properties({
        "sasl.oauthbearer.token.endpoint.url": `http://127.0.0.1:${port}/token`,
        "sasl.oauthbearer.client.credentials.client.id": "me",
        "sasl.oauthbearer.client.credentials.client.secret": "hush",
        "sasl.oauthbearer.scope": "kafka",
      }),
    });
    const next = async () => /\.(\d)(?=\W)/.exec((await security.login?.begin())?.begin().toString() ?? "")?.[1];
    assert.equal(await next(), "0");
    clock.advance(79_000);
    assert.equal(await next(), "0");
    clock.advance(2_000);
    assert.equal(await next(), "1");
    const expected = `Basic ${Buffer.from("me:hush").toString("base64")} grant_type=client_credentials&scope=kafka`;
    assert.deepEqual(seen, [expected, expected]);
    server.close();
    server.closeAllConnections();
    clock.advance(100_000);
    await assert.rejects(
      async () => security.login?.begin(),
      (thrown) => thrown instanceof MillraceError && thrown.code === "AUTHENTICATION_FAILED" && !thrown.message.includes("hush"),
    );
  });

  test("are unsigned where nothing is said about them, as Kafka's", async () => {
    const message = await firstMessage(
      properties({}, 'unsecuredLoginStringClaim_sub="alice" unsecuredLoginListClaim_scope=",a,b" unsecuredLoginNumberClaim_n="5"'),
    );
    const [header, claims, signature] = (/Bearer ([\w.-]+)/.exec(message)?.[1] ?? "").split(".");
    const decoded = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString());
    assert.deepEqual(decoded(header), { alg: "none" });
    const nowSeconds = clock.now() / 1000;
    assert.deepEqual(decoded(claims), { iat: nowSeconds, exp: nowSeconds + 3600, sub: "alice", scope: ["a", "b"], n: 5 });
    assert.equal(signature, "");
  });
});
