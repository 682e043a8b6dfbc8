import type { Suite } from "../suite.ts";
import { apiVersions } from "./api-versions.ts";
import { confluentKafka } from "./confluent-kafka.ts";
import { franzGo } from "./franz-go.ts";
import { kcat } from "./kcat.ts";
import { configTables, java, tools } from "./java.ts";

/** All suites, quick ones first. */
export const suites: readonly Suite[] = [apiVersions, configTables, java, tools, kcat, confluentKafka, franzGo];
