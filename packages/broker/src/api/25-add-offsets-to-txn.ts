// AddOffsetsToTxn, versions 0 to 4: a producer is about to commit a group's offsets, so that the group's partition of `__consumer_offsets`
// gets a marker. Producers at `transaction.version` 2 leave this to TxnOffsetCommit (KIP-890).
import { type AddOffsetsToTxnRequest, apis } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import { onGroup, onTransaction } from "../authorization/needs.ts";
import { consumerOffsetsTopic } from "../metadata/topic-names.ts";
import { fencedAs } from "../transactions/fenced.ts";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionWithFenced = 2;
const clientVersion = 0;

export const addOffsetsToTxn = handler({
  api: apis.addOffsetsToTxn,
  versions: [0, 4],
  borrowsFrame: true,
  needs: ({ transactionalId, groupId }) => [onTransaction(aclOperations.WRITE, transactionalId), onGroup(aclOperations.READ, groupId)],
  handle({ groupId, ...producer }: AddOffsetsToTxnRequest, { broker, apiVersion }: RequestContext) {
    const partitions = [{ topic: consumerOffsetsTopic, partition: broker.groups.partitionOf(groupId) }];
    return fencedAs(broker.transactions.add({ ...producer, partitions, clientVersion }), apiVersion < firstVersionWithFenced);
  },
});
