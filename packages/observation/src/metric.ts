/** A metric whose values are read when somebody asks. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  /** Names of its labels. */
  readonly labels: readonly string[];
  samples(): Iterable<{ readonly labels: Readonly<Record<string, string>>; readonly value: number }>;
}
