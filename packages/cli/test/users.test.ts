import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { clientProperties } from "../src/client-properties.ts";
import { millrace, Up } from "./millrace.ts";
import { declaredUsers, freePort, securedPlatform } from "./secured-platform.ts";

let up: Up;
let scramPort: number;
before(async () => {
  scramPort = await freePort();
  up = await Up.start([...securedPlatform(scramPort), ...declaredUsers]);
});
after(() => up.stop());

async function out(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await up.command(args);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** Runs a command where the platform's files are. */
const here = (...args: string[]) => millrace(args, { cwd: up.directory });

test("up says what it did for users", () => {
  assert.match(up.run.stderr, /^user alice: create SCRAM-SHA-512 credentials$/m);
  assert.match(up.run.stderr, /^user alice: create 1 ACL: allow Read on topic orders$/m);
  assert.match(up.run.stderr, /^user bob: create SCRAM-SHA-512 credentials$/m);
});

test("users are listed", async () => {
  const lines = (await out("users", "list")).trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => line.split(/ {2,}/)),
    [
      ["NAME", "CREDENTIALS", "ACLS", "QUOTAS"],
      ["alice", "SCRAM-SHA-512", "1", "producer_byte_rate=1024, request_percentage=55"],
      ["bob", "SCRAM-SHA-512", "0", "-"],
    ],
  );
  const [alice] = JSON.parse(await out("users", "list", "-o", "json"));
  assert.deepEqual(alice, {
    name: "alice",
    credentials: [{ mechanism: "SCRAM-SHA-512", iterations: 4096 }],
    acls: 1,
    quotas: [{ clientId: "", quotas: { producer_byte_rate: 1024, request_percentage: 55 } }],
  });
});

test("users are described, without their passwords", async () => {
  const described = await out("users", "describe", "alice");
  assert.match(described, /^Name: +alice$/m);
  assert.match(described, /^Credentials: +SCRAM-SHA-512 \(4096 iterations\)$/m);
  assert.match(described, /^Quotas: +producer_byte_rate=1024, request_percentage=55$/m);
  assert.match(described, /^allow +Read +topic +orders +literal +\*$/m);
  const some = await up.command(["users", "describe", "bob", "nobody", "-o", "json"]);
  assert.deepEqual([some.code, JSON.parse(some.stdout).length], [1, 1]);
  assert.equal(some.stderr, "error: user nobody has neither credentials nor ACLs nor quotas\n");
});

test("client properties are for the listener on which the user logs in, and for nobody else to read", async () => {
  const { password } = JSON.parse(
    (await here("users", "client-properties", "alice", "-f", "platform.yaml", "--data", "data", "-o", "json")).stdout,
  ).scram;
  const written = await here("users", "client-properties", "alice", "-f", "platform.yaml", "--data", "data", "--to", "alice.properties");
  assert.deepEqual([written.code, written.stdout, written.stderr], [0, "", ""]);
  const path = join(up.directory, "alice.properties");
  assert.deepEqual(readFileSync(path, "utf8").split("\n").slice(1), [
    `bootstrap.servers=127.0.0.1:${scramPort}`,
    "security.protocol=SASL_PLAINTEXT",
    "sasl.mechanism=SCRAM-SHA-512",
    `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="alice" password="${password}";`,
    "",
  ]);
  if (process.platform !== "win32") assert.equal((statSync(path).mode & 0o777).toString(8), "600");
  const again = await here("users", "client-properties", "alice", "-f", "platform.yaml", "--data", "data", "--to", "alice.properties");
  assert.equal(again.code, 1);
  assert.match(again.stderr, /can't write alice\.properties: EEXIST/);
});

test("what there are no client properties for is told", async () => {
  const refused = async (...args: string[]) => (await here("users", "client-properties", ...args, "-f", "platform.yaml")).stderr;
  assert.match(
    await refused("carol", "--data", "data"),
    /^error: there is no KafkaUser carol among the resources\nhint: There are alice, bob\./,
  );
  assert.match(
    await refused("alice"),
    /^error: \.millrace\/secured has no Secret alice with password\nhint: Has the platform been started/,
  );
  assert.match(await refused("alice", "--data", "data", "--listener", "plain"), /^error: .*plain.*scram-sha-512\nhint: There are scram\./);
});

test("users are applied while the platform runs, and go again", async () => {
  const [alice] = declaredUsers;
  const dave = JSON.stringify({ ...(alice as object), metadata: { name: "dave", labels: { "strimzi.io/cluster": "secured" } } });
  const apply = (...args: string[]) => millrace([...args, "-f", "-", "--data", "data"], { cwd: up.directory, stdin: dave });
  const shown = await apply("diff");
  assert.match(shown.stdout, /^ {2}→ created: user dave: create SCRAM-SHA-512 credentials$/m);
  const applied = await apply("apply", "--wait", "--timeout=60s");
  assert.deepEqual([applied.code, applied.stdout, applied.stderr], [0, "kafkauser.kafka.strimzi.io/dave created\n", ""]);
  assert.match(await out("users", "list"), /^dave +SCRAM-SHA-512 +1 /m);
  assert.equal((await here("delete", "kafkauser", "dave", "--data", "data")).code, 0);
  for (let tries = 0; /^dave /m.test(await out("users", "list")); tries++) assert.ok(tries < 100, "it does not go");
});

test("properties are as Java reads them", () => {
  const text = clientProperties({
    bootstrapServers: "h:1",
    securityProtocol: "SSL",
    user: "CN=ü",
    scram: undefined,
    certificate: { chain: "-----BEGIN\nab\n", key: "k\\ü" },
    trusted: "ca\n",
  });
  assert.deepEqual(text.split("\n").slice(1), [
    "bootstrap.servers=h:1",
    "security.protocol=SSL",
    "ssl.truststore.type=PEM",
    "ssl.truststore.certificates=ca",
    "ssl.keystore.type=PEM",
    "ssl.keystore.certificate.chain=-----BEGIN\\nab",
    "ssl.keystore.key=k\\\\\\u00fc",
    "",
  ]);
});
