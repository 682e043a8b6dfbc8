// EndTxn, versions 0 to 5: commits or aborts. From version 5 on the producer gets another epoch for its next transaction, or another id
// when the epochs are used up (KIP-890).
import { apis, type EndTxnRequest, type EndTxnResponse } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onTransaction } from "../authorization/needs.ts";
import { fencedAs } from "../transactions/fenced.ts";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionWithFenced = 2;
const firstVersionWithEpochBump = 5;

export const endTxn = handler({
  api: apis.endTxn,
  versions: [0, 5],
  borrowsFrame: true,
  needs: ({ transactionalId }) => [onTransaction(aclOperations.WRITE, transactionalId)],
  handle(request: EndTxnRequest, { broker, apiVersion }: RequestContext) {
    const clientVersion = apiVersion >= firstVersionWithEpochBump ? 2 : 0;
    const reply = broker.transactions.submit<EndTxnRequest, EndTxnResponse>(
      request.transactionalId,
      request,
      (coordinator, call) => coordinator.endTransaction({ ...call, clientVersion }),
      ({ code }) => ({ errorCode: code }),
    );
    return fencedAs(reply, apiVersion < firstVersionWithFenced);
  },
});
