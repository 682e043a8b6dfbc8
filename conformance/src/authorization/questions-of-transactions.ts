import { apis } from "@millrace/protocol";
import type { Talk } from "../differential/talk.ts";
import { untilDone } from "./preparation.ts";
import { type Question, question, type Setting } from "./question.ts";

/** An id that no producer has. */
const stranger = { producerId: 987_654, producerEpoch: 0 };
const given = ["producerId", "producerEpoch"];

/** Opens a transaction in the topic. */
async function begin(administrator: Talk, { transaction, topic }: Setting): Promise<void> {
  const ids = { transactionalId: transaction, transactionTimeoutMs: 900_000 };
  let producer = { producerId: -1, producerEpoch: -1 };
  await untilDone(administrator, "a producer begins", async () => {
    const answer = await administrator.call(apis.initProducerId, 4, ids);
    producer = answer;
    return answer.errorCode;
  });
  await administrator.call(apis.addPartitionsToTxn, 3, {
    v3AndBelowTransactionalId: transaction,
    v3AndBelowProducerId: producer.producerId,
    v3AndBelowProducerEpoch: producer.producerEpoch,
    v3AndBelowTopics: [{ name: topic, partitions: [0] }],
  });
}

/** Requests of transactional and idempotent producers. */
export const questionsOfTransactions: readonly Question[] = [
  question("InitProducerId", apis.initProducerId, {
    subjects: ["transaction"],
    ask: ({ transaction }) => ({ transactionalId: transaction, transactionTimeoutMs: 60_000 }),
    blanks: given,
  }),
  question("InitProducerId of idempotent producers", apis.initProducerId, {
    subjects: ["cluster"],
    ask: () => ({ transactionalId: null, transactionTimeoutMs: 60_000 }),
    blanks: given,
  }),
  question("InitProducerId of those who may write somewhere", apis.initProducerId, {
    subjects: ["topic"],
    ask: () => ({ transactionalId: null, transactionTimeoutMs: 60_000 }),
    blanks: given,
  }),
  question("AddPartitionsToTxn", apis.addPartitionsToTxn, {
    versions: [0, 3],
    subjects: ["transaction", "topic"],
    ask: ({ transaction, topic }) => ({
      v3AndBelowTransactionalId: transaction,
      v3AndBelowProducerId: stranger.producerId,
      v3AndBelowProducerEpoch: stranger.producerEpoch,
      v3AndBelowTopics: [{ name: topic, partitions: [0] }],
    }),
  }),
  question("AddPartitionsToTxn to what is not there", apis.addPartitionsToTxn, {
    versions: [0, 3],
    subjects: ["transaction", "topic"],
    alsoOwn: ["__consumer_offsets"],
    ask: ({ transaction, topic, absent }) => ({
      v3AndBelowTransactionalId: transaction,
      v3AndBelowProducerId: stranger.producerId,
      v3AndBelowProducerEpoch: stranger.producerEpoch,
      v3AndBelowTopics: [topic, absent, "__consumer_offsets"].map((name) => ({ name, partitions: [0] })),
    }),
  }),
  question("AddPartitionsToTxn of brokers", apis.addPartitionsToTxn, {
    versions: [4, 5],
    subjects: ["cluster", "transaction", "topic"],
    ask: ({ transaction, topic }) => ({
      transactions: [{ transactionalId: transaction, ...stranger, topics: [{ name: topic, partitions: [0] }] }],
    }),
  }),
  question("AddOffsetsToTxn", apis.addOffsetsToTxn, {
    subjects: ["transaction", "group"],
    ask: ({ transaction, group }) => ({ transactionalId: transaction, ...stranger, groupId: group }),
  }),
  question("EndTxn", apis.endTxn, {
    subjects: ["transaction"],
    ask: ({ transaction }) => ({ transactionalId: transaction, ...stranger, committed: true }),
  }),
  question("TxnOffsetCommit", apis.txnOffsetCommit, {
    subjects: ["transaction", "group", "topic"],
    ask: ({ transaction, group, topic, absent }) => ({
      transactionalId: transaction,
      groupId: group,
      ...stranger,
      topics: [topic, absent].map((name) => ({ name, partitions: [{ partitionIndex: 0, committedOffset: 1 }] })),
    }),
  }),
  question("WriteTxnMarkers", apis.writeTxnMarkers, {
    subjects: ["cluster", "topic"],
    ask: ({ absent }) => ({
      markers: [{ ...stranger, transactionResult: true, topics: [{ name: absent, partitionIndexes: [0] }], coordinatorEpoch: 0 }],
    }),
  }),
  question("DescribeTransactions", apis.describeTransactions, {
    subjects: ["transaction", "topic"],
    prepare: begin,
    ask: ({ transaction, absent }) => ({ transactionalIds: [transaction, absent] }),
    blanks: [...given, "transactionStartTimeMs"],
  }),
  question("ListTransactions", apis.listTransactions, {
    subjects: ["transaction"],
    prepare: begin,
    ask: () => ({}),
    blanks: given,
  }),
];
