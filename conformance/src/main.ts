import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MillraceError, messageOf } from "@millrace/kit";
import type { Check } from "./checks/check.ts";
import { multitudes } from "./checks/faults.ts";
import { freshSequences } from "./checks/fresh-sequences.ts";
import { checks } from "./checks/index.ts";
import { apiServers, brokers, type Contest, type Contestant } from "./contest.ts";
import { type KnownDifference, outdatedDifferences } from "./known-differences.ts";
import { kubernetesSuites } from "./kubernetes/suites.ts";
import { type Options, readOptions, usage } from "./options.ts";
import type { PeerName } from "./peers/peer.ts";
import { Report } from "./report.ts";
import { ResultsBook, readResults } from "./results.ts";
import { type CaseResult, runCases } from "./run-suite.ts";
import type { Case, PreparedSuite } from "./suite.ts";
import { suites } from "./suites/index.ts";
import { readVerdicts, recordVerdicts, type Sight } from "./verdicts.ts";

/** Checks that everyday runs have no time for, unless they are asked for by name. */
const nightlyChecks = [freshSequences, multitudes];

/** Of the cases that everyday runs don't try on Apache Kafka, one in this many is tried all the same. */
const sampleEvery = 8;

/** Cases of a suite that get a second try on Apache Kafka; more than these fail together for a reason. */
const triedAgainMax = 4;

interface Attempt<P extends Contestant> {
  readonly contest: Contest<P>;
  /** All cases of the suite. */
  readonly known: readonly Case<P>[];
  readonly options: Options;
  readonly report: Report;
  readonly book: ResultsBook;
}

/**
 * Tries `cases` on a fresh peer that lives as long as they take. A referee is there to tell what is right, so that the few that fail on it
 * get a second try, on another fresh one: they say something of the machine or of the case, nothing of ours. Both tries are shown.
 */
async function tryOn<P extends Contestant>(
  peerName: PeerName,
  cases: readonly Case<P>[],
  attempt: Attempt<P>,
  isSecond = false,
): Promise<void> {
  const { contest, known, options, report, book } = attempt;
  const { suite, referee, version } = contest;
  const group = `${suite} on ${peerName}`;
  report.heading(`${group}: ${cases.length} cases`);
  const dataDir = await mkdtemp(join(tmpdir(), `millrace-${peerName}-`));
  const recording = options.record && peerName === referee;
  const seen: Record<string, Sight> = {};
  const explained = new Set<KnownDifference>();
  const again = new Set<string>();
  const done = (result: CaseResult): void => {
    if (result.failures.length > 0 && peerName === referee && !isSecond && !recording && again.size < triedAgainMax) {
      again.add(result.name);
      report.triedAgain(result.name, result.failures);
      return;
    }
    report.case(group, result);
    book.add(suite, peerName, result);
    if (result.sight !== undefined) seen[result.name] = result.sight;
    for (const difference of result.known) explained.add(difference);
  };
  let peer: P | undefined;
  try {
    peer = await contest.start(peerName, dataDir);
    const expectation = recording ? undefined : { suite, referee, recorded: await readVerdicts(suite) };
    await runCases(cases, peer, expectation, done);
    if (peerName !== referee && Object.keys(seen).length === known.length) tellOutdated(attempt, group, explained);
    if (recording)
      await recordVerdicts(
        suite,
        { [referee]: version },
        seen,
        known.map(({ name }) => name),
      );
  } catch (thrown) {
    report.failed(group, "the peer itself", [messageOf(thrown)]);
  } finally {
    await peer?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
  const failed = cases.filter(({ name }) => again.has(name));
  if (failed.length > 0) await tryOn(peerName, failed, attempt, true);
}

/** Rows of known differences that explained nothing in a whole suite fail. Those of brokers' metrics stand for two suites each, and are left out. */
function tellOutdated<P extends Contestant>({ contest, report }: Attempt<P>, group: string, explained: ReadonlySet<KnownDifference>): void {
  if (contest.referee !== "kubernetes") return;
  for (const { cases, path, reason } of outdatedDifferences(contest.suite, explained))
    report.failed(group, "known differences", [`no longer seen in ${cases} at ${path}: ${reason}`]);
}

async function runSuite<P extends Contestant>(contest: Contest<P>, options: Options, report: Report, book: ResultsBook): Promise<void> {
  const { suite, referee } = contest;
  const peers = options.peers.filter((name) => contest.peers.includes(name));
  if (peers.length === 0) return;
  let prepared: PreparedSuite<P>;
  try {
    prepared = await contest.prepare(options.scale);
  } catch (thrown) {
    report.heading(suite);
    report.withoutTools(suite, thrown);
    book.begin(suite, []);
    return;
  }
  try {
    book.begin(
      suite,
      prepared.cases.map(({ name }) => name),
    );
    const cases = prepared.cases.filter(({ name }) => name.includes(options.only));
    const sample = cases.filter((_, at) => at % sampleEvery === 0);
    if (cases.length === 0) return;
    const attempt = { contest, known: prepared.cases, options, report, book };
    for (const peer of peers) await tryOn(peer, cases, attempt);
    if (options.sampleKafka && referee === "kafka" && !contest.takesMinutes) await tryOn(referee, sample, attempt);
  } finally {
    await prepared.close();
  }
}

async function runCheck(check: Check, report: Report): Promise<void> {
  report.heading(`${check.name}: ${check.about}`);
  try {
    await check.run(report);
  } catch (thrown) {
    report.withoutTools(check.name, thrown);
  }
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const names = [...checks, ...nightlyChecks, ...kubernetesSuites, ...suites].map(({ name }) => name);
  const unknown = options.suites.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new MillraceError("USAGE", `no such suite: ${unknown.join(", ")}; there are ${names.join(", ")}`, { hint: usage });
  const asked = ({ name }: { name: string }): boolean => options.suites.length === 0 || options.suites.includes(name);
  const report = new Report((line) => console.log(line));
  const book = new ResultsBook();
  const further = nightlyChecks.filter(({ name }) => options.scale === "nightly" || options.suites.includes(name));
  for (const check of [...checks, ...further].filter(asked)) await runCheck(check, report);
  for (const suite of kubernetesSuites.filter(asked)) await runSuite(apiServers(suite), options, report, book);
  for (const suite of suites.filter(asked)) await runSuite(brokers(suite), options, report, book);
  // A run of everything stands for itself; a part of it is added to what was seen before.
  await book.write(options.suites.length === 0 && options.only === "" ? {} : await readResults());
  process.exitCode = report.close() ? 0 : 1;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

try {
  await main();
} catch (thrown) {
  console.error(messageOf(thrown));
  if (thrown instanceof MillraceError && thrown.hint !== undefined) console.error(thrown.hint);
  process.exitCode = 2;
}
