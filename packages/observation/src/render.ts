import { setImmediate as clientsFirst } from "node:timers/promises";
import type { MetricFamily } from "@millrace/kube";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { familiesText } from "./families-text.ts";
import type { Reply } from "./http-endpoint.ts";
import type { Metric } from "./metric.ts";

/** Renders metrics, and what there is to say about the process, in Prometheus's text format. */
export class Renderer {
  readonly #registry = new Registry();
  readonly #families: () => readonly MetricFamily[];

  /** `families` is asked for what controllers count, whenever somebody asks for metrics. */
  constructor(metrics: readonly Metric[], families: () => readonly MetricFamily[]) {
    this.#families = families;
    collectDefaultMetrics({ register: this.#registry });
    for (const metric of metrics) register(metric, this.#registry);
  }

  async reply(): Promise<Reply> {
    return { status: 200, contentType: this.#registry.contentType, body: await this.#text() };
  }

  /** One metric after the other: with thousands of partitions all at once would keep clients waiting. */
  async #text(): Promise<string> {
    const texts: string[] = [];
    for (const { name } of this.#registry.getMetricsAsArray()) {
      texts.push(`${await this.#registry.getSingleMetricAsString(name)}\n`);
      await clientsFirst();
    }
    return [...texts, familiesText(this.#families())].join("");
  }
}

function register({ name, type, help, labels, samples }: Metric, registry: Registry): void {
  const options = { name, help, labelNames: [...labels], registers: [registry] };
  if (type === "gauge") {
    new Gauge({
      ...options,
      collect() {
        this.reset();
        for (const sample of samples()) this.set(sample.labels, sample.value);
      },
    });
    return;
  }
  new Counter({
    ...options,
    collect() {
      this.reset();
      for (const sample of samples()) this.inc(sample.labels, sample.value);
    },
  });
}
