import type { MetricFamily } from "@millrace/broker";
import type { MetricFamily as ControllerFamily } from "@millrace/kube";

/** The controllers' metrics as those of the broker are told; a histogram's parts are metrics of their own. Values are read when asked for. */
export function controllerMetrics(read: () => readonly ControllerFamily[]): MetricFamily[] {
  return read().flatMap(({ name, help, type, samples }) => {
    const suffixes = new Set(samples.map(({ suffix }) => suffix));
    return [...suffixes].map((suffix) => ({
      name: `${name}${suffix}`,
      help,
      type: type === "gauge" ? "gauge" : "counter",
      labels: [...new Set(samples.filter((sample) => sample.suffix === suffix).flatMap(({ labels }) => Object.keys(labels)))],
      samples: () => (read().find((family) => family.name === name)?.samples ?? []).filter((sample) => sample.suffix === suffix),
    }));
  });
}
