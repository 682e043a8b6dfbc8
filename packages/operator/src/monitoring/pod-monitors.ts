import { metricsPort } from "../model/listeners/names.ts";

const apiVersion = "monitoring.coreos.com/v1";
const labels = { app: "millrace" };

const label = (sourceLabel: string, targetLabel: string) => ({ sourceLabels: [sourceLabel], targetLabel });

/** What Strimzi's PodMonitors make of pods' labels and names: dashboards and alerts tell Kafkas and nodes apart by it. */
const relabelings = [
  { action: "labelmap", regex: "__meta_kubernetes_pod_label_(strimzi_io_.+)", replacement: "$1" },
  label("__meta_kubernetes_namespace", "namespace"),
  label("__meta_kubernetes_pod_name", "kubernetes_pod_name"),
  label("__meta_kubernetes_pod_node_name", "node_name"),
  label("__meta_kubernetes_pod_host_ip", "node_ip"),
];

/**
 * Where Prometheus's operator finds what is told: pods of Kafka in all namespaces, and the operator. What the operator tells of Kafkas says itself which
 * namespace it is about, and is to be believed (`honorLabels`).
 */
export const podMonitors: readonly object[] = [
  {
    ...{ apiVersion, kind: "PodMonitor" },
    metadata: { name: "millrace-kafka", labels },
    spec: {
      selector: { matchLabels: { "strimzi.io/kind": "Kafka" } },
      namespaceSelector: { any: true },
      podMetricsEndpoints: [{ path: "/metrics", port: metricsPort.portName, relabelings }],
    },
  },
  {
    ...{ apiVersion, kind: "PodMonitor" },
    metadata: { name: "millrace-cluster-operator", labels },
    spec: {
      selector: { matchLabels: { "strimzi.io/kind": "cluster-operator" } },
      namespaceSelector: { any: true },
      podMetricsEndpoints: [{ path: "/metrics", port: "http", honorLabels: true }],
    },
  },
];
