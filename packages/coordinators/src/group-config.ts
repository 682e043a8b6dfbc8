import type { AssignorName } from "./modern/assignors/index.ts";

/** Whether a group may turn from classic to consumer while it has members (upgrade), or back (downgrade). */
export type MigrationPolicy = "bidirectional" | "upgrade" | "downgrade" | "disabled";

export interface ConsumerGroupConfig {
  /** `consumer.session.timeout.ms` */
  readonly sessionTimeoutMs: number;
  /** `consumer.heartbeat.interval.ms` */
  readonly heartbeatIntervalMs: number;
  /** `consumer.assignment.interval.ms`: shortest time between two target assignments (KIP-1263). */
  readonly assignmentIntervalMs: number;
}

export interface ShareGroupConfig {
  /** `share.session.timeout.ms` */
  readonly sessionTimeoutMs: number;
  /** `share.heartbeat.interval.ms` */
  readonly heartbeatIntervalMs: number;
  /** `share.assignment.interval.ms`: shortest time between two target assignments. */
  readonly assignmentIntervalMs: number;
}

export interface StreamsGroupConfig {
  /** `streams.session.timeout.ms` */
  readonly sessionTimeoutMs: number;
  /** `streams.heartbeat.interval.ms` */
  readonly heartbeatIntervalMs: number;
  /** `streams.assignment.interval.ms`: shortest time between two target assignments. */
  readonly assignmentIntervalMs: number;
  /** `streams.initial.rebalance.delay.ms`: how long an empty group waits for more members after the first. */
  readonly initialRebalanceDelayMs: number;
  /** `streams.num.standby.replicas` */
  readonly numStandbyReplicas: number;
}

/** The broker's settings that groups follow, by Kafka's names in camelCase. */
export interface GroupConfig {
  /** `group.min.session.timeout.ms` */
  readonly groupMinSessionTimeoutMs: number;
  /** `group.max.session.timeout.ms` */
  readonly groupMaxSessionTimeoutMs: number;
  /** `group.initial.rebalance.delay.ms`: how long an empty group waits for more members after the first. */
  readonly groupInitialRebalanceDelayMs: number;
  /** `group.max.size`: members in one group. */
  readonly groupMaxSize: number;
  /** `group.consumer.max.size`: members in one consumer group. */
  readonly groupConsumerMaxSize: number;
  /** `group.consumer.assignors`: those that are offered, the default first. */
  readonly groupConsumerAssignors: readonly AssignorName[];
  /** `group.consumer.migration.policy` */
  readonly groupConsumerMigrationPolicy: MigrationPolicy;
  /** `group.consumer.regex.refresh.interval.ms`: how often regular expressions are matched again if no topic is made. */
  readonly groupConsumerRegexRefreshIntervalMs: number;
  /** `group.share.max.size`: members in one share group. */
  readonly groupShareMaxSize: number;
  /** `group.share.initialize.retry.interval.ms`: after how long setting up a partition's state is tried again, at the earliest. */
  readonly groupShareInitializeRetryIntervalMs: number;
  /** `group.streams.max.size`: members in one streams group. */
  readonly groupStreamsMaxSize: number;
  /** `offset.metadata.max.bytes`; Kafka counts UTF-16 units. */
  readonly offsetMetadataMaxBytes: number;
  /** `offsets.retention.minutes` */
  readonly offsetsRetentionMinutes: number;
  /** `offsets.retention.check.interval.ms` */
  readonly offsetsRetentionCheckIntervalMs: number;
}

/** Where the settings are found as they are now. */
export interface GroupConfigs {
  readonly broker: GroupConfig;
  /** What a consumer group may have of its own. */
  consumerGroup(groupId: string): ConsumerGroupConfig;
  /** What a share group may have of its own. */
  shareGroup(groupId: string): ShareGroupConfig;
  /** What a streams group may have of its own. */
  streamsGroup(groupId: string): StreamsGroupConfig;
}

/**
 * How long a JoinGroup of a new member is parked. Such a member does not know its id and can't send heartbeats; without a limit, clients
 * that gave up and retry would pile up as members.
 */
export const newMemberJoinTimeoutMs = 300_000;
