import { field, type MessageDefinition, message } from "./schema.ts";

export const listTransactionsRequest: MessageDefinition = message("request", "ListTransactionsRequest", {
  apiKey: 66,
  versions: "0-2",
  flexible: "0+",
  fields: [
    field("StateFilters", "[]string", "0+", "Names of states; empty lets all pass."),
    field("ProducerIdFilters", "[]int64", "0+", "Ids of producers; empty lets all pass."),
    field("DurationFilter", "int64", "1+", "Transactions have to be older than this, in milliseconds; negative lets all pass (KIP-994).", {
      default: -1,
    }),
    field("TransactionalIdPattern", "string", "2+", "Regular expression for transactional ids; null or empty lets all pass (KIP-1152).", {
      nullable: "2+",
      default: null,
    }),
  ],
});

export const listTransactionsResponse: MessageDefinition = message("response", "ListTransactionsResponse", {
  apiKey: 66,
  versions: "0-2",
  flexible: "0+",
  fields: [
    field("ThrottleTimeMs", "int32", "0+", "How long the client was held back by a quota, in milliseconds; 0 if it was not."),
    field("ErrorCode", "int16", "0+", "Outcome as a code of the error table; 0 is success."),
    field("UnknownStateFilters", "[]string", "0+", "Names in the request that no state has."),
    field("TransactionStates", "[]TransactionState", "0+", "What passes, by transactional id.", {
      fields: [
        field("TransactionalId", "string", "0+", "The transactional id."),
        field("ProducerId", "int64", "0+", "The producer's id."),
        field("TransactionState", "string", "0+", "The state's name, e.g. `Ongoing`."),
      ],
    }),
  ],
});
