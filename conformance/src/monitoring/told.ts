import type { MetricFamily } from "@millrace/kube";
import type { Family } from "../observed/prometheus-text.ts";
import type { Queried } from "./queried.ts";

/** Names of metrics that were seen, each with all labels that samples of it had. */
export class Told {
  readonly #labels = new Map<string, Set<string>>();

  add(name: string, labels: Readonly<Record<string, string>>): void {
    const known = this.#labels.get(name) ?? new Set();
    this.#labels.set(name, known);
    for (const label of Object.keys(labels)) known.add(label);
  }

  addFamilies(families: readonly MetricFamily[]): void {
    for (const { name, samples } of families) for (const { suffix, labels } of samples) this.add(`${name}${suffix}`, labels);
  }

  addScraped(families: ReadonlyMap<string, Family>): void {
    for (const [name, { samples }] of families) for (const { labels } of samples) this.add(name, labels);
  }

  has(name: string): boolean {
    return this.#labels.has(name);
  }

  labelsOf(name: string): ReadonlySet<string> {
    return this.#labels.get(name) ?? new Set();
  }
}

/** What is not told by anything of ours, and by whom or why. */
export type Elsewhere = Readonly<Record<string, string>>;

/** What a PodMonitor, or Prometheus, puts to every sample. */
const added: ReadonlySet<string> = new Set([
  ...["namespace", "strimzi_io_cluster", "strimzi_io_kind", "strimzi_io_name", "kubernetes_pod_name"],
  ...["pod", "container", "instance", "job"],
]);

/** What queries ask for and nobody tells; and what is said to be told elsewhere, and is told. */
export function untold(queried: Queried, told: Told, elsewhere: Elsewhere): readonly string[] {
  const missing = [...queried].flatMap(([name, labels]) => {
    if (elsewhere[name] !== undefined) return [];
    if (!told.has(name)) return [`nothing tells ${name}`];
    const without = [...labels].filter((label) => !added.has(label) && !told.labelsOf(name).has(label));
    return without.length === 0 ? [] : [`${name} is told without ${without.join(", ")}`];
  });
  const outdated = Object.keys(elsewhere).filter((name) => queried.has(name) && told.has(name));
  return [...missing, ...outdated.map((name) => `${name} is told, although it is said not to be`)];
}
