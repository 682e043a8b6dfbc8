import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { diskFiles } from "../src/index.ts";

test("the lock of a killed process is taken over; that of a living one names it", async () => {
  const directory = mkdtempSync(join(tmpdir(), "millrace-lock-"));
  const program = `
    import { diskFiles } from ${JSON.stringify(new URL("../src/index.ts", import.meta.url).href)};
    diskFiles.lock(${JSON.stringify(directory)});
    process.stdout.write("held");
    process.stdin.resume();
  `;
  const holder = spawn(process.execPath, ["--conditions=source", "--input-type=module", "-e", program], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const [said] = await once(holder.stdout, "data");
    assert.equal(String(said), "held");
    assert.throws(() => diskFiles.lock(directory), { code: "DATA_LOCKED", message: new RegExp(`process ${holder.pid} since \\d{4}-`) });
  } finally {
    holder.kill("SIGKILL");
    await once(holder, "exit");
  }
  diskFiles.lock(directory).close();
  assert.deepEqual(diskFiles.list(directory), [".lock"]);
  rmSync(directory, { recursive: true });
});
