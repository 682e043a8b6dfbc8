// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface ListTransactionsRequest {
  /** Names of states; empty lets all pass. */
  stateFilters: string[];
  /** Ids of producers; empty lets all pass. */
  producerIdFilters: number[];
  /** Transactions have to be older than this, in milliseconds; negative lets all pass (KIP-994). */
  durationFilter: number;
  /** Regular expression for transactional ids; null or empty lets all pass (KIP-1152). */
  transactionalIdPattern: string | null;
}

export const ListTransactionsRequest: MessageCodec<ListTransactionsRequest> = {
  name: "ListTransactionsRequest",
  apiKey: 66,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 0,
  decode: decodeListTransactionsRequest,
  encode: encodeListTransactionsRequest,
};

function decodeListTransactionsRequest(r: Reader, version: number): ListTransactionsRequest {
  if (version < 0 || version > 2) throw noSuchVersion("ListTransactionsRequest", version);
  const stateFilters: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) stateFilters.push(r.string(true));
  const producerIdFilters: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) producerIdFilters.push(r.int64());
  const durationFilter = version >= 1 ? r.int64() : -1;
  const transactionalIdPattern = version >= 2 ? r.nullableString(true) : null;
  r.skipTags();
  return { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern };
}

function encodeListTransactionsRequest(w: Writer, draft: Draft<ListTransactionsRequest>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("ListTransactionsRequest", version);
  const { stateFilters = [], producerIdFilters = [], durationFilter = -1, transactionalIdPattern = null } = draft;
  { w.arrayLength(stateFilters, true); for (const element of stateFilters) w.string(element, true); }
  { w.arrayLength(producerIdFilters, true); for (const element of producerIdFilters) w.int64(element); }
  if (version >= 1) w.int64(durationFilter);
  else if (durationFilter !== -1) throw fieldNotInVersion("ListTransactionsRequest", "durationFilter", version);
  if (version >= 2) w.nullableString(transactionalIdPattern, true);
  else if (transactionalIdPattern !== null) throw fieldNotInVersion("ListTransactionsRequest", "transactionalIdPattern", version);
  w.noTags();
}

export interface ListTransactionsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Names in the request that no state has. */
  unknownStateFilters: string[];
  /** What passes, by transactional id. */
  transactionStates: ListTransactionsResponseTransactionState[];
}

export interface ListTransactionsResponseTransactionState {
  /** The transactional id. */
  transactionalId: string;
  /** The producer's id. */
  producerId: number;
  /** The state's name, e.g. `Ongoing`. */
  transactionState: string;
}

export const ListTransactionsResponse: MessageCodec<ListTransactionsResponse> = {
  name: "ListTransactionsResponse",
  apiKey: 66,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 0,
  decode: decodeListTransactionsResponse,
  encode: encodeListTransactionsResponse,
  eachError: (draft, version, found) => eachErrorOfListTransactionsResponse(draft, version, found, draft),
};

function decodeListTransactionsResponseTransactionState(r: Reader, _version: number): ListTransactionsResponseTransactionState {
  const transactionalId = r.string(true);
  const producerId = r.int64();
  const transactionState = r.string(true);
  r.skipTags();
  return { transactionalId, producerId, transactionState };
}

function encodeListTransactionsResponseTransactionState(w: Writer, draft: Draft<ListTransactionsResponseTransactionState>, _version: number): void {
  const { transactionalId = "", producerId = 0, transactionState = "" } = draft;
  w.string(transactionalId, true);
  w.int64(producerId);
  w.string(transactionState, true);
  w.noTags();
}

function decodeListTransactionsResponse(r: Reader, version: number): ListTransactionsResponse {
  if (version < 0 || version > 2) throw noSuchVersion("ListTransactionsResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const unknownStateFilters: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) unknownStateFilters.push(r.string(true));
  const transactionStates: ListTransactionsResponseTransactionState[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) transactionStates.push(decodeListTransactionsResponseTransactionState(r, version));
  r.skipTags();
  return { throttleTimeMs, errorCode, unknownStateFilters, transactionStates };
}

function encodeListTransactionsResponse(w: Writer, draft: Draft<ListTransactionsResponse>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("ListTransactionsResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, unknownStateFilters = [], transactionStates = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  { w.arrayLength(unknownStateFilters, true); for (const element of unknownStateFilters) w.string(element, true); }
  { w.arrayLength(transactionStates, true); for (const element of transactionStates) encodeListTransactionsResponseTransactionState(w, element, version); }
  w.noTags();
}

function eachErrorOfListTransactionsResponse(draft: Draft<ListTransactionsResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
