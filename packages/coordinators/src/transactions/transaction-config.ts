/** The broker's settings that transactions follow, by Kafka's names in camelCase. */
export interface TransactionConfig {
  /** `transaction.max.timeout.ms` */
  readonly transactionMaxTimeoutMs: number;
  /** `transactional.id.expiration.ms` */
  readonly transactionalIdExpirationMs: number;
  /** `transaction.abort.timed.out.transaction.cleanup.interval.ms` */
  readonly transactionAbortTimedOutTransactionCleanupIntervalMs: number;
  /** `transaction.remove.expired.transaction.cleanup.interval.ms` */
  readonly transactionRemoveExpiredTransactionCleanupIntervalMs: number;
}

/** Where the settings are found as they are now. */
export interface TransactionConfigs {
  readonly broker: TransactionConfig;
}

/** How long markers wait that a partition has not taken. */
export const markerRetryMs = 100;
