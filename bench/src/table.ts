export type Cell = string;

/** Rows in columns as wide as they need; `alignment` has an `l` or `r` for each column. */
export function table(rows: readonly (readonly Cell[])[], alignment: string): string {
  const widths = [...alignment].map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly Cell[]) =>
    widths.map((width, column) => (alignment[column] === "r" ? (row[column] ?? "").padStart(width) : (row[column] ?? "").padEnd(width)));
  return rows.map((row) => line(row).join("  ").trimEnd()).join("\n");
}
