import { setImmediate as clientsFirst } from "node:timers/promises";
import type { MetricFamily } from "@millrace/broker";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";

/** Renders metrics, and what there is to say about the process, in Prometheus's text format. */
export class Renderer {
  readonly #registry = new Registry();
  readonly contentType = this.#registry.contentType;

  constructor(families: readonly MetricFamily[]) {
    collectDefaultMetrics({ register: this.#registry });
    for (const family of families) register(family, this.#registry);
  }

  /** One metric after the other: with thousands of partitions all at once would keep clients waiting. */
  async text(): Promise<string> {
    const texts: string[] = [];
    for (const { name } of this.#registry.getMetricsAsArray()) {
      texts.push(`${await this.#registry.getSingleMetricAsString(name)}\n`);
      await clientsFirst();
    }
    return texts.join("");
  }
}

function register({ name, type, help, labels, samples }: MetricFamily, registry: Registry): void {
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
