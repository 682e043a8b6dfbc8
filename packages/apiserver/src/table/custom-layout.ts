import { jsonText } from "../json-text.ts";
import type { PrinterColumn, TableLayout } from "../kinds/kind.ts";
import type { Json } from "../objects.ts";
import { age } from "./age.ts";
import { jsonPath } from "./json-path.ts";

const nameColumn = { name: "Name", type: "string", format: "name", description: "Name of the resource.", priority: 0 };

/** The table of a kind that a CustomResourceDefinition describes: its name, and the columns that are declared. */
export function customLayout(columns: readonly PrinterColumn[]): TableLayout {
  const finders = columns.map((column) => ({ type: column.type, find: jsonPath(column.jsonPath) }));
  return {
    columns: [
      nameColumn,
      ...columns.map(({ name, type, format = "", description, priority = 0 }) => ({ name, type, format, description, priority })),
    ],
    cells: (object, nowMs) => [
      object.metadata.name ?? "",
      ...finders.map(({ type, find }) => {
        const [value] = find(object);
        return value === undefined || value === null ? null : cell(type, value, nowMs);
      }),
    ],
  };
}

/** A value as a column of a type shows it; null where it is not of that type. */
function cell(type: string, value: Json, nowMs: number): Json {
  if (type === "string") return typeof value === "object" ? jsonText(value) : String(value);
  if (type === "integer") return typeof value === "number" ? Math.trunc(value) : null;
  if (type === "number") return typeof value === "number" ? value : null;
  if (type === "boolean") return typeof value === "boolean" ? value : null;
  if (type !== "date" || typeof value !== "string") return null;
  return Number.isNaN(Date.parse(value)) ? "<invalid>" : age(value, nowMs);
}
