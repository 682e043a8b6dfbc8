import { type Alert, alertGroups } from "@millrace/operator/monitoring";
import type { AlertTrial } from "./alert-trials.ts";

const alertNamed = (name: string): Alert | undefined => alertGroups.flatMap(({ alerts }) => alerts).find((alert) => alert.name === name);

/** Alerts that no trial is about, and trials about none. */
export function withoutTrial(trials: readonly AlertTrial[]): readonly string[] {
  const tried = new Set(trials.map(({ alert }) => alert));
  const untried = alertGroups.flatMap(({ alerts }) => alerts).filter(({ name }) => !tried.has(name));
  const strange = trials.filter(({ alert }) => alertNamed(alert) === undefined);
  return [...untried.map(({ name }) => `nothing tries ${name}`), ...strange.map(({ alert }) => `there is no alert ${alert}`)];
}

/** What promtool runs: each alert once where it fires, and where it does not. */
export function promtoolTests(ruleFile: string, trials: readonly AlertTrial[]): object {
  const tests = trials.flatMap((trial) => {
    const { alert, atMinutes, labels, says } = trial;
    const known = alertNamed(alert);
    const fired = { exp_labels: { ...labels, severity: known?.severity }, exp_annotations: { summary: known?.summary, description: says } };
    const test = (name: string, input: AlertTrial["fires"], expected: readonly object[]) => ({
      ...{ name: `${alert} ${name}`, interval: "1m" },
      input_series: input.map(([series, values]) => ({ series, values })),
      alert_rule_test: [{ eval_time: `${atMinutes}m`, alertname: alert, exp_alerts: expected }],
    });
    return [test("fires", trial.fires, [fired]), ...trial.quiet.map((input, at) => test(`is quiet, ${at + 1}`, input, []))];
  });
  return { rule_files: [ruleFile], evaluation_interval: "1m", tests };
}
