import type { Table } from "@millrace/kube/browse";

export interface LabelColumnOptions {
  readonly labelColumns?: readonly string[];
  readonly showLabels: boolean;
}

/** A table with labels of its objects in columns behind the others: each of some by itself, and all in one. */
export function withLabels(table: Table, { labelColumns = [], showLabels }: LabelColumnOptions): Table {
  if (labelColumns.length === 0 && !showLabels) return table;
  const names = [...labelColumns.map((label) => label.slice(label.lastIndexOf("/") + 1)), ...(showLabels ? ["LABELS"] : [])];
  const columns = table.columns.length === 0 ? [] : [...table.columns, ...names.map((name) => ({ name, priority: 0 }))];
  const rows = table.rows.map((row) => {
    const chosen = labelColumns.map((label) => row.labels[label] ?? "");
    return { ...row, cells: [...row.cells, ...chosen, ...(showLabels ? [allLabels(row.labels)] : [])] };
  });
  return { ...table, columns, rows };
}

function allLabels(labels: Readonly<Record<string, string>>): string {
  const texts = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return texts.length === 0 ? "<none>" : texts.sort().join(",");
}
