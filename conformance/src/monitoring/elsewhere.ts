import type { Elsewhere } from "./told.ts";

const cAdvisor = "Kubernetes' own cAdvisor tells it";
const kubelet = "the kubelet tells it";

/** What our dashboards and alerts ask for, and others tell. */
export const othersTell: Elsewhere = {
  kubelet_volume_stats_available_bytes: kubelet,
  kubelet_volume_stats_capacity_bytes: kubelet,
  up: "Prometheus tells it of everything that it scrapes",
};

/** What Strimzi's dashboards and alerts ask for besides, and does not light up from what we tell. */
export const notLit: Elsewhere = {
  ...othersTell,
  container_cpu_usage_seconds_total: cAdvisor,
  container_last_seen: cAdvisor,
  container_memory_usage_bytes: cAdvisor,
  jvm_gc_pause_seconds_count: "the operator is no Java program",
  jvm_gc_pause_seconds_sum: "the operator is no Java program",
};
