import { alertGroups, dashboards } from "@millrace/operator/monitoring";

/** A query of ours, and where it stands. */
export interface OwnQuery {
  readonly where: string;
  readonly query: string;
}

/** What Grafana puts in place of its variables, as something that Prometheus can read. */
const withValues = (query: string): string => query.replaceAll("$__rate_interval", "5m").replaceAll(/\$(\w+)/g, "value");

/** All queries of panels and alerts, as Prometheus gets them. */
export const ownQueries: readonly OwnQuery[] = [
  ...alertGroups.flatMap(({ alerts }) => alerts.map(({ name, expression }) => ({ where: `alert ${name}`, query: expression }))),
  ...dashboards.flatMap(({ uid, rows }) =>
    rows.flatMap(({ panels }) =>
      panels.flatMap(({ title, queries }) =>
        queries.map(({ expression }) => ({ where: `${uid}: ${title}`, query: withValues(expression) })),
      ),
    ),
  ),
];

/** Those by which Grafana finds what can be chosen, in its own language: values of a label of what `series` selects. */
export const variableQueries: ReadonlyArray<OwnQuery & { readonly series: string }> = dashboards.flatMap(({ uid, variables }) =>
  variables.map(({ name, query }) => ({
    ...{ where: `${uid}: variable ${name}`, query },
    series: withValues(query.replace(/^label_values\((.*), \w+\)$/, "$1")),
  })),
);
