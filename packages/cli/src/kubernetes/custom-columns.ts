import { UsageError } from "../command.ts";
import { AlignedColumns } from "./aligned-columns.ts";
import { jsonPath } from "./json-path.ts";

interface CustomColumn {
  readonly header: string;
  readonly find: (object: unknown) => readonly unknown[];
}

/** Prints objects in columns such as `NAME:.metadata.name,PARTITIONS:.spec.partitions`, as kubectl does. Throws UsageError. */
export class CustomColumns {
  readonly #columns: readonly CustomColumn[];
  readonly #aligned = new AlignedColumns();
  #isHeadPrinted: boolean;

  constructor(specification: string, headers: boolean) {
    if (specification === "") throw new UsageError("custom-columns format specified but no custom columns given");
    this.#columns = specification.split(/,(?![^[]*\])/).map(columnOf);
    this.#isHeadPrinted = !headers;
  }

  text(objects: readonly unknown[]): string {
    const rows = objects.map((object) => this.#columns.map(({ find }) => find(object).map(cellText).join(",") || "<none>"));
    const head = this.#isHeadPrinted ? [] : [this.#columns.map(({ header }) => header)];
    this.#isHeadPrinted = true;
    return this.#aligned.text([...head, ...rows]);
  }
}

/** A value as kubectl prints it in a column, which is how Go does. */
function cellText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(cellText).join(" ")}]`;
  if (typeof value !== "object" || value === null) return String(value ?? "<nil>");
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `map[${members.map(([key, member]) => `${key}:${cellText(member)}`).join(" ")}]`;
}

function columnOf(text: string): CustomColumn {
  const at = text.indexOf(":");
  if (at < 1) throw new UsageError(`unexpected custom-columns spec: ${text}, expected <header>:<json-path-expr>`);
  return { header: text.slice(0, at), find: jsonPath(text.slice(at + 1)) };
}
