import type { Row } from "./metric.ts";
import { authorizerRows } from "./tables/authorizer.ts";
import { cleanerRows } from "./tables/cleaner.ts";
import { connectionRows } from "./tables/connections.ts";
import { exporterRows } from "./tables/exporter.ts";
import { groupRows } from "./tables/groups.ts";
import { processRows } from "./tables/process.ts";
import { quotaRows } from "./tables/quotas.ts";
import { requestRows } from "./tables/requests.ts";
import { serverRows } from "./tables/server.ts";
import { topicRows } from "./tables/topics.ts";

/** Everything that the broker tells about itself. */
export const metricRows: readonly Row[] = [
  ...topicRows,
  ...cleanerRows,
  ...requestRows,
  ...quotaRows,
  ...authorizerRows,
  ...connectionRows,
  ...serverRows,
  ...processRows,
  ...groupRows,
  ...exporterRows,
];
