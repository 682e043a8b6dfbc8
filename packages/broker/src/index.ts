export { type Broker, type BrokerOptions, startBroker } from "./broker.ts";
export { checkBrokerProperties, checkListeners, checkTopicConfigs } from "./broker-configs.ts";
export type { Volume } from "./broker-parts.ts";
export type { Health } from "./health.ts";
export type { MetricFamily } from "./metrics/exposition.ts";
export type { Exported, ProcessUse, Sample } from "./metrics/metric.ts";
export type { Naming } from "./metrics/names.ts";
export type { Listener } from "./network/listener.ts";
export type { ListenerSpec } from "./network/listeners.ts";
