import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Exercised } from "./exercised.ts";
import type { PeerName } from "./peers/peer.ts";
import type { CaseResult } from "./run-suite.ts";

/** How a case went on one peer. */
export interface CaseOutcome {
  readonly passed: boolean;
  /** What went wrong, the first few sentences. */
  readonly failures?: readonly string[];
  /** Reasons of the differences that it is known to have. */
  readonly known: readonly string[];
  readonly exercised: Exercised;
}

/** What was tried of one suite, or why it was not. */
export interface SuiteResults {
  /** Names of all its cases; empty when its tools are missing. */
  readonly cases: readonly string[];
  readonly peers: Partial<Record<PeerName, Readonly<Record<string, CaseOutcome>>>>;
}

/** Results by suite. */
export type Results = Readonly<Record<string, SuiteResults>>;

/** Where the results of the last run stand; git does not keep them. */
const file = join(import.meta.dirname, "../results/last-run.json");

/** What the last run saw; later runs of single suites are part of it. */
export async function readResults(): Promise<Results> {
  return existsSync(file) ? (JSON.parse(await readFile(file, "utf8")) as Results) : {};
}

/** What was seen before, with what was seen now in its place; cases that are no more are left out of suites that were begun. */
export function merged(before: Results, now: Results): Results {
  const outcomes = (suite: string, { cases, peers }: SuiteResults) => {
    const kept = before[suite]?.peers ?? {};
    const both = (["kafka", "kubernetes", "millrace"] as const).flatMap((peer) => {
      const all = Object.entries({ ...kept[peer], ...peers[peer] }).filter(([name]) => cases.includes(name));
      return all.length > 0 ? [[peer, Object.fromEntries(all)] as const] : [];
    });
    return { cases, peers: Object.fromEntries(both) };
  };
  return { ...before, ...Object.fromEntries(Object.entries(now).map(([suite, results]) => [suite, outcomes(suite, results)])) };
}

/** Every case that failed, a line each: on a long run's last lines, nobody has to look for what went by. */
export function failedCases(results: Results): string[] {
  return Object.entries(results).flatMap(([suite, { peers }]) =>
    Object.entries(peers).flatMap(([peer, outcomes]) =>
      Object.entries(outcomes).flatMap(([name, { passed, failures = [] }]) =>
        passed ? [] : [`failed: ${suite} ${name} on ${peer}${failures.map((each) => `\n  ${each.slice(0, 300)}`).join("")}`],
      ),
    ),
  );
}

/** Collects results as they come. */
export class ResultsBook {
  readonly #suites = new Map<string, { cases: readonly string[]; peers: Partial<Record<PeerName, Record<string, CaseOutcome>>> }>();

  /** Begins a suite, with the names of all its cases. */
  begin(suite: string, cases: readonly string[]): void {
    this.#suites.set(suite, { cases, peers: {} });
  }

  add(suite: string, peer: PeerName, { name, failures, known, sight }: CaseResult): void {
    const results = this.#suites.get(suite);
    if (results === undefined) return;
    const outcomes = results.peers[peer] ?? {};
    results.peers[peer] = outcomes;
    outcomes[name] = {
      passed: failures.length === 0,
      ...(failures.length > 0 && { failures: failures.slice(0, 3) }),
      known: known.map(({ reason }) => reason),
      exercised: sight?.exercised ?? {},
    };
  }

  /** Writes them down, and what was seen `before` of everything else. */
  async write(before: Results): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `${JSON.stringify(merged(before, Object.fromEntries(this.#suites)), null, 1)}\n`);
  }
}
