import { withTopic } from "../load/topic.ts";
import { TransactionLoad } from "../load/transaction-load.ts";
import { metered } from "../process/metered.ts";
import { settle } from "../process/settled.ts";
import type { Scenario } from "./scenario.ts";

const producers = 16;
const warmUpTransactions = 5_000;
const transactions = 10_000;

/** Sixteen producers, each of which commits ten records and then begins with the next ones. */
export const transactionsScenario: Scenario = {
  name: "transactions",
  run: ({ address, pid }, { scale }) =>
    withTopic(address, "transactions", producers, async (topic) => {
      const load = await TransactionLoad.open(address, topic, producers, { records: 10, valueBytes: 100 });
      await load.run(warmUpTransactions * scale);
      await settle();
      const { result, cpuSeconds, wallSeconds } = await metered(pid, () => load.run(transactions * scale));
      load.close();
      return { transactions: (cpuSeconds * 1e6) / result, "transactions-rate": result / wallSeconds };
    }),
};
