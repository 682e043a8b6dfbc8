import type { Clock, Logger, Random } from "@millrace/kit";
import type { BrokerConfigs } from "./config/broker-configs-runtime.ts";
import type { FetchSessions } from "./fetch/fetch-sessions.ts";
import type { GroupRuntime } from "./groups/group-runtime.ts";
import type { Metadata } from "./metadata/metadata.ts";
import type { Listener } from "./network/listener.ts";
import type { Partitions } from "./partitions/partitions.ts";

/** The parts of a running broker, as handlers see them. */
export interface BrokerParts {
  readonly nodeId: number;
  readonly clusterId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly listeners: readonly Listener[];
  readonly configs: BrokerConfigs;
  readonly metadata: Metadata;
  readonly partitions: Partitions;
  readonly groups: GroupRuntime;
  readonly fetchSessions: FetchSessions;
}
