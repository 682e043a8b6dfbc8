import { MillraceError, messageOf, systemClock } from "@millrace/kit";
import { exercising } from "./exercised.ts";
import { type KnownDifference, knownDifferenceOf } from "./known-differences.ts";
import { type PeerName, type RefereeName, refereeTitles } from "./peers/peer.ts";
import type { Case } from "./suite.ts";
import { describeDifference, differences, type RecordedVerdicts, type Sight, type Verdict } from "./verdicts.ts";

export interface CaseResult {
  readonly name: string;
  readonly tookMs: number;
  /** What was seen and exercised, unless the case failed by itself. */
  readonly sight?: Sight;
  /** Why it failed; empty when it passed. */
  readonly failures: readonly string[];
  /** What differs from the recorded verdict as it is known to. */
  readonly known: readonly KnownDifference[];
}

/** What the cases have to see. */
export interface Expectation {
  readonly suite: string;
  readonly referee: RefereeName;
  readonly recorded: RecordedVerdicts;
}

interface Named {
  readonly name: PeerName;
}

const differencesShownMax = 12;

const concurrentCases = 4;

/**
 * Tries the cases on `peer`, a few at a time, then those that want to be alone. Without `expectation`
 * whatever they see is right.
 */
export async function runCases<P extends Named>(
  cases: readonly Case<P>[],
  peer: P,
  expectation: Expectation | undefined,
  done: (result: CaseResult) => void,
): Promise<void> {
  const shared = cases.filter((each) => !each.alone);
  const worker = async (): Promise<void> => {
    for (let next = shared.shift(); next !== undefined; next = shared.shift()) done(await attempt(next, peer, expectation));
  };
  await Promise.all(Array.from({ length: concurrentCases }, worker));
  for (const each of cases) if (each.alone) done(await attempt(each, peer, expectation));
}

async function attempt<P extends Named>(tried: Case<P>, peer: P, expectation: Expectation | undefined): Promise<CaseResult> {
  const startMs = systemClock.monotonicMs();
  const ended = (seen: Pick<CaseResult, "failures"> & Partial<CaseResult>): CaseResult => ({
    name: tried.name,
    tookMs: Math.round(systemClock.monotonicMs() - startMs),
    known: [],
    ...seen,
  });
  try {
    const { result: verdict, exercised } = await exercising(() => tried.run(peer));
    const sight = { verdict, exercised };
    if (expectation === undefined) return ended({ sight, failures: [] });
    return ended({ sight, ...compare(tried, peer, expectation, verdict) });
  } catch (thrown) {
    const hint = thrown instanceof MillraceError && thrown.hint !== undefined ? [thrown.hint] : [];
    return ended({ failures: [messageOf(thrown), ...hint] });
  }
}

function compare<P extends Named>(
  { name, differences: differ = differences }: Case<P>,
  peer: P,
  { suite, referee, recorded }: Expectation,
  verdict: Verdict,
): Pick<CaseResult, "failures" | "known"> {
  const expected = recorded.cases[name];
  if (expected === undefined) {
    return { failures: [`no verdict of ${refereeTitles[referee]} is recorded: run it with --peer ${referee} --record`], known: [] };
  }
  const known = new Set<KnownDifference>();
  const failures: string[] = [];
  for (const difference of differ(expected, verdict)) {
    const explained = peer.name === referee ? undefined : knownDifferenceOf(suite, name, difference);
    if (explained === undefined) failures.push(describeDifference(difference));
    else known.add(explained);
  }
  const more = failures.length - differencesShownMax;
  const shown = more > 0 ? [...failures.slice(0, differencesShownMax), `… and ${more} more`] : failures;
  return { failures: shown, known: [...known] };
}
