import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const millrace = fileURLToPath(new URL("../../../packages/cli/bin/millrace.js", import.meta.url));
const platform = fileURLToPath(new URL("../platform.yaml", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "millrace-secured-"));

let up: ChildProcess;
let bootstrapServer: string;

/** Runs a command of the README, with what is written to its standard input. */
async function run(args: readonly string[], input = ""): Promise<{ code: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [millrace, ...args], { cwd: directory, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(input);
  const [[code], stdout, stderr] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}

const as = (user: string, args: readonly string[], input = "") =>
  run([...args, "-b", bootstrapServer, "--command-config", `${user}.properties`], input);

before(async () => {
  up = spawn(process.execPath, [millrace, "up", "-f", platform, "--port", "0", "--output", "json"], {
    cwd: directory,
    stdio: ["ignore", "pipe", "ignore"],
  });
  assert.ok(up.stdout);
  for await (const line of createInterface(up.stdout)) {
    bootstrapServer = JSON.parse(line).kafka.bootstrapServers;
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

test("nobody gets in without a password", { timeout: 60_000 }, async () => {
  const { code, stdout } = await run(["topics", "list", "-b", bootstrapServer, "--timeout", "2s"]);
  assert.deepEqual([code, stdout], [1, ""]);
});

test("who may do what is shown", { timeout: 60_000 }, async () => {
  const listed = (await as("admin", ["users", "list"])).stdout;
  assert.match(listed, /^shop +SCRAM-SHA-512 +2 +producer_byte_rate=1048576$/m);
  assert.match(
    (await as("admin", ["acls", "list", "--principal", "billing"])).stdout,
    /^User:billing +allow +Read +group +billing +prefixed +\*$/m,
  );
  assert.match((await as("shop", ["acls", "list"])).stderr, /CLUSTER_AUTHORIZATION_FAILED/);
});
