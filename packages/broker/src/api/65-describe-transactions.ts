// DescribeTransactions, version 0 (KIP-664): what the coordinator knows of transactional ids.
import type { DescribedTransaction } from "@millrace/coordinators";
import { apis, type DescribeTransactionsRequest, errors } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { handler, type RequestContext } from "./handler.ts";

export const describeTransactions = handler({
  api: apis.describeTransactions,
  versions: [0, 0],
  borrowsFrame: true,
  handle({ transactionalIds }: DescribeTransactionsRequest, context: RequestContext) {
    return { transactionStates: transactionalIds.map((transactionalId) => describe(transactionalId, context)) };
  },
});

function describe(transactionalId: string, { broker, access }: RequestContext): DescribedTransaction {
  if (!access.may(aclOperations.DESCRIBE, resourceTypes.TRANSACTIONAL_ID, transactionalId)) {
    return { transactionalId, errorCode: errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code };
  }
  const { topics = [], ...described } = broker.transactions.read<DescribedTransaction>(
    transactionalId,
    (coordinator) => coordinator.describe(transactionalId),
    ({ code }) => ({ transactionalId, errorCode: code }),
  );
  return { ...described, topics: topics.filter(({ topic = "" }) => access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topic)) };
}
