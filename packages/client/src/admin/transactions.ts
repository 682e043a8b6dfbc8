import { apis, type DescribeTransactionsResponse, errorByCode, errors } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { routed, toLeaders, toTransactionCoordinators } from "../cluster/routing.ts";
import { byTopic, type TopicPartition } from "../cluster/topic-partition.ts";
import { askEachBroker } from "./each-broker.ts";
import { partitionAnswers } from "./offsets.ts";
import { answersFrom, type Outcome, outcomeOf, outcomes } from "./outcome.ts";

export interface ListedTransaction {
  readonly transactionalId: string;
  readonly producerId: number;
  /** `Ongoing`, `CompleteCommit`, … */
  readonly state: string;
}

export interface TransactionFilter {
  readonly states?: readonly string[];
  readonly producerIds?: readonly number[];
  /** Only transactions that are older. */
  readonly longerThanMs?: number;
  /** Regular expression that a whole transactional id has to match. */
  readonly idPattern?: string;
}

export interface DescribedTransaction extends Outcome {
  readonly transactionalId: string;
  readonly state: string;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly timeoutMs: number;
  /** Milliseconds since the epoch; null if no transaction has begun. */
  readonly startedMs: number | null;
  readonly coordinatorId: number;
  /** Those that have no marker yet. */
  readonly partitions: readonly TopicPartition[];
}

/** A transaction on a partition that nobody ends, as `DescribeProducers` shows it. */
export interface HangingTransaction extends TopicPartition {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly coordinatorEpoch: number;
}

/** An idempotent producer that a partition remembers. */
export interface ActiveProducer {
  readonly producerId: number;
  readonly producerEpoch: number;
  /** Sequence number of its last record; -1 if there is none. */
  readonly lastSequence: number;
  /** Milliseconds since the epoch; -1 if there is none. */
  readonly lastTimestampMs: number;
  /** Of the coordinator that last ended a transaction here; -1 if there was none. */
  readonly coordinatorEpoch: number;
  /** Where its open transaction begins here; undefined if there is none. */
  readonly transactionStartOffset: number | undefined;
}

export interface DescribedProducers extends Outcome, TopicPartition {
  readonly producers: readonly ActiveProducer[];
}

