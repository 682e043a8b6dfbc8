import { transactionCoordinatorScenarios } from "../differential/cases/transactions-coordinator.ts";
import { cased } from "../differential/scenario.ts";
import type { Suite } from "../suite.ts";

/** Requests of transactions, and all that is answered to them. */
export const transactions: Suite = {
  name: "transactions",
  async prepare() {
    return { cases: transactionCoordinatorScenarios.map((each) => cased(each, "")), async close() {} };
  },
};
