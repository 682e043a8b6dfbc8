import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MillraceError, messageOf } from "@millrace/kit";
import { laterApiReason } from "../known-differences.ts";
import { kubernetesSuites } from "../kubernetes/suites.ts";
import { failedCases, readResults } from "../results.ts";
import { acceptedDifferences } from "../sequences/accepted.ts";
import { suites } from "../suites/index.ts";
import { readVerdicts, type Verdict } from "../verdicts.ts";
import { documentedErrors } from "./documented-errors.ts";
import { changes, type Ledger, ledgerPage } from "./page.ts";
import { errorRows, exercisedOnMillrace, type KafkaApi, suiteRow, versionRows } from "./rows.ts";
import { toolRows } from "./tools.ts";

const page = join(import.meta.dirname, "../../../docs/compatibility.md");

/** What a fresh Apache Kafka lists, as its own tool prints it: `Produce(0)`: `0 to 13 [usable: 13]`. */
async function kafkaApis(): Promise<readonly KafkaApi[]> {
  const lines = (await readVerdicts("tools")).cases["kafka-broker-api-versions"] as Readonly<Record<string, Verdict>>;
  const found = Object.entries(lines).flatMap(([label, versions]) => {
    const [, name, key] = /^(\w+)\((\d+)\)$/.exec(label) ?? [];
    const [, min, max = min] = /^(\d+)(?: to (\d+))?/.exec(String(versions)) ?? [];
    return name === undefined || min === undefined ? [] : [{ key: Number(key), name, min: Number(min), max: Number(max) }];
  });
  return found.sort((a, b) => a.key - b.key);
}

async function ledger(): Promise<Ledger> {
  const results = await readResults();
  const recorded = await Promise.all(suites.map(({ name }) => readVerdicts(name)));
  const apis = await kafkaApis();
  const later = new Map(
    apis.flatMap(({ key }) => {
      const reason = laterApiReason(key);
      return reason === undefined ? [] : [[key, reason] as const];
    }),
  );
  const evidence = {
    apis,
    later,
    documented: await documentedErrors(),
    onKafka: recorded.flatMap(({ exercised = {} }) => Object.values(exercised)),
    onMillrace: exercisedOnMillrace(results),
  };
  return {
    versions: versionRows(evidence),
    errors: errorRows(evidence),
    suites: suites.map(({ name }) => suiteRow(name, results[name])),
    kubernetes: kubernetesSuites.map(({ name }) => suiteRow(name, results[name])),
    tools: toolRows(results),
    accepted: acceptedDifferences,
  };
}

/** Rows that neither pass nor differ with a reason. */
function open({ versions, errors, tools, suites: rows, kubernetes }: Ledger): string[] {
  const named = [
    ...[...rows, ...kubernetes].map(({ suite, verdict }) => [`suite ${suite}`, verdict] as const),
    ...tools.map(({ tool, verdict }) => [`tool ${tool}`, verdict] as const),
    ...versions.map(({ api, first, last, verdict }) => [`${api.name} version ${first} to ${last}`, verdict] as const),
    ...errors.map(({ api, error, verdict }) => [`${api.name} ${error}`, verdict] as const),
  ];
  return named.flatMap(([name, { kind }]) => (kind === "fails" || kind === "not run" ? [`${kind}: ${name}`] : []));
}

/** Writes the page; with `--check`, only looks whether it says what the last run saw, and whether everything ran. */
async function main(): Promise<void> {
  const [option] = process.argv.slice(2);
  if (option !== undefined && option !== "--check") throw new MillraceError("USAGE", `Usage: npm run ledger -- [--check]; got ${option}`);
  const made = await ledger();
  const fresh = ledgerPage(made);
  const rows = open(made);
  for (const line of [...rows, ...failedCases(await readResults())]) console.error(line);
  if (option === undefined) {
    await writeFile(page, fresh);
    console.log(`wrote docs/compatibility.md; ${rows.length} rows failed or did not run`);
    return;
  }
  const stale = changes(existsSync(page) ? await readFile(page, "utf8") : "", fresh);
  if (stale.length > 0) {
    console.error("docs/compatibility.md does not say what the last run saw: npm run test:conformance, then npm run ledger");
    for (const line of stale) console.error(line);
  }
  const failed = stale.length > 0 || rows.length > 0;
  console.log(failed ? "the ledger does not hold" : "the ledger holds");
  if (failed) process.exitCode = 1;
}

try {
  await main();
} catch (thrown) {
  console.error(messageOf(thrown));
  process.exitCode = 2;
}
