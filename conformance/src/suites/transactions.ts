import { transactionVersionScenarios } from "../differential/cases/transaction-versions.ts";
import { transactionalOffsetScenarios } from "../differential/cases/transactional-offsets.ts";
import { transactionCoordinatorScenarios } from "../differential/cases/transactions-coordinator.ts";
import { transactionPartitionScenarios } from "../differential/cases/transactions-partitions.ts";
import { cased } from "../differential/scenario.ts";
import type { Suite } from "../suite.ts";

/** Requests of transactions, and all that is answered to them. */
export const transactions: Suite = {
  name: "transactions",
  async prepare() {
    const cases = [
      transactionCoordinatorScenarios,
      transactionalOffsetScenarios,
      transactionPartitionScenarios,
      transactionVersionScenarios,
    ]
      .flat()
      .map(cased);
    return { cases, async close() {} };
  },
};
