import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const millrace = fileURLToPath(new URL("../../../packages/cli/bin/millrace.js", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "millrace-secured-"));
/** The listeners for passwords and for certificates, as the example declares them. */
const declaredPorts = [9094, 9093] as const;
const [byPassword, byCertificate] = await Promise.all(declaredPorts.map(freePort));

let up: ChildProcess;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** The example, on ports that are free. */
function writePlatform(): string {
  const text = readFileSync(new URL("../platform.yaml", import.meta.url), "utf8");
  const path = join(directory, "platform.yaml");
  writeFileSync(
    path,
    text.replace(`port: ${declaredPorts[0]}`, `port: ${byPassword}`).replace(`port: ${declaredPorts[1]}`, `port: ${byCertificate}`),
  );
  return path;
}

/** Runs a command of the README, with what is written to its standard input. */
async function run(args: readonly string[], input = ""): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [millrace, ...args], { cwd: directory, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(input);
  const [[code], stdout, stderr] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

const as = (user: string, args: readonly string[], input = "") => {
  const port = user === "billing" ? byCertificate : byPassword;
  return run([...args, "-b", `127.0.0.1:${port}`, "--command-config", `${user}.properties`], input);
};

before(async () => {
  const platform = writePlatform();
  up = spawn(process.execPath, [millrace, "up", "-f", platform, "--output", "json"], {
    cwd: directory,
    stdio: ["ignore", "pipe", "ignore"],
  });
  assert.ok(up.stdout);
  for await (const line of createInterface(up.stdout)) {
    assert.equal(JSON.parse(line).ready, true);
    break;
  }
  for (const user of ["admin", "shop", "billing"]) {
    const { code, stderr } = await run(["users", "client-properties", user, "-f", platform, "--to", `${user}.properties`]);
    assert.equal(code, 0, stderr);
  }
});
after(async () => {
  up.kill("SIGTERM");
  await once(up, "exit");
  rmSync(directory, { recursive: true, force: true });
});

test("each user sees and does what it may, and nothing else", { timeout: 60_000 }, async () => {
  assert.match((await as("admin", ["topics", "list"])).stdout, /^orders .*\npayroll /m);
  const seen = (await as("shop", ["topics", "list"])).stdout;
  assert.match(seen, /^orders /m);
  assert.doesNotMatch(seen, /payroll/);
  assert.equal((await as("shop", ["produce", "orders"], "one\ntwo\n")).code, 0);
  const refused = await as("shop", ["produce", "payroll"], "one\n");
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /TOPIC_AUTHORIZATION_FAILED/);
  const read = await as("billing", ["consume", "orders", "--offset", "earliest", "--group", "billing-1", "--count", "2"]);
  assert.deepEqual(read.stdout.trim().split("\n").sort(), ["one", "two"]);
  assert.match((await as("billing", ["consume", "orders", "--group", "others", "--count", "1"])).stderr, /GROUP_AUTHORIZATION_FAILED/);
});

test("nobody gets in without a password or a certificate", { timeout: 60_000 }, async () => {
  for (const port of [byPassword, byCertificate]) {
    const { code, stdout } = await run(["topics", "list", "-b", `127.0.0.1:${port}`, "--timeout", "2s"]);
    assert.deepEqual([code, stdout], [1, ""]);
  }
  const properties = readFileSync(join(directory, "billing.properties"), "utf8");
  writeFileSync(join(directory, "nobody.properties"), properties.replaceAll(/^ssl\.keystore.*\n/gm, ""));
  const { code, stdout } = await run([
    ...["topics", "list", "-b", `127.0.0.1:${byCertificate}`, "--timeout", "2s", "--command-config", "nobody.properties"],
  ]);
  assert.deepEqual([code, stdout], [1, ""]);
});

test("who may do what is shown", { timeout: 60_000 }, async () => {
  const listed = (await as("admin", ["users", "list"])).stdout;
  assert.match(listed, /^shop +SCRAM-SHA-512 +2 +producer_byte_rate=1048576$/m);
  assert.match(
    (await as("admin", ["acls", "list", "--principal", "CN=billing"])).stdout,
    /^User:CN=billing +allow +Read +group +billing +prefixed +\*$/m,
  );
  assert.match((await as("shop", ["acls", "list"])).stderr, /CLUSTER_AUTHORIZATION_FAILED/);
});
