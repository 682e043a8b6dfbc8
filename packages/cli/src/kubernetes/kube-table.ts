import type { Column, Row, Table } from "@millrace/kube/browse";
import { AlignedColumns } from "./aligned-columns.ts";

export interface TableOptions {
  /** Columns too that are for those who want to see much. */
  readonly wide: boolean;
  readonly withNamespace: boolean;
  /** Put in front of names: `kafkatopic.kafka.strimzi.io/`. */
  readonly prefix: string;
  readonly headers: boolean;
}

/** Prints rows as they come, each under the columns of those before. */
export class KubeTable {
  readonly #options: TableOptions;
  readonly #aligned = new AlignedColumns();
  #columns: readonly Column[] = [];

  constructor(options: TableOptions) {
    this.#options = options;
  }

  /** Headers come with the first rows. */
  text({ columns, rows }: Pick<Table, "columns" | "rows">): string {
    const isFirst = this.#columns.length === 0;
    if (isFirst) this.#columns = columns;
    const { withNamespace, headers } = this.#options;
    const names = [...(withNamespace ? ["NAMESPACE"] : []), ...this.#shown(this.#columns).map(({ name }) => name.toUpperCase())];
    return this.#aligned.text([...(isFirst && headers ? [names] : []), ...rows.map((row) => this.#cells(row))]);
  }

  #cells({ cells, namespace = "", name }: Row): string[] {
    const { withNamespace, prefix } = this.#options;
    const texts = this.#columns.map((column, at) => (at === 0 && column.name === "Name" ? `${prefix}${name}` : cellText(cells[at])));
    return [...(withNamespace ? [namespace] : []), ...this.#shown(texts)];
  }

  #shown<T>(parts: readonly T[]): readonly T[] {
    return this.#options.wide ? parts : parts.filter((_, at) => (this.#columns[at]?.priority ?? 0) === 0);
  }
}

/** A cell is one line. */
function cellText(cell: unknown): string {
  const [line = "", ...more] = String(cell ?? "").split(/[\r\n\f]/);
  return more.length === 0 ? line : `${line}...`;
}
