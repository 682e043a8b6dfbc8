import type { Suite } from "../suite.ts";
import { apiVersions } from "./api-versions.ts";
import { confluentKafka } from "./confluent-kafka.ts";
import { franzGo } from "./franz-go.ts";
import { configTables, java, tools } from "./java.ts";
import { kafkaJs } from "./kafkajs.ts";
import { kcat } from "./kcat.ts";
import { platformaticKafka } from "./platformatic-kafka.ts";

/** All suites, quick ones first. */
export const suites: readonly Suite[] = [apiVersions, configTables, java, tools, kcat, confluentKafka, franzGo, kafkaJs, platformaticKafka];
