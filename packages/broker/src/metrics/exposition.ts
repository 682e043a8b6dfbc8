import type { Labels, MetricsView, Row, Sample } from "./metric.ts";
import { quantiles } from "./metric.ts";
import { countNameOf, nameOf, type PrometheusType, typeOf } from "./names.ts";
import { metricRows } from "./table.ts";

/** One metric under the name that Prometheus sees. */
export interface MetricFamily {
  readonly name: string;
  readonly type: PrometheusType;
  readonly help: string;
  readonly labels: readonly string[];
  readonly samples: () => Iterable<Sample>;
}

const noLabels: Labels = {};

/** The broker's metrics under the names of one of Strimzi's ways to expose them. Values are read when asked for. */
export function metricFamilies(view: MetricsView): MetricFamily[] {
  return metricRows.flatMap((row) => familiesOf(row, view));
}

function familiesOf(row: Row, view: MetricsView): MetricFamily[] {
  const { naming } = view;
  const name = nameOf(row, naming);
  const { help, labels } = row;
  if (row.kind !== "histogram") {
    const { read } = row;
    const samples = () => {
      const told = read(view);
      if (told === undefined) return [];
      return typeof told === "number" ? [{ labels: noLabels, value: told }] : told;
    };
    return [{ name, type: typeOf(row.kind, naming), help, labels, samples }];
  }
  const { read } = row;
  const written = naming === "strimziMetricsReporter" ? quantiles.map((quantile) => String(Number(quantile))) : quantiles;
  const counted = () => Array.from(read(view), ({ labels: of, count }) => ({ labels: of, value: count }));
  const ranked = () =>
    [...read(view)].flatMap(({ labels: of, values }) =>
      values.map((value, at) => ({ labels: { ...of, quantile: written[at] ?? "" }, value })),
    );
  return [
    { name, type: "gauge", help, labels: [...labels, "quantile"], samples: ranked },
    { name: countNameOf(row, naming), type: "counter", help: `How often this was measured: ${help}`, labels, samples: counted },
  ];
}
