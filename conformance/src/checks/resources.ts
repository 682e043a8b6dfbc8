import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "../toolchain/commands.ts";
import type { Check } from "./check.ts";

const folder = join(import.meta.dirname, "../resources");

/** The resource schemas against Strimzi's CRDs: tests of Node's runner, which needs Maven and Java 21 or Python. */
export const resources: Check = {
  name: "resources",
  about: "resource schemas against Strimzi's CRDs",
  async run(report) {
    const files = (await readdir(folder)).filter((name) => name.endsWith(".test.ts")).map((name) => join(folder, name));
    const args = ["--conditions=source", "--test", "--test-isolation=none", "--test-reporter=tap", ...files];
    const { stdout, stderr } = await runCommand(process.execPath, args, { timeoutMs: 900_000 });
    const count = (what: string): number => Number(new RegExp(`^# ${what} (\\d+)$`, "m").exec(stdout)?.[1] ?? 0);
    const counts = { passed: count("pass"), failed: count("fail"), skipped: count("skipped") };
    const failures = stdout.split("\n").filter((line) => line.trimStart().startsWith("not ok"));
    report.note(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    for (const failure of failures) report.note(failure);
    report.counted(counts, "resources");
    if (counts.passed + counts.failed === 0) report.failed("resources", "the tests ran", [stderr || stdout]);
  },
};
