/** The broker's settings that groups follow; read anew at each use. Kafka's names in camelCase. */
export interface GroupConfig {
  /** `group.min.session.timeout.ms` */
  readonly groupMinSessionTimeoutMs: number;
  /** `group.max.session.timeout.ms` */
  readonly groupMaxSessionTimeoutMs: number;
  /** `group.initial.rebalance.delay.ms`: how long an empty group waits for more members after the first. */
  readonly groupInitialRebalanceDelayMs: number;
  /** `group.max.size`: members in one group. */
  readonly groupMaxSize: number;
  /** `offset.metadata.max.bytes`; Kafka counts UTF-16 units. */
  readonly offsetMetadataMaxBytes: number;
  /** `offsets.retention.minutes` in milliseconds. */
  readonly offsetsRetentionMs: number;
  /** `offsets.retention.check.interval.ms` */
  readonly offsetsRetentionCheckIntervalMs: number;
}

/** Kafka 4.3's defaults. */
export const groupConfigDefaults: GroupConfig = {
  groupMinSessionTimeoutMs: 6_000,
  groupMaxSessionTimeoutMs: 1_800_000,
  groupInitialRebalanceDelayMs: 3_000,
  groupMaxSize: 2_147_483_647,
  offsetMetadataMaxBytes: 4_096,
  offsetsRetentionMs: 10_080 * 60_000,
  offsetsRetentionCheckIntervalMs: 600_000,
};

/**
 * How long a JoinGroup of a new member is parked. Such a member does not know its id and can't send heartbeats; without a limit, clients
 * that gave up and retry would pile up as members.
 */
export const newMemberJoinTimeoutMs = 300_000;
