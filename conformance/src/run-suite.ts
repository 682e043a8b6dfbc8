import { MillraceError, messageOf, systemClock } from "@millrace/kit";
import type { Peer } from "./peers/peer.ts";
import type { Case } from "./suite.ts";
import { differences, type RecordedVerdicts, type Verdict } from "./verdicts.ts";

export interface CaseResult {
  readonly name: string;
  readonly tookMs: number;
  /** What was seen, unless the case failed by itself. */
  readonly verdict?: Verdict;
  /** Why it failed; empty when it passed. */
  readonly failures: readonly string[];
}

const concurrentCases = 4;

/**
 * Tries the cases on `peer`, a few at a time, then those that want to be alone. `recorded` is what they have to see; without it
 * whatever they see is right.
 */
export async function runCases(
  cases: readonly Case[],
  peer: Peer,
  recorded: RecordedVerdicts | undefined,
  done: (result: CaseResult) => void,
): Promise<void> {
  const shared = cases.filter((each) => !each.alone);
  const worker = async (): Promise<void> => {
    for (let next = shared.shift(); next !== undefined; next = shared.shift()) done(await attempt(next, peer, recorded));
  };
  await Promise.all(Array.from({ length: concurrentCases }, worker));
  for (const each of cases) if (each.alone) done(await attempt(each, peer, recorded));
}

async function attempt(tried: Case, peer: Peer, recorded: RecordedVerdicts | undefined): Promise<CaseResult> {
  const startMs = systemClock.monotonicMs();
  const result = (seen: { verdict?: Verdict; failures: readonly string[] }): CaseResult => ({
    name: tried.name,
    tookMs: Math.round(systemClock.monotonicMs() - startMs),
    ...seen,
  });
  try {
    const verdict = await tried.run(peer);
    return result({ verdict, failures: recorded === undefined ? [] : compare(tried.name, recorded, verdict) });
  } catch (thrown) {
    const hint = thrown instanceof MillraceError && thrown.hint !== undefined ? [thrown.hint] : [];
    return result({ failures: [messageOf(thrown), ...hint] });
  }
}

function compare(name: string, recorded: RecordedVerdicts, verdict: Verdict): readonly string[] {
  if (!(name in recorded.cases)) return [`no verdict of Apache Kafka ${recorded.kafka} is recorded: run it with --peer kafka --record`];
  return differences(recorded.cases[name], verdict);
}
