import { type Difference, differences, type Verdict } from "../verdicts.ts";
import { type AcceptedDifference, acceptedOf } from "./accepted.ts";
import type { Step } from "./sequence.ts";

/** A step that the brokers answered differently, in a way that is not accepted. */
export interface Finding {
  readonly at: number;
  readonly step: Step;
  readonly differences: readonly Difference[];
  /** What it is about, whatever the sequence: API, place and values of the first difference. */
  readonly signature: string;
}

export interface Comparison {
  /** The first step that differs; what follows may differ because of it. */
  readonly finding: Finding | undefined;
  readonly accepted: ReadonlySet<AcceptedDifference>;
}

export function compareAnswers(steps: readonly Step[], kafka: readonly Verdict[], millrace: readonly Verdict[]): Comparison {
  const accepted = new Set<AcceptedDifference>();
  for (const [at, step] of steps.entries()) {
    const left: Difference[] = [];
    for (const difference of differences(kafka[at], millrace[at])) {
      const known = acceptedOf(step, kafka[at], difference);
      if (known === undefined) left.push(difference);
      else accepted.add(known);
    }
    const [first] = left;
    if (first !== undefined) return { finding: { at, step, differences: left, signature: signatureOf(step, first) }, accepted };
  }
  return { finding: undefined, accepted };
}

function signatureOf({ api, damage }: Step, { path, expected, actual }: Difference): string {
  const place = path.replaceAll(/\/\d+(?=\/|$)/g, "");
  return `${api}${damage === undefined ? "" : " damaged"} ${place}: ${short(expected)} ≠ ${short(actual)}`;
}

function short(value: Verdict | undefined): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an element";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 90 ? `${text.slice(0, 90)}…` : text;
}
