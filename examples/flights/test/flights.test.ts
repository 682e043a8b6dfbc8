import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Starts the platform on a free port; resolves with its bootstrap servers when it is ready. */
async function startPlatform(): Promise<{ child: ChildProcess; bootstrapServers: string }> {
  const args = [path("../../../packages/cli/bin/millrace.js"), "up", "-f", path("../platform.yaml"), "--port", "0", "--output", "json"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  for await (const line of createInterface(child.stdout)) return { child, bootstrapServers: JSON.parse(line).kafka.bootstrapServers };
  throw new Error("the platform ended before it was ready");
}

test("200,000 flights arrive, in order for each airport, although a consumer is killed half-way", { timeout: 120_000 }, async () => {
  const { child, bootstrapServers } = await startPlatform();
  try {
    const args = ["--conditions=source", path("../src/main.ts"), "--bootstrap-server", bootstrapServers];
    const run = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const lines: string[] = [];
    for await (const line of createInterface(run.stdout)) lines.push(line);
    assert.match(lines.join("\n"), /^200000 flights from 223 airports, \d+ of them again after the kill, 0 out of order$/m);
    assert.match(lines[0] ?? "", /killing one of the two consumers$/);
  } finally {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
});
