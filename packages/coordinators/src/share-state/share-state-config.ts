/** The broker's settings that the share coordinator follows, by Kafka's names in camelCase. */
export interface ShareStateConfig {
  /** `share.coordinator.snapshot.update.records.per.snapshot` */
  readonly shareCoordinatorSnapshotUpdateRecordsPerSnapshot: number;
  /** `share.coordinator.state.topic.prune.interval.ms` */
  readonly shareCoordinatorStateTopicPruneIntervalMs: number;
  /** `share.coordinator.cold.partition.snapshot.interval.ms` */
  readonly shareCoordinatorColdPartitionSnapshotIntervalMs: number;
}

/** Where the settings are found as they are now. */
export interface ShareStateConfigs {
  readonly broker: ShareStateConfig;
}
