/** The broker's settings that transactions follow; read anew at each use. Kafka's names in camelCase. */
export interface TransactionConfig {
  /** `transaction.max.timeout.ms` */
  readonly transactionMaxTimeoutMs: number;
  /** `transactional.id.expiration.ms` */
  readonly transactionalIdExpirationMs: number;
  /** `transaction.abort.timed.out.transaction.cleanup.interval.ms` */
  readonly transactionAbortTimedOutTransactionCleanupIntervalMs: number;
  /** `transaction.remove.expired.transaction.cleanup.interval.ms` */
  readonly transactionRemoveExpiredTransactionCleanupIntervalMs: number;
  /** The level of the feature `transaction.version`. */
  readonly transactionVersion: number;
}

/** Kafka 4.3's defaults. */
export const transactionConfigDefaults: TransactionConfig = {
  transactionMaxTimeoutMs: 900_000,
  transactionalIdExpirationMs: 604_800_000,
  transactionAbortTimedOutTransactionCleanupIntervalMs: 10_000,
  transactionRemoveExpiredTransactionCleanupIntervalMs: 3_600_000,
  transactionVersion: 2,
};

/** How long markers wait that a partition has not taken. */
export const markerRetryMs = 100;
