import { UsageError } from "../command.ts";
import { AlignedColumns } from "./aligned-columns.ts";
import { foundText, jsonPath } from "./json-path.ts";

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
    const rows = objects.map((object) => this.#columns.map(({ find }) => find(object).map(foundText).join(",") || "<none>"));
    const head = this.#isHeadPrinted ? [] : [this.#columns.map(({ header }) => header)];
    this.#isHeadPrinted = true;
    return this.#aligned.text([...head, ...rows]);
  }
}

function columnOf(text: string): CustomColumn {
  const at = text.indexOf(":");
  if (at < 1) throw new UsageError(`unexpected custom-columns spec: ${text}, expected <header>:<json-path-expr>`);
  return { header: text.slice(0, at), find: jsonPath(text.slice(at + 1)) };
}
