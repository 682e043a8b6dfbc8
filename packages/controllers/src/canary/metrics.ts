import type { MetricFamily } from "@millrace/kube";

type Labels = Readonly<Record<string, string>>;

/** What is counted for each combination of labels. */
export class Counter {
  readonly name: string;
  readonly #help: string;
  readonly #values = new Map<string, { readonly labels: Labels; value: number }>();

  constructor(name: string, help: string) {
    this.name = name;
    this.#help = help;
  }

  /** `by` may be 0: then it is told that nothing has been counted yet. */
  add(labels: Labels, by = 1): void {
    const key = JSON.stringify(labels);
    const counted = this.#values.get(key);
    if (counted === undefined) this.#values.set(key, { labels, value: by });
    else counted.value += by;
  }

  /** Without those that `keeps` does not want told any longer. */
  keep(keeps: (labels: Labels) => boolean): void {
    for (const [key, { labels }] of this.#values) if (!keeps(labels)) this.#values.delete(key);
  }

  /** `common` are labels that all samples get besides. */
  family(common: Labels): MetricFamily {
    const samples = [...this.#values.values()].map(({ labels, value }) => ({ suffix: "", labels: { ...common, ...labels }, value }));
    return { name: this.name, help: this.#help, type: "counter", samples };
  }
}

interface Distribution {
  readonly labels: Labels;
  /** How often it was at most as much as the end of each bucket. */
  readonly atMost: number[];
  count: number;
  sum: number;
}

/** How something that is measured is distributed, for each combination of labels. */
export class Histogram {
  readonly name: string;
  readonly #help: string;
  readonly #ends: readonly number[];
  readonly #distributions = new Map<string, Distribution>();

  /** `ends` of the buckets, in ascending order; the last one, without end, is added. */
  constructor(name: string, help: string, ends: readonly number[]) {
    this.name = name;
    this.#help = help;
    this.#ends = ends;
  }

  observe(labels: Labels, value: number): void {
    const key = JSON.stringify(labels);
    const found = this.#distributions.get(key) ?? { labels, atMost: this.#ends.map(() => 0), count: 0, sum: 0 };
    this.#distributions.set(key, found);
    for (const [at, end] of this.#ends.entries()) if (value <= end) found.atMost[at] = (found.atMost[at] ?? 0) + 1;
    found.count++;
    found.sum += value;
  }

  keep(keeps: (labels: Labels) => boolean): void {
    for (const [key, { labels }] of this.#distributions) if (!keeps(labels)) this.#distributions.delete(key);
  }

  family(common: Labels): MetricFamily {
    const samples = [...this.#distributions.values()].flatMap(({ labels: own, atMost, count, sum }) => {
      const labels = { ...common, ...own };
      const buckets = [...this.#ends.map((end, at) => [String(end), atMost[at] ?? 0] as const), ["+Inf", count] as const];
      return [
        ...buckets.map(([le, value]) => ({ suffix: "_bucket", labels: { ...labels, le }, value })),
        { suffix: "_sum", labels, value: sum },
        { suffix: "_count", labels, value: count },
      ];
    });
    return { name: this.name, help: this.#help, type: "histogram", samples };
  }
}
