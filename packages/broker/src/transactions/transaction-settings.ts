import type { TransactionConfig } from "@millrace/coordinators";

/** The broker's settings that concern transactions, by Kafka's names in camelCase; read anew at each use. */
export type TransactionSettings = Omit<TransactionConfig, "transactionVersion">;

/** The settings as the coordinator wants them. */
export function transactionConfig(settings: () => TransactionSettings, transactionVersion: () => number): TransactionConfig {
  return {
    get transactionMaxTimeoutMs() {
      return settings().transactionMaxTimeoutMs;
    },
    get transactionalIdExpirationMs() {
      return settings().transactionalIdExpirationMs;
    },
    get transactionAbortTimedOutTransactionCleanupIntervalMs() {
      return settings().transactionAbortTimedOutTransactionCleanupIntervalMs;
    },
    get transactionRemoveExpiredTransactionCleanupIntervalMs() {
      return settings().transactionRemoveExpiredTransactionCleanupIntervalMs;
    },
    get transactionVersion() {
      return transactionVersion();
    },
  };
}
