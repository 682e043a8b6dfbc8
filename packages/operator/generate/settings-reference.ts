import { settingsTable } from "../src/process/settings.ts";
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

const introduction = `# The operator's settings

Variables of its environment. The [manifest, the chart and the bundle](../kubernetes.md) say what an installation needs; a value that can't be right ends the operator at once, with a line for each.

| Variable | Default | What it means |
|---|---|---|
`;

/** A page of all settings, from the table by which they are read. */
export function settingsReference(): Artefact {
  const rows = Object.values<Row>(settingsTable).map(
    (row) => `| ${code(row.variable)} | ${defaultOf(row)} | ${row.means.replaceAll("|", "\\|")} |\n`,
  );
  const text = `<!-- Generated from packages/operator/src/process/settings.ts. Do not edit. -->\n\n${introduction}${rows.join("")}`;
  return { path: "docs/reference/operator-settings.md", text };
}
