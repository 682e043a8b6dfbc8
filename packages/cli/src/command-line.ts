import { printFailure } from "./failures.ts";
import { runCommandLine } from "./program.ts";

try {
  process.exitCode = await runCommandLine(process.argv.slice(2));
} catch (thrown) {
  printFailure(thrown);
  process.exitCode = 1;
}
