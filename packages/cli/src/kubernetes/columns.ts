/** Rows with each column as wide as its widest cell, two spaces between them. */
export function columns(rows: ReadonlyArray<readonly string[]>, margin = ""): string {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)) + 2);
  const line = (row: readonly string[]) => row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join("");
  return rows.map((row) => `${margin}${line(row).trimEnd()}\n`).join("");
}
