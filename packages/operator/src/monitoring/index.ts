export { type Alert, type AlertGroup, alertGroups } from "./alerts.ts";
export type { Dashboard, Variable } from "./dashboards/dashboard.ts";
export { dashboards } from "./dashboards/index.ts";
export { kafkaMetricsConfig, kafkaMetricsKey } from "./kafka-metrics.ts";
export { podMonitors } from "./pod-monitors.ts";
export { type PublishedFile, publishedMonitoring } from "./published.ts";
