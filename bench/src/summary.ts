import { type Goal, goalOf, type MeasureName, measureNames, reached } from "./measures.ts";
import type { PeerName } from "./peers/broker-process.ts";
import { pairedRatios, type Summary, summarize } from "./statistics.ts";

/** Values of a measure, one a round. */
export type Series = Partial<Record<PeerName, readonly number[]>>;

/** What a measure came to, over all rounds. */
export interface Verdict {
  readonly millrace?: Summary;
  readonly kafka?: Summary;
  /** Millrace's value by Kafka's of the same round. */
  readonly ratio?: Summary;
  readonly goal?: Goal;
  readonly reached?: boolean;
}

function verdictOf(name: MeasureName, { millrace = [], kafka = [] }: Series): Verdict {
  const [ours, theirs] = [summarize(millrace), summarize(kafka)];
  const ratio = pairedRatios(millrace, kafka);
  const goal = goalOf(name);
  const verdict = { millrace: ours, kafka: theirs, ratio, goal, reached: reached(goal, ours?.median, ratio?.median) };
  return Object.fromEntries(Object.entries(verdict).filter(([, value]) => value !== undefined)) as Verdict;
}

/** The verdict on each measure that has values, in the order of the report. */
export function summaryOf(measured: Partial<Record<MeasureName, Series>>): Partial<Record<MeasureName, Verdict>> {
  return Object.fromEntries(
    measureNames.flatMap((name) => {
      const series = measured[name];
      return series === undefined ? [] : [[name, verdictOf(name, series)]];
    }),
  );
}
