import type { Suite } from "../suite.ts";
import { apiVersions } from "./api-versions.ts";
import { acls, authorization, authorizationOfUsers } from "./authorization.ts";
import { badBatches } from "./bad-batches.ts";
import { badFrames } from "./bad-frames.ts";
import { compaction } from "./compaction.ts";
import { confluentKafka } from "./confluent-kafka.ts";
import { connect } from "./connect.ts";
import { connectionLimits } from "./connection-limits.ts";
import { kafkaController, topicController, userController } from "./controllers.ts";
import { durability } from "./durability.ts";
import { exportSuite } from "./exports.ts";
import { franzGo } from "./franz-go.ts";
import { franzGoTests } from "./franz-go-tests.ts";
import { histories } from "./histories.ts";
import { idleConnections } from "./idle-connections.ts";
import { aclTools, configTables, java, tools } from "./java.ts";
import { kafkaJs } from "./kafkajs.ts";
import { kcat } from "./kcat.ts";
import { logins, sasl, saslTools } from "./logins.ts";
import { metadataSnapshots } from "./metadata-snapshots.ts";
import { metrics, metricsReporter } from "./metrics.ts";
import { migrations } from "./migration.ts";
import { millraceClient } from "./millrace-client.ts";
import { platformaticKafka } from "./platformatic-kafka.ts";
import { quotas } from "./quotas.ts";
import { limitedRequests, requests } from "./requests.ts";
import { retention } from "./retention.ts";
import { sequences } from "./sequences.ts";
import { shareGroups } from "./share-groups.ts";
import { staticQuotas } from "./static-quotas.ts";
import { streamsAtLeastOnce, streamsExactlyOnce, streamsGroupsAtLeastOnce } from "./streams.ts";
import { streamsEos } from "./streams-eos.ts";
import { systemTools } from "./system-tools.ts";
import { tls } from "./tls.ts";
import { torture } from "./torture.ts";
import { transactionTimes } from "./transaction-times.ts";
import { transactions } from "./transactions.ts";

/** All suites, quick ones first. */
export const suites: readonly Suite[] = [
  millraceClient,
  apiVersions,
  badFrames,
  badBatches,
  compaction,
  requests,
  sequences,
  transactions,
  transactionTimes,
  ...migrations,
  authorization,
  authorizationOfUsers,
  acls,
  kafkaController,
  topicController,
  userController,
  exportSuite,
  limitedRequests,
  connectionLimits,
  idleConnections,
  quotas,
  staticQuotas,
  tls,
  sasl,
  logins,
  retention,
  metadataSnapshots,
  metrics,
  metricsReporter,
  configTables,
  java,
  tools,
  shareGroups,
  aclTools,
  saslTools,
  kcat,
  confluentKafka,
  franzGo,
  kafkaJs,
  platformaticKafka,
  durability,
  histories,
  torture,
  franzGoTests,
  systemTools,
  streamsAtLeastOnce,
  streamsExactlyOnce,
  streamsGroupsAtLeastOnce,
  streamsEos,
  connect,
];
