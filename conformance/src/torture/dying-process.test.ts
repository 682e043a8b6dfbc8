import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { diesAt } from "./dying.ts";
import type { Point } from "./points.ts";

/** Writes two files by the port, flushes them, renames one, removes both. */
const program = `
  const { diskFiles } = await import("@millrace/files");
  for (const name of ["other", "some.log"]) {
    const file = diskFiles.open(name, "create");
    file.write(Buffer.from("first.."), 0);
    file.write(Buffer.from("second"), 7);
    await file.sync();
    file.close();
  }
  diskFiles.rename("some.log", "renamed.log");
  await diskFiles.syncDirectory(".");
  diskFiles.remove("other");
  await diskFiles.unlink("renamed.log");
`;

/** What ended the program, and what it left. */
function runUntil(point: Point) {
  const folder = mkdtempSync(join(tmpdir(), "millrace-dying-"));
  try {
    const env = { ...process.env, ...diesAt(point) };
    const args = [
      "--conditions=source",
      "--input-type=module",
      "--eval",
      program.replace("@millrace/files", import.meta.resolve("@millrace/files")),
    ];
    const { signal, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: "utf8" });
    const file = ["some.log", "renamed.log"].find((name) => existsSync(join(folder, name)));
    return { signal, stderr, left: file === undefined ? "nothing" : `${file}: ${readFileSync(join(folder, file), "utf8")}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const cases: readonly (readonly [Point, left: string])[] = [
  [{ call: "open", path: "some.log", times: 1, part: "before" }, "nothing"],
  [{ call: "write", path: ".log", times: 2, part: "midst" }, "some.log: first..sec"],
  [{ call: "write", path: "", times: 4, part: "after" }, "some.log: first..second"],
  [{ call: "sync", path: ".log", times: 1, part: "before" }, "some.log: first..second"],
  [{ call: "rename", path: "some.log", times: 1, part: "after" }, "renamed.log: first..second"],
  [{ call: "remove", path: "other", times: 1, part: "after" }, "renamed.log: first..second"],
  [{ call: "remove", path: "", times: 2, part: "before" }, "renamed.log: first..second"],
];

for (const [point, left] of cases) {
  test(`a process dies ${point.part} ${point.call} number ${point.times} of “${point.path}”`, () => {
    assert.deepEqual(runUntil(point), { signal: "SIGKILL", stderr: "", left });
  });
}

test("a process lives where the point is not reached", () => {
  const { signal, left } = runUntil({ call: "write", path: ".log", times: 3, part: "before" });
  assert.deepEqual({ signal, left }, { signal: null, left: "nothing" });
});
