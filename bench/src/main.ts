import { MillraceError, messageOf } from "@millrace/kit";
import { readCommand, usage } from "./options.ts";
import { exitOnSignals } from "./process/at-exit.ts";
import { hotFunctions, readProfile } from "./profile/hot-functions.ts";
import { comparisonOf, reportOf } from "./report.ts";
import { jsonOf, readResults } from "./results.ts";
import { knownNames, run } from "./run.ts";
import { table } from "./table.ts";

const hotCount = 40;

async function main(args: readonly string[]): Promise<void> {
  const command = readCommand(args, knownNames);
  switch (command.command) {
    case "run": {
      // Progress goes to stderr, so that stdout holds nothing but the results.
      const { results, path } = await run(command.options, (line) => console.error(line));
      console.log(command.options.output === "json" ? jsonOf(results) : `\n${reportOf(results)}\n\nwritten to ${path}`);
      return;
    }
    case "compare": {
      const [from, to] = await Promise.all([readResults(command.from), readResults(command.to)]);
      console.log(comparisonOf(from, to, [command.from, command.to]));
      return;
    }
    case "help":
      console.log(usage);
      return;
    case "hot": {
      const rows = hotFunctions(await readProfile(command.profile), hotCount);
      console.log(
        table(
          rows.map(({ where, selfMs, share }) => [`${(share * 100).toFixed(1)}%`, `${selfMs.toFixed(0)} ms`, where]),
          "rrl",
        ),
      );
    }
  }
}

// Timers don't keep a process alive here, and there are times when it waits for nothing else.
const { port1: held } = new MessageChannel();
held.ref();

exitOnSignals();

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  console.error(messageOf(thrown));
  if (thrown instanceof MillraceError && thrown.hint !== undefined) console.error(thrown.hint);
  process.exitCode = 1;
} finally {
  held.close();
}
