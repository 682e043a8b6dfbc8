import { printable } from "./printable.ts";

const factWidth = 14;

/** Something that there is to say; one below the other where there is more. */
export type Fact = readonly [name: string, value: string | readonly string[]];

/** The standard output, with back-pressure. A reader that goes away (`| head`) ends the output quietly. */
export class Output {
  readonly #stream = process.stdout;
  #gone = false;
  #onGone: () => void = () => {};

  constructor() {
    this.#stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      this.#gone = true;
      this.#onGone();
    });
  }

  /** Whether nobody reads any more. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Calls `task` once nobody reads any more. */
  onGone(task: () => void): void {
    this.#onGone = task;
  }

  /** Writes `bytes`; waits while the reader is slower. */
  async write(bytes: string | Buffer): Promise<void> {
    if (this.#gone || this.#stream.write(bytes)) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.#stream.off("drain", go);
        this.#stream.off("error", go);
        resolve();
      };
      this.#stream.once("drain", go);
      this.#stream.once("error", go);
    });
  }

  /** A line for people. */
  line(text: string): Promise<void> {
    return this.write(`${printable(text)}\n`);
  }

  /** One value as one line of JSON. */
  json(value: unknown): Promise<void> {
    return this.write(`${JSON.stringify(value)}\n`);
  }

  /** Names, with what there is to say of each behind them. */
  facts(facts: readonly Fact[]): Promise<void> {
    const indent = `\n${" ".repeat(factWidth)}`;
    return this.write(facts.map(([name, value]) => `${name.padEnd(factWidth)}${[value].flat().map(printable).join(indent)}\n`).join(""));
  }

  /** Rows under their headers, each column as wide as its widest cell. Nothing but the headers if there is no row. */
  table(headers: readonly string[], rows: ReadonlyArray<ReadonlyArray<string | number>>): Promise<void> {
    const cells = [headers, ...rows].map((row) => row.map((cell) => printable(String(cell))));
    const widths = headers.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
    const lines = cells.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("   ")
        .trimEnd(),
    );
    return this.write(lines.map((line) => `${line}\n`).join(""));
  }
}

export const output: Output = new Output();
