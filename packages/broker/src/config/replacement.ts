import { updateModeOf } from "@millrace/configs";
import { brokerRuleProblems } from "./broker-rules.ts";
import { changeProblem } from "./change-rules.ts";
import { listenerOnly } from "./dynamic-rules.ts";
import type { Overrides } from "./parse.ts";
import { type BrokerSettings, settle } from "./settings.ts";
import { listenerBase } from "./synonyms.ts";

/** Why a running broker can't have other properties than it was started with: what it reads when it starts, or what Kafka's rules forbid. */
export function replacementProblem(
  before: BrokerSettings,
  { given, staticProperties }: { readonly given: Overrides; readonly staticProperties: Overrides },
  listenerProblem: (next: BrokerSettings) => string | undefined,
): string | undefined {
  const fixed = changedNames(given, staticProperties).filter((name) => !isTakenWhileRunning(name));
  if (fixed.length > 0) return `${fixed.join(", ")}: read when a broker starts`;
  const { settings: next, problems } = settle({ ...before, staticProperties });
  return problems[0]?.message ?? brokerRuleProblems(next)[0] ?? changeProblem(before, next) ?? listenerProblem(next);
}

/** Of the settings of single listeners, those of keys and certificates; others are read when a listener is opened. */
const isTakenWhileRunning = (name: string): boolean => {
  const base = listenerBase(name);
  if (base !== undefined) return listenerOnly.includes(base);
  const mode = updateModeOf(name);
  return mode === "per-broker" || mode === "cluster-wide";
};

function changedNames(before: Overrides, after: Overrides): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}
