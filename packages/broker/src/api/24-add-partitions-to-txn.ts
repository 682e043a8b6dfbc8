// AddPartitionsToTxn, versions 0 to 5: a producer's partitions up to version 3; from 4 on what brokers send each other, for many
// transactions, to add partitions or only to see if they are in the transaction (KIP-890).
//
// Difference from Apache Kafka: a request without any transaction is answered, where Kafka never does.
import type { AddResponse, TopicPartition } from "@millrace/coordinators";
import {
  type AddPartitionsToTxnRequest,
  type AddPartitionsToTxnResponse,
  apis,
  type Draft,
  errors,
  type KafkaError,
} from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { onCluster, onTransaction } from "../authorization/needs.ts";
import { isInternalTopic } from "../metadata/topic-names.ts";
import { fencedAs } from "../transactions/fenced.ts";
import { handler, type RequestContext } from "./handler.ts";

const firstVersionOfBrokers = 4;
const brokersOnly = onCluster(aclOperations.CLUSTER_ACTION);
const firstVersionWithFenced = 2;
/** `transaction.version` of clients: only those at 2 leave it to the brokers to add partitions. */
const clientVersions = { ofProducers: 0, ofBrokers: 2 } as const;

type Transaction = AddPartitionsToTxnRequest["transactions"][number];
type TopicResult = NonNullable<Draft<AddPartitionsToTxnResponse>["resultsByTopicV3AndBelow"]>[number];

export const addPartitionsToTxn = handler({
  api: apis.addPartitionsToTxn,
  versions: [0, 5],
  borrowsFrame: true,
  needs: (request, { apiVersion }) =>
    apiVersion < firstVersionOfBrokers ? [onTransaction(aclOperations.WRITE, request.v3AndBelowTransactionalId)] : brokersOnly(),
  handle(request: AddPartitionsToTxnRequest, context: RequestContext) {
    if (context.apiVersion < firstVersionOfBrokers) return ofProducer(request, context);
    const results = request.transactions.map((transaction) => ofBroker(transaction, context));
    return Promise.all(results).then((topicResults): Draft<AddPartitionsToTxnResponse> => {
      const byTransaction = request.transactions.map(({ transactionalId }, at) => ({
        transactionalId,
        topicResults: topicResults[at] ?? [],
      }));
      return { resultsByTransaction: byTransaction };
    });
  },
});

function ofProducer(request: AddPartitionsToTxnRequest, context: RequestContext) {
  const transaction: Transaction = {
    transactionalId: request.v3AndBelowTransactionalId,
    producerId: request.v3AndBelowProducerId,
    producerEpoch: request.v3AndBelowProducerEpoch,
    verifyOnly: false,
    topics: request.v3AndBelowTopics,
  };
  const answer = (topics: TopicResult[]): Draft<AddPartitionsToTxnResponse> => ({ resultsByTopicV3AndBelow: topics });
  const added = add(transaction, clientVersions.ofProducers, context);
  return added instanceof Promise ? added.then(answer) : answer(added);
}

function ofBroker(transaction: Transaction, context: RequestContext): TopicResult[] | Promise<TopicResult[]> {
  if (!transaction.verifyOnly) return add(transaction, clientVersions.ofBrokers, context);
  const partitions = partitionsOf(transaction);
  const verdicts = absent(partitions, context) ?? context.broker.transactions.verify({ ...transaction, partitions });
  return results(partitions, verdicts);
}

function add(transaction: Transaction, clientVersion: number, context: RequestContext): TopicResult[] | Promise<TopicResult[]> {
  const { broker, apiVersion } = context;
  const partitions = partitionsOf(transaction);
  const missing = absent(partitions, context);
  if (missing !== undefined) return results(partitions, missing);
  const all = ({ errorCode = 0 }: Draft<AddResponse>) => asAsked(transaction, errorCode);
  const added = fencedAs(broker.transactions.add({ ...transaction, partitions, clientVersion }), apiVersion < firstVersionWithFenced);
  return added instanceof Promise ? added.then(all) : all(added);
}

function partitionsOf({ topics }: Transaction): TopicPartition[] {
  return topics.flatMap(({ name, partitions }) => partitions.map((partition) => ({ topic: name, partition })));
}

/** All or nothing: where a partition does not exist, or may not be written to, the others are not tried. */
function absent(partitions: readonly TopicPartition[], context: RequestContext): KafkaError[] | undefined {
  const refused = partitions.map((partition) => refusalOf(partition, context));
  return refused.every((error) => error === undefined) ? undefined : refused.map((error) => error ?? errors.OPERATION_NOT_ATTEMPTED);
}

function refusalOf({ topic, partition }: TopicPartition, { broker, access, apiVersion }: RequestContext): KafkaError | undefined {
  // Other brokers have asked their clients. Internal topics are none of a producer's.
  const mayWrite =
    apiVersion >= firstVersionOfBrokers || (!isInternalTopic(topic) && access.may(aclOperations.WRITE, resourceTypes.TOPIC, topic));
  if (!mayWrite) return errors.TOPIC_AUTHORIZATION_FAILED;
  return broker.partitions.get(topic, partition) === undefined ? errors.UNKNOWN_TOPIC_OR_PARTITION : undefined;
}

/** One outcome for everything, in the shape of the request. */
function asAsked({ topics }: Transaction, partitionErrorCode: number): TopicResult[] {
  return topics.map(({ name, partitions }) => ({
    name,
    resultsByPartition: partitions.map((partitionIndex) => ({ partitionIndex, partitionErrorCode })),
  }));
}

/** An outcome for each partition, once. */
function results(partitions: readonly TopicPartition[], verdicts: ReadonlyArray<KafkaError | undefined>): TopicResult[] {
  const byTopic = new Map<string, Map<number, number>>();
  for (const [index, { topic, partition }] of partitions.entries()) {
    const ofTopic = byTopic.get(topic) ?? new Map<number, number>();
    byTopic.set(topic, ofTopic.set(partition, verdicts[index]?.code ?? 0));
  }
  return Array.from(byTopic, ([name, codes]) => ({
    name,
    resultsByPartition: Array.from(codes, ([partitionIndex, partitionErrorCode]) => ({ partitionIndex, partitionErrorCode })),
  }));
}
