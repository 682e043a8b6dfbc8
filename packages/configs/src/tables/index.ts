import { type ConfigTable, configTable } from "../config-def.ts";
import { dynamicOnlyRows } from "./broker-dynamic.ts";
import { coordinatorRows, modernGroupRows } from "./broker-groups.ts";
import { cleanerRows, logRows } from "./broker-log.ts";
import { replicationRows, socketRows } from "./broker-network.ts";
import { remoteLogRows } from "./broker-remote-log.ts";
import { saslRows, tlsRows, tokenRows } from "./broker-security.ts";
import { metadataLogRows, nodeRows, serverRows } from "./broker-server.ts";
import { metricRows, quorumRows, quotaRows, shareRows, transactionRows } from "./broker-state.ts";
import { clientMetricsRows } from "./client-metrics-configs.ts";
import { groupConfigRows } from "./group-configs.ts";
import { topicConfigRows } from "./topic-configs.ts";

/** All configs of topics. */
export const topicConfigs: ConfigTable = configTable(topicConfigRows);

/** All configs of consumer, share and streams groups. */
export const groupConfigs: ConfigTable = configTable(groupConfigRows);

/** All configs that a broker is started with, in the order in which Kafka checks them. */
export const brokerConfigs: ConfigTable = configTable([
  ...remoteLogRows,
  ...serverRows,
  ...nodeRows,
  ...metadataLogRows,
  ...socketRows,
  ...replicationRows,
  ...coordinatorRows,
  ...modernGroupRows,
  ...cleanerRows,
  ...logRows,
  ...shareRows,
  ...transactionRows,
  ...quorumRows,
  ...metricRows,
  ...quotaRows,
  ...tlsRows,
  ...saslRows,
  ...tokenRows,
]);

/** Configs that can be set for a running broker only; they are no properties. */
const dynamicOnlyConfigs: ConfigTable = configTable(dynamicOnlyRows);

/** All that a running broker takes, in the order in which Kafka checks them. */
export const dynamicConfigs: ConfigTable = new Map([
  ...dynamicOnlyConfigs,
  ...[...brokerConfigs].filter(([, { update }]) => update === "per-broker" || update === "cluster-wide"),
]);

/** All configs of subscriptions to clients' metrics. */
export const clientMetricsConfigs: ConfigTable = configTable(clientMetricsRows);
