// `npm test`: every test that needs only Node, in one process, from the sources. Arguments name test files instead.
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";

const named = process.argv.slice(2);
const files =
  named.length > 0
    ? named
    : globSync([
        "packages/*/test/**/*.test.ts",
        "tidy/test/**/*.test.ts",
        "bench/test/**/*.test.ts",
        "fuzz/test/**/*.test.ts",
        "images/test/**/*.test.ts",
        "sim/test/**/*.test.ts",
        "examples/*/test/**/*.test.ts",
      ]).sort();
const options = ["--conditions=source", "--disable-warning=ExperimentalWarning", "--test", "--test-isolation=none"];
const { status } = spawnSync(process.execPath, [...options, "--test-reporter=./scripts/test-reporter.mjs", ...files], { stdio: "inherit" });
process.exit(status ?? 1);
