import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../toolchain/commands.ts";
import type { Check } from "./check.ts";

const sources = join(import.meta.dirname, "..");

/** The tests of Node's runner in some folders of these sources. */
function nodeTests(name: string, about: string, folders: readonly string[]): Check {
  return {
    name,
    about,
    async run(report) {
      const listed = await Promise.all(
        folders.map(async (folder) => (await readdir(join(sources, folder))).map((file) => join(sources, folder, file))),
      );
      const files = listed.flat().filter((file) => file.endsWith(".test.ts"));
      const args = ["--conditions=source", "--test", "--test-isolation=none", "--test-reporter=tap", ...files];
      const { stdout, stderr } = await runCommand(process.execPath, args, { timeoutMs: 900_000 });
      const count = (what: string): number => Number(new RegExp(`^# ${what} (\\d+)$`, "m").exec(stdout)?.[1] ?? 0);
      const counts = { passed: count("pass"), failed: count("fail"), skipped: count("skipped") };
      report.note(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
      for (const line of stdout.split("\n")) if (line.trimStart().startsWith("not ok")) report.note(line);
      report.counted(counts, name);
      if (counts.passed + counts.failed === 0) report.failed(name, "the tests ran", [stderr || stdout]);
    },
  };
}

/** That a difference is seen, a program that dies is noticed, …: what every other verdict here rests on. */
export const harness: Check = nodeTests("harness", "the referees' own tools", [".", "kubernetes", "kubernetes/schemas", "ledger", "wire"]);

/** The resource schemas against Strimzi's CRDs; needs Maven, and Java 21 or Python. */
export const resources: Check = nodeTests("resources", "resource schemas against Strimzi's CRDs", ["resources"]);
