// `npm run check`: formatter and linter, types, layering and sizes, dead code. All of them, then the verdict.
import { spawnSync } from "node:child_process";

const checks = [
  ["format and lint", "biome", ["check", "--error-on-warnings", "."]],
  ["types", "tsc", ["-b"]],
  ["types of tests", "tsc", ["-p", "tsconfig.tests.json"]],
  ["layers and sizes", "node", ["--conditions=source", "--test", "--test-reporter=dot", "tidy/test/*.test.ts"]],
  ["dead code", "knip", ["--no-config-hints"]],
];

const failed = [];
for (const [name, command, args] of checks) {
  const { status } = spawnSync(`node_modules/.bin/${command}`, args, { stdio: "inherit" });
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name}`);
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  console.error(`failed: ${failed.join(", ")}`);
  process.exit(1);
}
