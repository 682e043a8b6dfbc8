/** How kubectl sets columns: so many spaces between them, and none narrower than this with them. */
const gap = 3;
const widthMin = 6;

/** Prints rows as they come, each under the columns of those before. */
export class AlignedColumns {
  #widths: readonly number[] = [];

  text(rows: ReadonlyArray<readonly string[]>): string {
    const columns = rows[0] ?? this.#widths;
    this.#widths = columns.map((_, at) => Math.max(this.#widths[at] ?? widthMin, ...rows.map((cells) => (cells[at]?.length ?? 0) + gap)));
    return rows.map((cells) => `${aligned(cells, this.#widths)}\n`).join("");
  }
}

const aligned = (cells: readonly string[], widths: readonly number[]): string =>
  cells.map((cell, at) => (at === cells.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join("");
