// TxnOffsetCommit, versions 0 to 5: offsets that count when the transaction is committed (KIP-98), fenced by the group from version 3 on
// (KIP-447). From version 5 on the group's partition is added to the transaction here (KIP-890).
import { appendRefusal, refusedTransactionalCommit } from "@millrace/coordinators";
import { apis, type Draft, errors, type KafkaError, type TxnOffsetCommitRequest, type TxnOffsetCommitResponse } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { onGroup, onTransaction } from "../authorization/needs.ts";
import { requesterOf } from "../coordinators/requester.ts";
import { consumerOffsetsTopic } from "../metadata/topic-names.ts";
import type { Admission } from "../transactions/admissions.ts";
import type { Joining } from "../transactions/transaction-runtime.ts";
import { handler, type RequestContext } from "./handler.ts";
import { mergedTopics } from "./merged-topics.ts";

const firstVersionWithLoading = 2;
const firstVersionWithAbortable = 4;
const firstVersionThatAdds = 5;

type Asked = TxnOffsetCommitRequest["topics"][number];
type Reply = Draft<TxnOffsetCommitResponse>;

export const txnOffsetCommit = handler({
  api: apis.txnOffsetCommit,
  versions: [0, 5],
  borrowsFrame: true,
  needs: ({ transactionalId, groupId }) => [onTransaction(aclOperations.WRITE, transactionalId), onGroup(aclOperations.READ, groupId)],
  handle(request: TxnOffsetCommitRequest, context: RequestContext): Reply | Promise<Reply> {
    const exists = (topic: string, index: number): boolean => context.broker.partitions.get(topic, index) !== undefined;
    const mayRead = ({ name }: Asked) => context.access.may(aclOperations.READ, resourceTypes.TOPIC, name);
    const refusedPart = (topic: Asked) => {
      if (!mayRead(topic)) return refusedTransactionalCommit({ topics: [topic] }, errors.TOPIC_AUTHORIZATION_FAILED);
      // Of a topic that is not there Kafka speaks even if nothing was asked.
      const isUnknown = context.broker.partitions.of(topic.name).length === 0;
      const absent = isUnknown ? [topic] : part(topic, ({ name }, index) => !exists(name, index));
      return refusedTransactionalCommit({ topics: absent }, errors.UNKNOWN_TOPIC_OR_PARTITION);
    };
    const refused = request.topics.flatMap((topic) => refusedPart(topic).topics ?? []);
    const topics = request.topics.filter(mayRead).flatMap((topic) => part(topic, ({ name }, index) => exists(name, index)));
    const reply = topics.length === 0 ? {} : commit({ ...request, topics }, context);
    const merged = ({ topics: answered = [] }: Reply): Reply => ({ topics: mergedTopics(refused, answered, ({ name }) => name) });
    return reply instanceof Promise ? reply.then(merged) : merged(reply);
  },
});

/** What of a topic passes. */
function part(topic: Asked, passes: (topic: Asked, index: number) => boolean): Asked[] {
  const partitions = topic.partitions.filter(({ partitionIndex }) => passes(topic, partitionIndex));
  return partitions.length === 0 ? [] : [{ name: topic.name, partitions }];
}

function commit(request: TxnOffsetCommitRequest, context: RequestContext): Reply | Promise<Reply> {
  const { broker, apiVersion } = context;
  const { groupId, transactionalId, producerId, producerEpoch } = request;
  if (groupId === "") return refused(request, errors.INVALID_GROUP_ID, apiVersion);
  const partition = broker.partitions.get(consumerOffsetsTopic, broker.groups.partitionOf(groupId));
  if (partition === undefined) return refused(request, errors.COORDINATOR_NOT_AVAILABLE, apiVersion);
  const batches = [{ partition, baseSequence: -1 }];
  const admissions = broker.admissions.admit({ transactionalId, producerId, producerEpoch, how: joiningOf(apiVersion), batches });
  const admitted = ([admission]: readonly Admission[]) => store(request, admission, context);
  return admissions instanceof Promise ? admissions.then(admitted) : admitted(admissions);
}

function store(request: TxnOffsetCommitRequest, admission: Admission | undefined, context: RequestContext): Reply | Promise<Reply> {
  const { broker, apiVersion } = context;
  if (admission !== undefined && "code" in admission) return refused(request, appendRefusal(admission), apiVersion);
  return broker.groups.submit<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(
    request.groupId,
    request,
    requesterOf(context),
    (coordinator, call) => coordinator.commitTransactionalOffsets(call),
    (error) => refused(request, error, apiVersion),
    admission,
  );
}

function joiningOf(version: number): Joining {
  if (version >= firstVersionThatAdds) return "add";
  return version >= firstVersionWithAbortable ? "verify-abortable" : "verify";
}

/** The oldest producers fail when they hear that something is loading (KAFKA-7296). */
function refused(request: TxnOffsetCommitRequest, error: KafkaError, version: number): Reply {
  const hidden = version < firstVersionWithLoading && error === errors.COORDINATOR_LOAD_IN_PROGRESS;
  return refusedTransactionalCommit(request, hidden ? errors.COORDINATOR_NOT_AVAILABLE : error);
}
