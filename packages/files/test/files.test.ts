import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { ManualClock, seededRandom } from "@millrace/kit";
import { diskFiles, FaultyFiles, MemoryFiles } from "../src/index.ts";
import { filesContract } from "./contract.ts";

const temporary = mkdtempSync(join(tmpdir(), "millrace-files-"));
after(() => rmSync(temporary, { recursive: true }));

filesContract("disk", () => ({ files: diskFiles, directory: mkdtempSync(join(temporary, "d-")) }));

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
