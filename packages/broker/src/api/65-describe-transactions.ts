// DescribeTransactions, version 0 (KIP-664): what the coordinator knows of transactional ids.
import type { DescribedTransaction } from "@millrace/coordinators";
import { apis, type DescribeTransactionsRequest } from "@millrace/protocol";
import { handler, type RequestContext } from "./handler.ts";

export const describeTransactions = handler({
  api: apis.describeTransactions,
  versions: [0, 0],
  borrowsFrame: true,
  handle({ transactionalIds }: DescribeTransactionsRequest, { broker }: RequestContext) {
    const transactionStates = transactionalIds.map((transactionalId) =>
      broker.transactions.read<DescribedTransaction>(
        transactionalId,
        (coordinator) => coordinator.describe(transactionalId),
        ({ code }) => ({ transactionalId, errorCode: code }),
      ),
    );
    return { transactionStates };
  },
});
