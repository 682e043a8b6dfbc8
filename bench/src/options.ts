import { parseArgs } from "node:util";
import { MillraceError } from "@millrace/kit";
import type { PeerName } from "./peers/broker-process.ts";

export interface RunOptions {
  readonly rounds: number;
  /** Names of what is to be measured; empty for all. */
  readonly only: readonly string[];
  readonly peers: readonly PeerName[];
  readonly quick: boolean;
  readonly profile: boolean;
  readonly output: "text" | "json";
  /** Name of the file of results; without it, the time. */
  readonly name: string | undefined;
}

export type Command =
  | { readonly command: "run"; readonly options: RunOptions }
  | { readonly command: "compare"; readonly from: string; readonly to: string }
  | { readonly command: "hot"; readonly profile: string }
  | { readonly command: "help" };

export const usage = `Usage: npm run bench -- [options]                     measure Millrace against Apache Kafka
       npm run bench -- compare RESULTS RESULTS       what changed between two runs (files, or names in bench/results)
       npm run bench -- hot FILE.cpuprofile           the functions of a CPU profile that took most time of their own
  --rounds N      each measures everything once on fresh brokers (5)
  --only NAME     only this scenario or part (a wrong name tells which there are); may be given again
  --peer NAME     only kafka or millrace
  --quick         one round with a tenth of the load: shows that it works, measures little
  --profile       keep CPU profiles of Millrace; with --only, of just that
  --name NAME     write the results to bench/results/NAME.json
  --output json   print the results instead of a table`;

const peerChoices: Readonly<Record<string, readonly PeerName[]>> = {
  both: ["kafka", "millrace"],
  kafka: ["kafka"],
  millrace: ["millrace"],
};

/** Reads the command line; `known` are the names that `--only` takes. Throws USAGE. */
export function readCommand(args: readonly string[], known: readonly string[]): Command {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rounds: { type: "string" },
        only: { type: "string", multiple: true, default: [] },
        peer: { type: "string", default: "both" },
        quick: { type: "boolean", default: false },
        profile: { type: "boolean", default: false },
        name: { type: "string" },
        output: { type: "string", default: "text" },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { command: "help" };
    const [command, first, second] = positionals;
    if (command === "compare" && first !== undefined && second !== undefined) return { command, from: first, to: second };
    if (command === "hot" && first !== undefined) return { command, profile: first };
    if (command !== undefined) throw new Error(`can't make sense of: ${positionals.join(" ")}`);
    const { only, quick, profile, name } = values;
    const unknown = only.find((wanted) => !known.includes(wanted));
    if (unknown !== undefined) throw new Error(`--only takes one of ${known.join(", ")}, not ${unknown}`);
    const options = { rounds: roundsOf(values.rounds, quick), only, peers: peersOf(values.peer), quick, profile, name };
    return { command: "run", options: { ...options, output: outputOf(values.output) } };
  } catch (cause) {
    throw new MillraceError("USAGE", cause instanceof Error ? cause.message : String(cause), { hint: usage, cause });
  }
}

function roundsOf(text: string | undefined, quick: boolean): number {
  const rounds = Number(text ?? (quick ? 1 : 5));
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds takes a whole number from 1 on, not ${text}`);
  return rounds;
}

function peersOf(choice: string): readonly PeerName[] {
  const peers = peerChoices[choice];
  if (peers === undefined) throw new Error(`--peer takes kafka, millrace or both, not ${choice}`);
  return peers;
}

function outputOf(choice: string): "text" | "json" {
  if (choice !== "text" && choice !== "json") throw new Error(`--output takes text or json, not ${choice}`);
  return choice;
}
