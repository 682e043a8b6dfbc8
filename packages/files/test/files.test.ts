import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ManualClock, seededRandom } from "@millrace/kit";
import { diskFiles, FaultyFiles, MemoryFiles, replaceFile } from "../src/index.ts";
import { filesContract } from "./contract.ts";

const temporary = mkdtempSync(join(tmpdir(), "millrace-files-"));
after(() => rmSync(temporary, { recursive: true }));

filesContract("disk", () => ({ files: diskFiles, directory: mkdtempSync(join(temporary, "d-")) }));

test("on the disk, a secret file and a restricted directory are for their user alone", { skip: process.platform === "win32" }, async () => {
  const directory = mkdtempSync(join(temporary, "d-"));
  const mode = (path: string) => statSync(path).mode & 0o777;
  diskFiles.makeDirectory(`${directory}/a`);
  diskFiles.restrict(`${directory}/a`);
  assert.equal(mode(`${directory}/a`), 0o700);
  await replaceFile(diskFiles, `${directory}/open`, Buffer.from("1"));
  await replaceFile(diskFiles, `${directory}/secret`, Buffer.from("1"), { secret: true });
  assert.notEqual(mode(`${directory}/open`), 0o600);
  assert.equal(mode(`${directory}/secret`), 0o600);
});

filesContract("memory", () => {
  const files = new MemoryFiles(new ManualClock());
  files.makeDirectory("/data");
  return { files, directory: "/data" };
});

filesContract("faulty", () => {
  const files = new FaultyFiles(new ManualClock(), seededRandom(1));
  files.makeDirectory("/data");
  return { files, directory: "/data" };
});
