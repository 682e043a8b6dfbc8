import { printFailure } from "./failures.ts";
import { runCommandLine } from "./program.ts";

// Timers alone don't keep a process alive here; a command that waits for one has to go on.
const { port1: held } = new MessageChannel();
held.ref();

try {
  process.exitCode = await runCommandLine(process.argv.slice(2));
} catch (thrown) {
  printFailure(thrown);
  process.exitCode = 1;
} finally {
  held.close();
}
