import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { MillraceError } from "@millrace/kit";
import { sweep } from "../leftovers.ts";
import { takenNetworks } from "../network.ts";
import { requireNodeTools } from "../node-tools.ts";
import { tracesOf } from "./traces.ts";

const command = join(import.meta.dirname, "../main.ts");

/** `npm run kubernetes -- nodes 1`, once it says that it is up. */
async function started(): Promise<{ readonly folder: string; readonly pid: number; readonly ended: Promise<number | null> }> {
  const child = spawn(process.execPath, ["--conditions=source", command, "nodes", "1"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    const [, kubeconfig] = /^export KUBECONFIG=(.+)$/.exec(line) ?? [];
    if (kubeconfig !== undefined) return { folder: dirname(kubeconfig), pid: child.pid ?? -1, ended };
  }
  throw new Error(`the command ended with ${await ended}`);
}

const nothing = { mounts: [], links: [], routes: [], cgroups: [], processes: [] };

for (const { signal, code } of [
  { signal: "SIGTERM", code: 0 },
  { signal: "SIGKILL", code: null },
] as const) {
  test(`nothing stays of a cluster whose command gets ${signal}`, async (t) => {
    try {
      await requireNodeTools();
    } catch (thrown) {
      if (!(thrown instanceof MillraceError && thrown.code === "NOT_FOUND") || process.env.CI === "true") throw thrown;
      return t.skip(`${thrown.message}. ${thrown.hint ?? ""}`);
    }
    const { folder, pid, ended } = await started();
    const network = (await takenNetworks()).find(({ owner }) => owner?.folder === folder)?.network;
    assert.ok(network);
    const before = await tracesOf(network.bridge, folder);
    for (const [what, found] of Object.entries(before)) if (what !== "mounts") assert.notDeepEqual(found, [], `${what} would be seen`);
    process.kill(pid, signal);
    assert.equal(await ended, code);
    if (signal === "SIGKILL") await sweep(); // as the next cluster does when it starts
    assert.deepEqual(await tracesOf(network.bridge, folder), nothing);
    assert.ok(!existsSync(folder));
  });
}
