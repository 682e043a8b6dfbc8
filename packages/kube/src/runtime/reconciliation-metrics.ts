import type { Outcome } from "./controller.ts";

/** One number of a metric. */
export interface MetricSample {
  /** What comes after the metric's name: `_bucket`, `_sum`, …; empty as a rule. */
  readonly suffix: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly samples: readonly MetricSample[];
}

/** Upper ends of the buckets of Strimzi's timers, in seconds. */
const bucketEnds = [1, 5, 10, 30, 60, 120, 300];

/** What reconciliations of one kind have come to, by the names and labels of Strimzi's operators. */
export class ReconciliationMetrics {
  readonly #labels: Readonly<Record<string, string>>;
  readonly #resources: () => { readonly all: number; readonly paused: number };
  readonly #counts = { total: 0, done: 0, failed: 0, periodical: 0, waiting: 0, active: 0 };
  readonly #largest = { queue: 0, batch: 0 };
  readonly #buckets = bucketEnds.map(() => 0);
  #seconds = 0;
  #secondsMax = 0;

  /** `resources` counts the objects of the kind when somebody asks. No namespaces stand for all; several are one label, with commas between them. */
  constructor(
    {
      kind,
      namespaces = [],
      selector = "",
    }: { readonly kind: string; readonly namespaces?: readonly string[] | undefined; readonly selector?: string },
    resources: () => { readonly all: number; readonly paused: number },
  ) {
    this.#labels = { kind, namespace: namespaces.join(","), selector };
    this.#resources = resources;
  }

  /** A batch was looked at. Each object took as long as all of them. */
  reconciled(outcomes: ReadonlyArray<Outcome["type"]>, ms: number): void {
    const done = outcomes.filter((type) => type === "done").length;
    this.#counts.total += outcomes.length;
    this.#counts.done += done;
    this.#counts.failed += outcomes.length - done;
    this.#largest.batch = Math.max(this.#largest.batch, outcomes.length);
    const seconds = ms / 1000;
    this.#seconds += seconds * outcomes.length;
    this.#secondsMax = Math.max(this.#secondsMax, seconds);
    for (const [at, end] of bucketEnds.entries()) if (seconds <= end) this.#buckets[at] = (this.#buckets[at] ?? 0) + outcomes.length;
  }

  /** All objects are looked at because it is time for it. */
  resynced(): void {
    this.#counts.periodical++;
  }

  /** An object was to be looked at that was waiting already, or is being looked at. */
  added(before: "waiting" | "active"): void {
    this.#counts[before]++;
  }

  /** So many objects wait. */
  queued(count: number): void {
    this.#largest.queue = Math.max(this.#largest.queue, count);
  }

  families(): MetricFamily[] {
    const { total, done, failed, periodical, waiting, active } = this.#counts;
    const { all, paused } = this.#resources();
    const counter = (name: string, help: string, value: number) => this.#plain("counter", `strimzi_reconciliations_${name}`, help, value);
    const gauge = (name: string, help: string, value: number) => this.#plain("gauge", `strimzi_${name}`, help, value);
    return [
      counter("total", "Reconciliations of single resources", total),
      counter("successful_total", "Reconciliations of single resources that succeeded", done),
      counter("failed_total", "Reconciliations of single resources that failed", failed),
      counter("periodical_total", "Times that all resources were looked at because it was time for it", periodical),
      counter("already_enqueued_total", "Reconciliations that were left out because the same resource was already waiting", waiting),
      counter("locked_total", "Reconciliations that were put off because the same resource was being looked at", active),
      this.#durations(total),
      gauge("reconciliations_duration_seconds_max", "Longest reconciliation", this.#secondsMax),
      gauge("reconciliations_max_queue_size", "Most resources that waited at a time", this.#largest.queue),
      gauge("reconciliations_max_batch_size", "Most resources that were looked at together", this.#largest.batch),
      gauge("resources", "Resources that are seen", all),
      gauge("resources_paused", "Resources that are seen and left as they are because they are paused", paused),
    ];
  }

  #plain(type: "counter" | "gauge", name: string, help: string, value: number): MetricFamily {
    return { name, help, type, samples: [{ suffix: "", labels: this.#labels, value }] };
  }

  #durations(count: number): MetricFamily {
    const labels = this.#labels;
    const buckets = [...bucketEnds.map((end, at) => ({ le: String(end), value: this.#buckets[at] ?? 0 })), { le: "+Inf", value: count }];
    return {
      name: "strimzi_reconciliations_duration_seconds",
      help: "How long reconciliations took",
      type: "histogram",
      samples: [
        ...buckets.map(({ le, value }) => ({ suffix: "_bucket", labels: { ...labels, le }, value })),
        { suffix: "_sum", labels, value: this.#seconds },
        { suffix: "_count", labels, value: count },
      ],
    };
  }
}
