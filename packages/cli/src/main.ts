import { startSparingly } from "./start-tuning.ts";

startSparingly();
const { runCommandLine } = await import("./program.ts");
const { printFailure } = await import("./failures.ts");
try {
  process.exitCode = await runCommandLine(process.argv.slice(2));
} catch (thrown) {
  printFailure(thrown);
  process.exitCode = 1;
}
