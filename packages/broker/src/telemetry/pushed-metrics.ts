import type { DataPoint } from "./metrics-data.ts";

/** A number that a client has pushed, as Prometheus is told it. */
interface Series {
  readonly family: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly labels: Readonly<Record<string, string>>;
  value: number;
}

/** One metric of all clients, as Prometheus is told it. */
export interface PushedFamily {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  readonly samples: ReadonlyArray<{ readonly suffix: ""; readonly labels: Readonly<Record<string, string>>; readonly value: number }>;
}

/** Clients can push what they like: beyond these, points are left out and texts end. */
const seriesMax = 2_000;
const labelsMax = 16;
const textMax = 200;

/** The names of all metrics of Kafka's clients begin so; those that are told begin with what says whose they are. */
const kafkaPrefix = /^org\.apache\.kafka\./;
const toldPrefix = "kafka_client_";

/** What one client has pushed, the newest value of each series. */
export class PushedMetrics {
  readonly #clientLabels: Readonly<Record<string, string>>;
  readonly #series = new Map<string, Series>();

  constructor(clientLabels: Readonly<Record<string, string>>) {
    this.#clientLabels = clientLabels;
  }

  get size(): number {
    return this.#series.size;
  }

  series(): Iterable<Series> {
    return this.#series.values();
  }

  /** Takes a push in. What is told as added since the last push is added up. */
  push(points: Iterable<DataPoint>): void {
    for (const point of points) this.#put(point);
  }

  #put({ name, description, isCounter, isDelta, attributes, value }: DataPoint): void {
    const family = `${toldPrefix}${promName(name.replace(kafkaPrefix, ""))}`;
    const labels = { ...labelsOf(attributes), ...this.#clientLabels };
    const key = JSON.stringify([family, labels]);
    const known = this.#series.get(key);
    if (known !== undefined) known.value = isDelta ? known.value + value : value;
    else if (this.#series.size < seriesMax) {
      const help = description === "" ? `${shortened(name)}, as clients push it.` : shortened(description);
      this.#series.set(key, { family, help, type: isCounter ? "counter" : "gauge", labels, value });
    }
  }
}

/** What all of these have pushed, by metric. Where clients differ about what a metric is, the first one counts. */
export function pushedFamilies(all: Iterable<PushedMetrics>): PushedFamily[] {
  const families = new Map<string, { first: Series; samples: Array<PushedFamily["samples"][number]> }>();
  for (const pushed of all) {
    for (const series of pushed.series()) {
      let family = families.get(series.family);
      if (family === undefined) {
        family = { first: series, samples: [] };
        families.set(series.family, family);
      }
      family.samples.push({ suffix: "", labels: series.labels, value: series.value });
    }
  }
  return Array.from(families, ([name, { first, samples }]) => ({ name, help: first.help, type: first.type, samples }));
}

function labelsOf(attributes: ReadonlyMap<string, string>): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [name, value] of [...attributes].slice(0, labelsMax)) labels[promName(name)] = shortened(value);
  return labels;
}

/** A name that Prometheus takes: letters, digits and underscores, no digit first. */
function promName(name: string): string {
  const plain = shortened(name).replaceAll(/[^a-zA-Z0-9_]/g, "_");
  return /^[0-9]/.test(plain) || plain === "" ? `_${plain}` : plain;
}

const shortened = (text: string): string => text.slice(0, textMax);
