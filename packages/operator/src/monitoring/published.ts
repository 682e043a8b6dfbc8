import { yamlText } from "@millrace/resources";
import { alertGroups, ruleGroup } from "./alerts.ts";
import { dashboardJson } from "./dashboards/dashboard.ts";
import { dashboards } from "./dashboards/index.ts";
import { kafkaMetricsConfig, kafkaMetricsKey } from "./kafka-metrics.ts";
import { podMonitors } from "./pod-monitors.ts";

/** A file that people install or import, from the root of the repository. */
export interface PublishedFile {
  readonly path: string;
  readonly text: string;
}

const notice = "# Generated from packages/operator/src/monitoring. Do not edit.\n";
const labels = { app: "millrace" };

const yamlFile = (path: string, documents: readonly object[]): PublishedFile => ({
  path: `monitoring/${path}`,
  text: `${notice}${documents.map((document) => `---\n${yamlText(document)}`).join("")}`,
});

/** Everything that Prometheus and Grafana are told by: for Prometheus's operator, and rules for a Prometheus without it. */
export function publishedMonitoring(): readonly PublishedFile[] {
  const groups = alertGroups.map(ruleGroup);
  const prometheusRule = {
    ...{ apiVersion: "monitoring.coreos.com/v1", kind: "PrometheusRule" },
    ...{ metadata: { name: "millrace", labels: { ...labels, role: "alert-rules" } }, spec: { groups } },
  };
  const configMap = {
    ...{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: kafkaMetricsKey.name, labels } },
    data: { [kafkaMetricsKey.key]: yamlText(kafkaMetricsConfig) },
  };
  return [
    yamlFile("kafka-metrics.yaml", [configMap]),
    yamlFile("prometheus/pod-monitors.yaml", podMonitors),
    yamlFile("prometheus/prometheus-rule.yaml", [prometheusRule]),
    yamlFile("prometheus/rules.yaml", [{ groups }]),
    ...dashboards.map((dashboard) => ({
      path: `monitoring/grafana/${dashboard.uid}.json`,
      text: `${JSON.stringify(dashboardJson(dashboard), undefined, 2)}\n`,
    })),
  ];
}
