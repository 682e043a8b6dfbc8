// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface AddOffsetsToTxnRequest {
  /** The producer's `transactional.id`. */
  transactionalId: string;
  /** The producer's id. */
  producerId: number;
  /** The producer's epoch. */
  producerEpoch: number;
  /** The group whose offsets the transaction is about to commit. */
  groupId: string;
}

export const AddOffsetsToTxnRequest: MessageCodec<AddOffsetsToTxnRequest> = {
  name: "AddOffsetsToTxnRequest",
  apiKey: 25,
  minVersion: 0,
  maxVersion: 4,
  flexibleFrom: 3,
  decode: decodeAddOffsetsToTxnRequest,
  encode: encodeAddOffsetsToTxnRequest,
};

function decodeAddOffsetsToTxnRequest(r: Reader, version: number): AddOffsetsToTxnRequest {
  if (version < 0 || version > 4) throw noSuchVersion("AddOffsetsToTxnRequest", version);
  const flexible = version >= 3;
  const transactionalId = r.string(flexible);
  const producerId = r.int64();
  const producerEpoch = r.int16();
  const groupId = r.string(flexible);
  if (flexible) r.skipTags();
  return { transactionalId, producerId, producerEpoch, groupId };
}

function encodeAddOffsetsToTxnRequest(w: Writer, draft: Draft<AddOffsetsToTxnRequest>, version: number): void {
  if (version < 0 || version > 4) throw noSuchVersion("AddOffsetsToTxnRequest", version);
  const flexible = version >= 3;
  const { transactionalId = "", producerId = 0, producerEpoch = 0, groupId = "" } = draft;
  w.string(transactionalId, flexible);
  w.int64(producerId);
  w.int16(producerEpoch);
  w.string(groupId, flexible);
  if (flexible) w.noTags();
}

export interface AddOffsetsToTxnResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const AddOffsetsToTxnResponse: MessageCodec<AddOffsetsToTxnResponse> = {
  name: "AddOffsetsToTxnResponse",
  apiKey: 25,
  minVersion: 0,
  maxVersion: 4,
  flexibleFrom: 3,
  decode: decodeAddOffsetsToTxnResponse,
  encode: encodeAddOffsetsToTxnResponse,
  eachError: (draft, version, found) => eachErrorOfAddOffsetsToTxnResponse(draft, version, found, draft),
};

function decodeAddOffsetsToTxnResponse(r: Reader, version: number): AddOffsetsToTxnResponse {
  if (version < 0 || version > 4) throw noSuchVersion("AddOffsetsToTxnResponse", version);
  const flexible = version >= 3;
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode };
}

function encodeAddOffsetsToTxnResponse(w: Writer, draft: Draft<AddOffsetsToTxnResponse>, version: number): void {
  if (version < 0 || version > 4) throw noSuchVersion("AddOffsetsToTxnResponse", version);
  const flexible = version >= 3;
  const { throttleTimeMs = 0, errorCode = 0 } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  if (flexible) w.noTags();
}

function eachErrorOfAddOffsetsToTxnResponse(draft: Draft<AddOffsetsToTxnResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
