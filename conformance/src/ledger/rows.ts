import type { Exercised } from "../exercised.ts";
import type { PeerName } from "../peers/peer.ts";
import type { CaseOutcome, Results, SuiteResults } from "../results.ts";
import { whyUnreachable } from "./unreachable-errors.ts";

/** An API as Apache Kafka's ApiVersions lists it. */
export interface KafkaApi {
  readonly key: number;
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

/** What a row of the ledger says. `difference` comes with the reason that it is named by. */
export type Verdict = { readonly kind: "pass" | "fails" | "not run" } | { readonly kind: "difference"; readonly reason: string };

export interface VersionRow {
  readonly api: KafkaApi;
  readonly first: number;
  readonly last: number;
  readonly verdict: Verdict;
}

export interface ErrorRow {
  readonly api: KafkaApi;
  readonly error: string;
  /** Versions in which both brokers answered with it. */
  readonly versions: readonly number[];
  readonly verdict: Verdict;
}

export interface SuiteRow {
  readonly suite: string;
  readonly verdict: Verdict;
  /** Reasons of the differences that its cases are known to have. */
  readonly known: readonly string[];
}

/** One of the command line tools. */
export interface ToolRow extends Pick<SuiteRow, "verdict" | "known"> {
  readonly tool: string;
}

/** What the ledger is made of. */
export interface Evidence {
  /** What Apache Kafka lists. */
  readonly apis: readonly KafkaApi[];
  /** Keys of the APIs that are left to later work, and why; what of them was tried all the same counts as of the others. */
  readonly later: ReadonlyMap<number, string>;
  readonly documented: ReadonlyMap<string, readonly string[]>;
  /** Exercised on Apache Kafka and on our broker, each in cases that passed. */
  readonly onKafka: readonly Exercised[];
  readonly onMillrace: readonly Exercised[];
}

/** Errors by version that both brokers were seen to answer with. */
function onBoth({ onKafka, onMillrace }: Evidence, { key }: KafkaApi): ReadonlyMap<number, ReadonlySet<string>> {
  const union = (all: readonly Exercised[]): Map<number, Set<string>> => {
    const seen = new Map<number, Set<string>>();
    for (const exercised of all)
      for (const [version, errors] of Object.entries(exercised[key] ?? {}))
        seen.set(Number(version), new Set([...(seen.get(Number(version)) ?? []), ...errors]));
    return seen;
  };
  const kafka = union(onKafka);
  const both = [...union(onMillrace)].flatMap(([version, errors]) => {
    const common = errors.intersection(kafka.get(version) ?? new Set());
    return common.size > 0 ? [[version, common] as const] : [];
  });
  return new Map(both);
}

/** One row for versions that follow each other and have the same verdict. */
export function versionRows(evidence: Evidence): readonly VersionRow[] {
  return evidence.apis.flatMap((api) => {
    const seen = onBoth(evidence, api);
    const unseen = notRun(evidence, api);
    const rows: VersionRow[] = [];
    for (let version = api.min; version <= api.max; version += 1) {
      const verdict: Verdict = seen.has(version) ? { kind: "pass" } : unseen;
      const before = rows.at(-1);
      if (before?.verdict.kind === verdict.kind) rows.splice(-1, 1, { ...before, last: version });
      else rows.push({ api, first: version, last: version, verdict });
    }
    return rows;
  });
}

/** Each error that Kafka documents for an API of which something was tried or has to be, and each that was seen. */
export function errorRows(evidence: Evidence): readonly ErrorRow[] {
  return evidence.apis.flatMap((api) => {
    const seen = onBoth(evidence, api);
    if (seen.size === 0 && evidence.later.has(api.key)) return [];
    const errors = new Set([...(evidence.documented.get(api.name) ?? []), ...[...seen.values()].flatMap((each) => [...each])]);
    return [...errors].sort().map((error) => {
      const versions = [...seen].flatMap(([version, each]) => (each.has(error) ? [version] : [])).sort((a, b) => a - b);
      const reason = whyUnreachable(api.name, error);
      const unseen: Verdict = reason === undefined ? notRun(evidence, api) : { kind: "difference", reason };
      return { api, error, versions, verdict: versions.length > 0 ? { kind: "pass" } : unseen };
    });
  });
}

/** What is said of something that was not tried. */
function notRun({ later }: Evidence, { key }: KafkaApi): Verdict {
  const reason = later.get(key);
  return reason === undefined ? { kind: "not run" } : { kind: "difference", reason };
}

/** How one case went on our broker and, where it was tried there, on its referee. */
type Outcomes = Partial<Record<PeerName, CaseOutcome | undefined>>;

/** What several cases come to together: they pass if every one did on our broker, and none failed on the referee. */
export function verdictOf(outcomes: readonly Outcomes[]): Pick<SuiteRow, "verdict" | "known"> {
  const tried = outcomes.flatMap(({ millrace }) => millrace ?? []);
  const failed = outcomes.some((each) => Object.values(each).some((outcome) => outcome?.passed === false));
  const kind = failed ? "fails" : tried.length > 0 && tried.length === outcomes.length ? "pass" : "not run";
  return { verdict: { kind }, known: [...new Set(tried.flatMap(({ known }) => known))].sort() };
}

/** One row for a suite: all that its cases come to. */
export function suiteRow(suite: string, { cases, peers }: SuiteResults = { cases: [], peers: {} }): SuiteRow {
  const { millrace = {}, kafka = {}, kubernetes = {} } = peers;
  const outcomes = cases.map((name) => ({ millrace: millrace[name], kafka: kafka[name], kubernetes: kubernetes[name] }));
  return { suite, ...verdictOf(outcomes) };
}

/** What was exercised on our broker by cases that passed. */
export function exercisedOnMillrace(results: Results): readonly Exercised[] {
  return Object.values(results).flatMap(({ peers }) =>
    Object.values(peers.millrace ?? {}).flatMap(({ passed, exercised }) => (passed ? [exercised] : [])),
  );
}
