import { basename } from "node:path";
import type { ImportCost } from "./imports/measure.ts";
import { type Goal, type MeasureName, measureNames, measures } from "./measures.ts";
import type { Results } from "./results.ts";
import { type Summary, summarize } from "./statistics.ts";
import { summaryOf, type Verdict } from "./summary.ts";
import { type Cell, table } from "./table.ts";

/** A number with three digits that count, as people read it. */
export function figure(value: number | undefined): string {
  if (value === undefined) return "–";
  if (value === 0) return "0";
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 3));
}

function summaryText(summary: Summary | undefined): string {
  if (summary === undefined) return "–";
  const spread = summary.runs > 1 ? ` ±${Math.round(summary.spread * 100)}%` : "";
  return figure(summary.median) + spread;
}

function goalText(goal: Goal | undefined): string {
  if (goal === undefined) return "";
  if ("atMost" in goal) return `≤ ${goal.atMost}`;
  return "ratioAtMost" in goal ? `≤ ${figure(goal.ratioAtMost)} of Kafka` : `≥ ${goal.ratioAtLeast} × Kafka`;
}

const verdicts = new Map<boolean | undefined, string>([
  [true, "reached"],
  [false, "MISSED"],
  [undefined, ""],
]);

function measureRow(name: MeasureName, { millrace, kafka, ratio, goal, reached }: Verdict): Cell[] {
  const { title, unit } = measures[name];
  return [title, unit, summaryText(millrace), summaryText(kafka), summaryText(ratio), goalText(goal), verdicts.get(reached) ?? ""];
}

function importRow({ name, kind, ms, megabytes }: ImportCost): Cell[] {
  return [name, kind, ms.toFixed(1), megabytes.toFixed(1)];
}

/** The whole run as text for a terminal. */
export function reportOf(results: Results): string {
  const { machine } = results;
  const parts = [
    `${machine.cpu}, ${machine.cores} cores, Linux ${machine.kernel}, Node ${machine.node}, Java ${machine.java}; load before: ${machine.loadBefore}`,
    `Millrace ${machine.commit}, Apache Kafka ${machine.kafka} (formatting its storage is not part of its start); rounds: ${results.rounds}`,
  ];
  if (results.scale < 1)
    parts.push(`Only ${results.scale} of the full load: the values are no figures, and memory is that after ${results.scale} GB.`);
  const summary = Object.entries(summaryOf(results.measures)) as [MeasureName, Verdict][];
  if (summary.length > 0) {
    const head = ["", "unit", "Millrace", "Kafka", "ratio", "goal", ""];
    parts.push("", table([head, ...summary.map(([name, verdict]) => measureRow(name, verdict))], "llrrrll"));
  }
  if (results.imports.length > 0) {
    const rows = results.imports.map(importRow);
    parts.push("", "What importing costs at start, each on top of those before it:", table([["", "", "ms", "MB"], ...rows], "llrr"));
  }
  if (results.profiles !== undefined) parts.push("", `CPU profiles: ${results.profiles}`);
  return parts.join("\n");
}

/** The medians of two runs side by side. */
export function comparisonOf(from: Results, to: Results, names: readonly [string, string]): string {
  const rows = measureNames.flatMap((name): Cell[][] =>
    (["millrace", "kafka"] as const).flatMap((peer) => {
      const [before, after] = [from, to].map((results) => summarize(results.measures[name]?.[peer] ?? []));
      if (before === undefined || after === undefined) return [];
      return [
        [measures[name].title, peer, measures[name].unit, summaryText(before), summaryText(after), figure(after.median / before.median)],
      ];
    }),
  );
  const importsBefore = new Map(from.imports.map((cost) => [cost.name, cost]));
  for (const { name, ms } of to.imports) {
    const before = importsBefore.get(name);
    if (before !== undefined) rows.push([`import ${name}`, "millrace", "ms", figure(before.ms), figure(ms), figure(ms / before.ms)]);
  }
  return table([["", "", "unit", ...names.map((name) => basename(name, ".json")), "ratio"], ...rows], "lllrrr");
}