export interface FencedProducer extends Outcome {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

const firstVersionWithDuration = 1;
const firstVersionWithPattern = 2;

/** The transactional ids that all brokers coordinate, in their order. Throws REQUEST_FAILED, also if a broker is too old for the filter. */
export async function listTransactions(cluster: Cluster, filter: TransactionFilter = {}): Promise<ListedTransaction[]> {
  const { states = [], producerIds = [], longerThanMs, idPattern } = filter;
  const minVersion = idPattern === undefined ? (longerThanMs === undefined ? 0 : firstVersionWithDuration) : firstVersionWithPattern;
  const draft = {
    stateFilters: states,
    producerIdFilters: producerIds,
    ...(longerThanMs === undefined ? {} : { durationFilter: longerThanMs }),
    ...(idPattern === undefined ? {} : { transactionalIdPattern: idPattern }),
  };
  const listed = await askEachBroker(cluster, "list its transactions", async (broker) => {
    const { errorCode, transactionStates: rows } = await broker.request(apis.listTransactions, () => draft, { minVersion });
    return { errorCode, rows };
  });
  return listed
    .map(({ row: { transactionalId, producerId, transactionState: state } }) => ({ transactionalId, producerId, state }))
    .sort((a, b) => (a.transactionalId < b.transactionalId ? -1 : 1));
}

/** What is known of transactional ids. */
export async function describeTransactions(cluster: Cluster, transactionalIds: readonly string[]): Promise<DescribedTransaction[]> {
  const answers = await routed(cluster, transactionalIds, toTransactionCoordinators, async (broker, ids) => {
    const reply = await broker.request(apis.describeTransactions, () => ({ transactionalIds: ids }));
    const rows = reply.transactionStates.map((row) => ({ ...row, coordinatorId: cluster.nodeIdOf(broker) }));
    return answersFrom(ids, same, rows, (row) => row.transactionalId);
  });
  return transactionalIds.map((transactionalId, position) => {
    const answer = answers[position] ?? { error: errors.UNKNOWN_SERVER_ERROR };
    const { value } = answer;
    return {
      transactionalId,
      ...outcomeOf(answer),
      state: value?.transactionState ?? "",
      producerId: value?.producerId ?? -1,
      producerEpoch: value?.producerEpoch ?? -1,
      timeoutMs: value?.transactionTimeoutMs ?? -1,
      startedMs: value === undefined || value.transactionStartTimeMs < 0 ? null : value.transactionStartTimeMs,
      coordinatorId: value?.coordinatorId ?? -1,
      partitions: partitionsOf(value?.topics ?? []),
    };
  });
}

/** The idempotent producers of partitions, with their open transactions. */
export async function describeProducers(cluster: Cluster, partitions: readonly TopicPartition[]): Promise<DescribedProducers[]> {
  const answers = await routed(cluster, partitions, toLeaders, async (broker, items) => {
    const topics = byTopic(items).map((each) => ({
      name: each.topic,
      partitionIndexes: each.partitions.map(({ partition }) => partition),
    }));
    const reply = await broker.request(apis.describeProducers, () => ({ topics }));
    return partitionAnswers(items, reply.topics);
  });
  return outcomes(partitions, answers, ({ topic, partition }) => ({ topic, partition })).map((outcome, position) => ({
    ...outcome,
    producers: (answers[position]?.value?.activeProducers ?? []).map((each) => ({
      producerId: each.producerId,
      producerEpoch: each.producerEpoch,
      lastSequence: each.lastSequence,
      lastTimestampMs: each.lastTimestamp,
      coordinatorEpoch: each.coordinatorEpoch,
      transactionStartOffset: each.currentTxnStartOffset < 0 ? undefined : each.currentTxnStartOffset,
    })),
  }));
}

/** Ends a transaction on one partition that its coordinator knows nothing of (KIP-664). */
export async function abortTransaction(cluster: Cluster, hanging: HangingTransaction): Promise<Outcome & TopicPartition> {
  const { topic, partition, producerId, producerEpoch, coordinatorEpoch } = hanging;
  const [answer] = await routed(cluster, [hanging], toLeaders, async (broker) => {
    const topics = [{ name: topic, partitionIndexes: [partition] }];
    const marker = { producerId, producerEpoch, coordinatorEpoch, transactionResult: false, topics };
    const reply = await broker.request(apis.writeTxnMarkers, () => ({ markers: [marker] }));
    return partitionAnswers([hanging], reply.markers[0]?.topics ?? []);
  });
  return { topic, partition, ...outcomeOf(answer ?? { error: errors.UNKNOWN_SERVER_ERROR }) };
}

/** Fences the producers that have these ids, and aborts what they have begun. */
export async function fenceProducers(
  cluster: Cluster,
  transactionalIds: readonly string[],
  { timeoutMs = 30_000 }: { timeoutMs?: number } = {},
): Promise<FencedProducer[]> {
  const answers = await routed(cluster, transactionalIds, toTransactionCoordinators, (broker, ids) =>
    Promise.all(
      ids.map(async (transactionalId) => {
        const value = await broker.request(apis.initProducerId, () => ({ transactionalId, transactionTimeoutMs: timeoutMs }));
        return { error: errorByCode(value.errorCode), value };
      }),
    ),
  );
  return outcomes(transactionalIds, answers, (transactionalId) => ({ transactionalId })).map((outcome, position) => {
    const { producerId = -1, producerEpoch = -1 } = answers[position]?.value ?? {};
    return { ...outcome, producerId, producerEpoch };
  });
}

function partitionsOf(topics: DescribeTransactionsResponse["transactionStates"][number]["topics"]): TopicPartition[] {
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
}

function same(transactionalId: string): string {
  return transactionalId;
}
