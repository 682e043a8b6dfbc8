import type { Column, Row, Table } from "@millrace/kube/browse";

/** How kubectl sets columns: so many spaces between them, and none narrower than this with them. */
const gap = 3;
const widthMin = 6;

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
  #columns: readonly Column[] = [];
  #widths: readonly number[] = [];

  constructor(options: TableOptions) {
    this.#options = options;
  }

  /** Headers come with the first rows. */
  text({ columns, rows }: Pick<Table, "columns" | "rows">): string {
    const isFirst = this.#columns.length === 0;
    if (isFirst) this.#columns = columns;
    const { withNamespace, headers } = this.#options;
    const names = [...(withNamespace ? ["NAMESPACE"] : []), ...this.#shown(this.#columns).map(({ name }) => name.toUpperCase())];
    const lines = [...(isFirst && headers ? [names] : []), ...rows.map((row) => this.#cells(row))];
    const widest = names.map((_, at) => Math.max(this.#widths[at] ?? widthMin, ...lines.map((cells) => (cells[at]?.length ?? 0) + gap)));
    this.#widths = widest;
    return lines.map((cells) => `${aligned(cells, widest)}\n`).join("");
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

const aligned = (cells: readonly string[], widths: readonly number[]): string =>
  cells.map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join("");

/** A cell is one line. */
function cellText(cell: unknown): string {
  const [line = "", ...more] = String(cell ?? "").split(/[\r\n\f]/);
  return more.length === 0 ? line : `${line}...`;
}
