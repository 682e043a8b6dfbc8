import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { seededRandom, silentLogger, systemClock } from "@millrace/kit";
import { type Broker, startBroker } from "../../broker/src/index.ts";
import { MemoryFiles } from "../../files/src/index.ts";
import { millrace } from "./millrace.ts";

const plain = "org.apache.kafka.common.security.plain.PlainLoginModule required";
const directory = mkdtempSync(join(tmpdir(), "millrace-command-config-"));
let broker: Broker;
let bootstrapServer: string;
before(async () => {
  broker = await startBroker({
    files: new MemoryFiles(systemClock),
    directory: "data",
    nodeId: 0,
    listeners: [{ name: "SASL", securityProtocol: "SASL_PLAINTEXT", host: "127.0.0.1", port: 0 }],
    properties: {
      "listener.name.sasl.sasl.enabled.mechanisms": "PLAIN",
      "listener.name.sasl.plain.sasl.jaas.config": `${plain} user_alice="secret";`,
    },
    clock: systemClock,
    random: seededRandom(1),
    logger: silentLogger,
  });
  bootstrapServer = `127.0.0.1:${broker.listeners[0]?.port}`;
});
after(async () => {
  await broker.close();
  rmSync(directory, { recursive: true });
});

function propertiesFile(password: string, more = ""): string {
  const path = join(directory, `${password}.properties`);
  writeFileSync(
    path,
    `security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=${plain} \\\n  username="alice" password="${password}";\n${more}`,
  );
  return path;
}

test("a command logs in as a file of Kafka's properties says, by option or environment", async () => {
  const path = propertiesFile("secret");
  const created = await millrace(["topics", "create", "t", "-b", bootstrapServer, "--command-config", path]);
  assert.deepEqual([created.code, created.stderr], [0, ""]);
  const written = await millrace(["produce", "t", "-b", bootstrapServer], { stdin: "one\n", env: { MILLRACE_COMMAND_CONFIG: path } });
  assert.equal(written.code, 0, written.stderr);
  const read = await millrace(["consume", "t", "-b", bootstrapServer, "--command-config", path]);
  assert.equal(read.stdout, "one\n");
});

test("properties that are not used are told, and don't matter", async () => {
  const path = propertiesFile("secret", "bootstrap.servers=nowhere:1\nclient.id=me\nssl.provider=x\nlinger.mss=5\n");
  const { code, stderr } = await millrace(["topics", "list", "-b", bootstrapServer, "--command-config", path]);
  assert.deepEqual([code, stderr], [0, `warning: ${path}: not used: ssl.provider, linger.mss\n`]);
});

test("what is wrong is told in one line, without the password", async () => {
  const refused = await millrace(["topics", "list", "-b", bootstrapServer, "--command-config", propertiesFile("hush")]);
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    /^error: 127\.0\.0\.1:\d+ refuses the login by PLAIN: Authentication failed: Invalid username or password\nhint: .*\n$/,
  );
  const missing = await millrace(["topics", "list", "-b", bootstrapServer, "--command-config", join(directory, "none")]);
  assert.match(missing.stderr, /^error: there is no file .*none\nhint: see --command-config\n$/);
  const path = join(directory, "wrong.properties");
  writeFileSync(path, "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=hush");
  const wrong = await millrace(["topics", "list", "-b", bootstrapServer, "--command-config", path]);
  assert.match(wrong.stderr, /^error: .*wrong\.properties: sasl\.jaas\.config: Login module control flag not specified in JAAS config\n/);
  for (const { stderr } of [refused, wrong]) assert.ok(!stderr.includes("password=") && !/(?<!\/)hush/.test(stderr));
});

test("without a login it says that one may be wanted", async () => {
  const { code, stderr } = await millrace(["topics", "list", "-b", bootstrapServer, "--timeout", "2s"]);
  assert.equal(code, 1);
  assert.match(stderr, /hint: .*--command-config/);
});
