import type { AssignorName, ConsumerGroupConfig, GroupConfig, MigrationPolicy } from "@millrace/coordinators";

/** The broker's settings that concern groups, by Kafka's names in camelCase; read anew at each use. */
export interface GroupSettings {
  readonly groupMinSessionTimeoutMs: number;
  readonly groupMaxSessionTimeoutMs: number;
  readonly groupInitialRebalanceDelayMs: number;
  readonly groupMaxSize: number;
  readonly groupConsumerMaxSize: number;
  readonly groupConsumerAssignors: readonly AssignorName[];
  readonly groupConsumerMigrationPolicy: MigrationPolicy;
  readonly groupConsumerRegexRefreshIntervalMs: number;
  readonly offsetMetadataMaxBytes: number;
  readonly offsetsRetentionMinutes: number;
  readonly offsetsRetentionCheckIntervalMs: number;
}

/** The settings as the coordinator wants them. */
export function groupConfig(settings: () => GroupSettings, consumerGroup: (groupId: string) => ConsumerGroupConfig): GroupConfig {
  return {
    consumerGroup,
    get groupConsumerMaxSize() {
      return settings().groupConsumerMaxSize;
    },
    get groupConsumerAssignors() {
      return settings().groupConsumerAssignors;
    },
    get groupConsumerMigrationPolicy() {
      return settings().groupConsumerMigrationPolicy;
    },
    get groupConsumerRegexRefreshIntervalMs() {
      return settings().groupConsumerRegexRefreshIntervalMs;
    },
    get groupMinSessionTimeoutMs() {
      return settings().groupMinSessionTimeoutMs;
    },
    get groupMaxSessionTimeoutMs() {
      return settings().groupMaxSessionTimeoutMs;
    },
    get groupInitialRebalanceDelayMs() {
      return settings().groupInitialRebalanceDelayMs;
    },
    get groupMaxSize() {
      return settings().groupMaxSize;
    },
    get offsetMetadataMaxBytes() {
      return settings().offsetMetadataMaxBytes;
    },
    get offsetsRetentionMs() {
      return settings().offsetsRetentionMinutes * 60_000;
    },
    get offsetsRetentionCheckIntervalMs() {
      return settings().offsetsRetentionCheckIntervalMs;
    },
  };
}
