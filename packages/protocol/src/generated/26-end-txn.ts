// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface EndTxnRequest {
  /** The producer's `transactional.id`. */
  transactionalId: string;
  /** The producer's id. */
  producerId: number;
  /** The producer's epoch. */
  producerEpoch: number;
  /** Whether to commit the transaction, and not to abort it. */
  committed: boolean;
}

export const EndTxnRequest: MessageCodec<EndTxnRequest> = {
  name: "EndTxnRequest",
  apiKey: 26,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 3,
  decode: decodeEndTxnRequest,
  encode: encodeEndTxnRequest,
};

function decodeEndTxnRequest(r: Reader, version: number): EndTxnRequest {
  if (version < 0 || version > 5) throw noSuchVersion("EndTxnRequest", version);
  const flexible = version >= 3;
  const transactionalId = r.string(flexible);
  const producerId = r.int64();
  const producerEpoch = r.int16();
  const committed = r.bool();
  if (flexible) r.skipTags();
  return { transactionalId, producerId, producerEpoch, committed };
}

function encodeEndTxnRequest(w: Writer, draft: Draft<EndTxnRequest>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("EndTxnRequest", version);
  const flexible = version >= 3;
  const { transactionalId = "", producerId = 0, producerEpoch = 0, committed = false } = draft;
  w.string(transactionalId, flexible);
  w.int64(producerId);
  w.int16(producerEpoch);
  w.bool(committed);
  if (flexible) w.noTags();
}

export interface EndTxnResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** The producer's id in the next transaction (KIP-890), or -1 on errors. */
  producerId: number;
  /** The producer's epoch in the next transaction, or -1 on errors. */
  producerEpoch: number;
}

export const EndTxnResponse: MessageCodec<EndTxnResponse> = {
  name: "EndTxnResponse",
  apiKey: 26,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 3,
  decode: decodeEndTxnResponse,
  encode: encodeEndTxnResponse,
  eachError: (draft, version, found) => eachErrorOfEndTxnResponse(draft, version, found, draft),
};

function decodeEndTxnResponse(r: Reader, version: number): EndTxnResponse {
  if (version < 0 || version > 5) throw noSuchVersion("EndTxnResponse", version);
  const flexible = version >= 3;
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const producerId = version >= 5 ? r.int64() : -1;
  const producerEpoch = version >= 5 ? r.int16() : -1;
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, producerId, producerEpoch };
}

function encodeEndTxnResponse(w: Writer, draft: Draft<EndTxnResponse>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("EndTxnResponse", version);
  const flexible = version >= 3;
  const { throttleTimeMs = 0, errorCode = 0, producerId = -1, producerEpoch = -1 } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  if (version >= 5) w.int64(producerId);
  if (version >= 5) w.int16(producerEpoch);
  if (flexible) w.noTags();
}

function eachErrorOfEndTxnResponse(draft: Draft<EndTxnResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
