import { drainCleanerSettings } from "../src/evictions/settings.ts";
import { settingsTable } from "../src/process/settings.ts";
import { topicOperatorSettings, userOperatorSettings } from "../src/standalone/settings.ts";
import type { Artefact } from "./artefacts.ts";

interface Row {
  readonly variable: string;
  readonly means: string;
  readonly whenAbsent?: string;
  readonly optional?: true;
}

const code = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``;

function defaultOf({ whenAbsent, optional }: Row): string {
  if (whenAbsent !== undefined) return whenAbsent === "" ? "none" : code(whenAbsent);
  return optional === true ? "" : "has to be said";
}

const head = "| Variable | Default | What it means |\n|---|---|---|\n";

const introduction = `# The operator's settings

Variables of its environment. The [manifest, the chart and the bundle](../kubernetes.md) say what an installation needs; a value that can't be right ends the operator at once, with a line for each.

`;

const sections: ReadonlyArray<readonly [title: string, table: Readonly<Record<string, Row>>]> = [
  ["A Topic Operator by itself", topicOperatorSettings],
  ["A User Operator by itself", userOperatorSettings],
  ["The Drain Cleaner", drainCleanerSettings],
];

const tableText = (table: Readonly<Record<string, Row>>): string =>
  head +
  Object.values<Row>(table)
    .map((row) => `| ${code(row.variable)} | ${defaultOf(row)} | ${row.means.replaceAll("|", "\\|")} |\n`)
    .join("");

/** A page of all settings, from the tables by which they are read. */
export function settingsReference(): Artefact {
  const more = sections.map(([title, table]) => `\n## ${title}\n\n${tableText(table)}`);
  const text = `<!-- Generated from packages/operator/src. Do not edit. -->\n\n${introduction}${tableText(settingsTable)}${more.join("")}`;
  return { path: "docs/reference/operator-settings.md", text };
}
