import type { Clock, Logger, Random } from "@millrace/kit";
import type { DelegationTokens } from "./authentication/delegation-tokens.ts";
import type { Authorization } from "./authorization/authorization.ts";
import type { BrokerConfigs } from "./broker-configs.ts";
import type { Faults } from "./faults/faults.ts";
import type { FetchSessions } from "./fetch/fetch-sessions.ts";
import type { GroupRuntime } from "./groups/group-runtime.ts";
import type { Metadata } from "./metadata/metadata.ts";
import type { ProducerIds } from "./metadata/producer-ids.ts";
import type { Topics } from "./metadata/topics.ts";
import type { BrokerCounts } from "./metrics/broker-counts.ts";
import type { Partitions } from "./partitions/partitions.ts";
import type { Quotas } from "./quotas/quotas.ts";
import type { SharePersister } from "./shares/persister.ts";
import type { ShareDeliveries } from "./shares/share-deliveries.ts";
import type { ShareStateRuntime } from "./shares/share-state-runtime.ts";
import type { ClientTelemetry } from "./telemetry/client-telemetry.ts";
import type { Admissions } from "./transactions/admissions.ts";
import type { MarkerWriter } from "./transactions/marker-writer.ts";
import type { TransactionRuntime } from "./transactions/transaction-runtime.ts";

/** A range of versions that is served, as ApiVersions lists it. */
export interface ServedApi {
  readonly apiKey: number;
  readonly minVersion: number;
  readonly maxVersion: number;
}

/** Bytes of the volume that the data directory is on; -1 where that isn't known. */
export interface Volume {
  readonly totalBytes: number;
  readonly usableBytes: number;
}

/** The parts of a running broker, as handlers see them. */
export interface BrokerParts {
  readonly nodeId: number;
  readonly clusterId: string;
  /** Of the data directory (KIP-858). */
  readonly directoryId: string;
  readonly rack: string | null;
  readonly servedApis: readonly ServedApi[];
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly counts: BrokerCounts;
  readonly authorization: Authorization;
  readonly configs: BrokerConfigs;
  readonly metadata: Metadata;
  readonly topics: Topics;
  readonly producerIds: ProducerIds;
  readonly partitions: Partitions;
  readonly groups: GroupRuntime;
  readonly markers: MarkerWriter;
  readonly transactions: TransactionRuntime;
  readonly admissions: Admissions;
  readonly shareState: ShareStateRuntime;
  /** For what this broker itself does with share partitions. */
  readonly persister: SharePersister;
  readonly deliveries: ShareDeliveries;
  readonly fetchSessions: FetchSessions;
  /** What is to go wrong, for the tests of programs. */
  readonly faults: Faults;
  readonly quotas: Quotas;
  readonly tokens: DelegationTokens;
  /** Metrics that clients push. */
  readonly telemetry: ClientTelemetry;
  readonly volume: () => Volume;
}
