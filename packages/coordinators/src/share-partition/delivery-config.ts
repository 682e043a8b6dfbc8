/** What the configs of a share group, or else of the broker, say about deliveries. */
export interface DeliveryConfig {
  /** `share.record.lock.duration.ms` */
  readonly recordLockDurationMs: number;
  /** `share.delivery.count.limit` */
  readonly deliveryCountLimit: number;
  /** `share.partition.max.record.locks` */
  readonly partitionMaxRecordLocks: number;
  /** `share.renew.acknowledge.enable` */
  readonly renewAcknowledgeEnable: boolean;
}
