// ListTransactions, versions 0 to 2: by state, by producer, by how long they are open (KIP-994), by a pattern of their ids (KIP-1152).
//
// Differences from Apache Kafka: patterns are RE2's, which take time in proportion to what they read; look-around and references back to
// groups are refused with INVALID_REGULAR_EXPRESSION.
import { isTransactionState } from "@millrace/coordinators";
import { apis, type Draft, errors, type ListTransactionsRequest, type ListTransactionsResponse } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { handler, type RequestContext } from "./handler.ts";

export const listTransactions = handler({
  api: apis.listTransactions,
  versions: [0, 2],
  borrowsFrame: true,
  handle(request: ListTransactionsRequest, context: RequestContext) {
    const { transactionalIdPattern: pattern } = request;
    if (pattern === null || pattern === "") return list(request, context, undefined);
    return import("re2js").then(({ RE2JS, RE2JSException }) => {
      try {
        const compiled = RE2JS.compile(pattern);
        return list(request, context, (transactionalId) => compiled.matches(transactionalId));
      } catch (error) {
        if (error instanceof RE2JSException) return { errorCode: errors.INVALID_REGULAR_EXPRESSION.code };
        throw error;
      }
    });
  },
});

function list(
  { stateFilters, producerIdFilters, durationFilter }: ListTransactionsRequest,
  { broker, access }: RequestContext,
  matches: ((transactionalId: string) => boolean) | undefined,
): Draft<ListTransactionsResponse> {
  const listed = broker.transactions.list({
    states: stateFilters.length === 0 ? undefined : new Set(stateFilters.filter(isTransactionState)),
    producerIds: producerIdFilters.length === 0 ? undefined : new Set(producerIdFilters),
    longerThanMs: durationFilter < 0 ? undefined : durationFilter,
    matches,
  });
  if (!Array.isArray(listed)) return { errorCode: listed.code };
  const unknownStateFilters = [...new Set(stateFilters.filter((name) => !isTransactionState(name)))];
  const isVisible = (transactionalId = "") => access.may(aclOperations.DESCRIBE, resourceTypes.TRANSACTIONAL_ID, transactionalId);
  return { unknownStateFilters, transactionStates: listed.filter(({ transactionalId }) => isVisible(transactionalId)) };
}
