import { timeoutMaxMs, transactionTimeScenarios } from "../differential/cases/transactions-in-time.ts";
import { cased } from "../differential/scenario.ts";
import type { Suite } from "../suite.ts";

/** Transactions and producers that are waited for no longer than the broker's configs say, which is not long. */
export const transactionTimes: Suite = {
  name: "transaction-times",
  config: {
    "transaction.max.timeout.ms": String(timeoutMaxMs),
    "transaction.abort.timed.out.transaction.cleanup.interval.ms": "200",
    "transactional.id.expiration.ms": "8000",
    "transaction.remove.expired.transaction.cleanup.interval.ms": "500",
    "producer.id.expiration.ms": "8000",
    "producer.id.expiration.check.interval.ms": "500",
  },
  async prepare() {
    return { cases: transactionTimeScenarios.map(cased), async close() {} };
  },
};
