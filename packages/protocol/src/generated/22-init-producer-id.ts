// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface InitProducerIdRequest {
  /** The producer's `transactional.id`; null for idempotence alone. */
  transactionalId: string | null;
  /** How long a transaction may stay open before the coordinator aborts it, in milliseconds. */
  transactionTimeoutMs: number;
  /** The id in use so far, if only its epoch is to be raised (KIP-360); else -1. */
  producerId: number;
  /** The epoch in use so far, or -1. */
  producerEpoch: number;
  /** Whether an outside coordinator decides the transactions (KIP-939). */
  enable2Pc: boolean;
  /** Whether a transaction that waits for such a decision is to survive. */
  keepPreparedTxn: boolean;
}

export const InitProducerIdRequest: MessageCodec<InitProducerIdRequest> = {
  name: "InitProducerIdRequest",
  apiKey: 22,
  minVersion: 0,
  maxVersion: 6,
  flexibleFrom: 2,
  decode: decodeInitProducerIdRequest,
  encode: encodeInitProducerIdRequest,
};

function decodeInitProducerIdRequest(r: Reader, version: number): InitProducerIdRequest {
  if (version < 0 || version > 6) throw noSuchVersion("InitProducerIdRequest", version);
  const flexible = version >= 2;
  const transactionalId = r.nullableString(flexible);
  const transactionTimeoutMs = r.int32();
  const producerId = version >= 3 ? r.int64() : -1;
  const producerEpoch = version >= 3 ? r.int16() : -1;
  const enable2Pc = version >= 6 ? r.bool() : false;
  const keepPreparedTxn = version >= 6 ? r.bool() : false;
  if (flexible) r.skipTags();
  return { transactionalId, transactionTimeoutMs, producerId, producerEpoch, enable2Pc, keepPreparedTxn };
}

function encodeInitProducerIdRequest(w: Writer, draft: Draft<InitProducerIdRequest>, version: number): void {
  if (version < 0 || version > 6) throw noSuchVersion("InitProducerIdRequest", version);
  const flexible = version >= 2;
  const { transactionalId = "", transactionTimeoutMs = 0, producerId = -1, producerEpoch = -1, enable2Pc = false, keepPreparedTxn = false } = draft;
  w.nullableString(transactionalId, flexible);
  w.int32(transactionTimeoutMs);
  if (version >= 3) w.int64(producerId);
  else if (producerId !== -1) throw fieldNotInVersion("InitProducerIdRequest", "producerId", version);
  if (version >= 3) w.int16(producerEpoch);
  else if (producerEpoch !== -1) throw fieldNotInVersion("InitProducerIdRequest", "producerEpoch", version);
  if (version >= 6) w.bool(enable2Pc);
  else if (enable2Pc) throw fieldNotInVersion("InitProducerIdRequest", "enable2Pc", version);
  if (version >= 6) w.bool(keepPreparedTxn);
  else if (keepPreparedTxn) throw fieldNotInVersion("InitProducerIdRequest", "keepPreparedTxn", version);
  if (flexible) w.noTags();
}

export interface InitProducerIdResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** The id to put on batches, or -1 on errors. */
  producerId: number;
  /** The epoch to put on batches. */
  producerEpoch: number;
  /** Producer id of a transaction that was kept, or -1. */
  ongoingTxnProducerId: number;
  /** Producer epoch of a transaction that was kept, or -1. */
  ongoingTxnProducerEpoch: number;
}

export const InitProducerIdResponse: MessageCodec<InitProducerIdResponse> = {
  name: "InitProducerIdResponse",
  apiKey: 22,
  minVersion: 0,
  maxVersion: 6,
  flexibleFrom: 2,
  decode: decodeInitProducerIdResponse,
  encode: encodeInitProducerIdResponse,
  eachError: (draft, version, found) => eachErrorOfInitProducerIdResponse(draft, version, found, draft),
};

function decodeInitProducerIdResponse(r: Reader, version: number): InitProducerIdResponse {
  if (version < 0 || version > 6) throw noSuchVersion("InitProducerIdResponse", version);
  const flexible = version >= 2;
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const producerId = r.int64();
  const producerEpoch = r.int16();
  const ongoingTxnProducerId = version >= 6 ? r.int64() : -1;
  const ongoingTxnProducerEpoch = version >= 6 ? r.int16() : -1;
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, producerId, producerEpoch, ongoingTxnProducerId, ongoingTxnProducerEpoch };
}

function encodeInitProducerIdResponse(w: Writer, draft: Draft<InitProducerIdResponse>, version: number): void {
  if (version < 0 || version > 6) throw noSuchVersion("InitProducerIdResponse", version);
  const flexible = version >= 2;
  const { throttleTimeMs = 0, errorCode = 0, producerId = -1, producerEpoch = 0, ongoingTxnProducerId = -1, ongoingTxnProducerEpoch = -1 } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.int64(producerId);
  w.int16(producerEpoch);
  if (version >= 6) w.int64(ongoingTxnProducerId);
  else if (ongoingTxnProducerId !== -1) throw fieldNotInVersion("InitProducerIdResponse", "ongoingTxnProducerId", version);
  if (version >= 6) w.int16(ongoingTxnProducerEpoch);
  else if (ongoingTxnProducerEpoch !== -1) throw fieldNotInVersion("InitProducerIdResponse", "ongoingTxnProducerEpoch", version);
  if (flexible) w.noTags();
}

function eachErrorOfInitProducerIdResponse(draft: Draft<InitProducerIdResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
