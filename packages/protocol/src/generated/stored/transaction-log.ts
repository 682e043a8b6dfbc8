// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec } from "../../codec.ts";
import { type Reader } from "../../wire/reader.ts";
import { type Writer } from "../../wire/writer.ts";

export interface TransactionLogKey {
  /** The transactional id. */
  transactionalId: string;
}

export const TransactionLogKey: MessageCodec<TransactionLogKey> = {
  name: "TransactionLogKey",
  apiKey: 0,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: Infinity,
  decode: decodeTransactionLogKey,
  encode: encodeTransactionLogKey,
};

function decodeTransactionLogKey(r: Reader, version: number): TransactionLogKey {
  if (version < 0 || version > 0) throw noSuchVersion("TransactionLogKey", version);
  const transactionalId = r.string(false);
  return { transactionalId };
}

function encodeTransactionLogKey(w: Writer, draft: Draft<TransactionLogKey>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("TransactionLogKey", version);
  const { transactionalId = "" } = draft;
  w.string(transactionalId, false);
}

export interface TransactionLogValue {
  /** The producer's id. */
  producerId: number;
  /** The id that the producer had before this record, or -1 (KIP-890). */
  previousProducerId: number;
  /** The id that the producer gets when the transaction is complete, or -1 if it keeps its own. */
  nextProducerId: number;
  /** The producer's epoch. */
  producerEpoch: number;
  /** The epoch that goes with the next id, or -1; Kafka 4.3 leaves it so. */
  nextProducerEpoch: number;
  /** How long a transaction may stay open, in milliseconds. */
  transactionTimeoutMs: number;
  /** Number of the transaction's state. */
  transactionStatus: number;
  /** Partitions in the transaction, by topic; null if it is empty. */
  transactionPartitions: TransactionLogValuePartitionsSchema[] | null;
  /** When the state last changed, in milliseconds since the epoch. */
  transactionLastUpdateTimestampMs: number;
  /** When the transaction began, in milliseconds since the epoch, or -1. */
  transactionStartTimestampMs: number;
  /** Level of `transaction.version` that the client speaks. */
  clientTransactionVersion: number;
}

export interface TransactionLogValuePartitionsSchema {
  /** The topic. */
  topic: string;
  /** Numbers of the topic's partitions. */
  partitionIds: number[];
}

export const TransactionLogValue: MessageCodec<TransactionLogValue> = {
  name: "TransactionLogValue",
  apiKey: 0,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeTransactionLogValue,
  encode: encodeTransactionLogValue,
};

function decodeTransactionLogValuePartitionsSchema(r: Reader, version: number): TransactionLogValuePartitionsSchema {
  const flexible = version >= 1;
  const topic = r.string(flexible);
  const partitionIds: number[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) partitionIds.push(r.int32());
  if (flexible) r.skipTags();
  return { topic, partitionIds };
}

function encodeTransactionLogValuePartitionsSchema(w: Writer, draft: Draft<TransactionLogValuePartitionsSchema>, version: number): void {
  const flexible = version >= 1;
  const { topic = "", partitionIds = [] } = draft;
  w.string(topic, flexible);
  { w.arrayLength(partitionIds, flexible); for (const element of partitionIds) w.int32(element); }
  if (flexible) w.noTags();
}

function decodeTransactionLogValue(r: Reader, version: number): TransactionLogValue {
  if (version < 0 || version > 1) throw noSuchVersion("TransactionLogValue", version);
  const flexible = version >= 1;
  const producerId = r.int64();
  let previousProducerId: number = -1;
  let nextProducerId: number = -1;
  const producerEpoch = r.int16();
  let nextProducerEpoch: number = -1;
  const transactionTimeoutMs = r.int32();
  const transactionStatus = r.int8();
  let transactionPartitions: TransactionLogValuePartitionsSchema[] | null = [];
  {
    let n = r.nullableArrayLength(flexible);
    if (n < 0) transactionPartitions = null;
    else {
      const transactionPartitionsElements: TransactionLogValuePartitionsSchema[] = [];
      for (; n > 0; n--) transactionPartitionsElements.push(decodeTransactionLogValuePartitionsSchema(r, version));
      transactionPartitions = transactionPartitionsElements;
    }
  }
  const transactionLastUpdateTimestampMs = r.int64();
  const transactionStartTimestampMs = r.int64();
  let clientTransactionVersion: number = 0;
  if (flexible) for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        previousProducerId = r.int64();
        break;
      case 1:
        nextProducerId = r.int64();
        break;
      case 3:
        nextProducerEpoch = r.int16();
        break;
      case 2:
        clientTransactionVersion = r.int16();
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { producerId, previousProducerId, nextProducerId, producerEpoch, nextProducerEpoch, transactionTimeoutMs, transactionStatus, transactionPartitions, transactionLastUpdateTimestampMs, transactionStartTimestampMs, clientTransactionVersion };
}

function encodeTransactionLogValue(w: Writer, draft: Draft<TransactionLogValue>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("TransactionLogValue", version);
  const flexible = version >= 1;
  const { producerId = 0, previousProducerId = -1, nextProducerId = -1, producerEpoch = 0, nextProducerEpoch = -1, transactionTimeoutMs = 0, transactionStatus = 0, transactionPartitions = [], transactionLastUpdateTimestampMs = 0, transactionStartTimestampMs = 0, clientTransactionVersion = 0 } = draft;
  w.int64(producerId);
  if (version < 1 && previousProducerId !== -1) throw fieldNotInVersion("TransactionLogValue", "previousProducerId", version);
  if (version < 1 && nextProducerId !== -1) throw fieldNotInVersion("TransactionLogValue", "nextProducerId", version);
  w.int16(producerEpoch);
  if (version < 1 && nextProducerEpoch !== -1) throw fieldNotInVersion("TransactionLogValue", "nextProducerEpoch", version);
  w.int32(transactionTimeoutMs);
  w.int8(transactionStatus);
  { w.nullableArrayLength(transactionPartitions, flexible); if (transactionPartitions !== null) for (const element of transactionPartitions) encodeTransactionLogValuePartitionsSchema(w, element, version); }
  w.int64(transactionLastUpdateTimestampMs);
  w.int64(transactionStartTimestampMs);
  if (version < 1 && clientTransactionVersion !== 0) throw fieldNotInVersion("TransactionLogValue", "clientTransactionVersion", version);
  if (flexible) {
    const hasPreviousProducerId = previousProducerId !== -1;
    const hasNextProducerId = nextProducerId !== -1;
    const hasClientTransactionVersion = clientTransactionVersion !== 0;
    const hasNextProducerEpoch = nextProducerEpoch !== -1;
    w.unsignedVarint(+hasPreviousProducerId + +hasNextProducerId + +hasClientTransactionVersion + +hasNextProducerEpoch);
    if (hasPreviousProducerId) {
      const at = w.beginTag(0);
      w.int64(previousProducerId);
      w.endTag(at);
    }
    if (hasNextProducerId) {
      const at = w.beginTag(1);
      w.int64(nextProducerId);
      w.endTag(at);
    }
    if (hasClientTransactionVersion) {
      const at = w.beginTag(2);
      w.int16(clientTransactionVersion);
      w.endTag(at);
    }
    if (hasNextProducerEpoch) {
      const at = w.beginTag(3);
      w.int16(nextProducerEpoch);
      w.endTag(at);
    }
  }
}
