// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface RequestHeader {
  /** Key of the API that is called. */
  requestApiKey: number;
  /** Version in which the request is written and the response expected. */
  requestApiVersion: number;
  /** Number chosen by the client, by which it recognizes the response. */
  correlationId: number;
  /** The client's `client.id`, for logs, quotas and metrics. */
  clientId: string | null;
}

export const RequestHeader: MessageCodec<RequestHeader> = {
  name: "RequestHeader",
  apiKey: -1,
  minVersion: 1,
  maxVersion: 2,
  flexibleFrom: 2,
  decode: decodeRequestHeader,
  encode: encodeRequestHeader,
};

function decodeRequestHeader(r: Reader, version: number): RequestHeader {
  if (version < 1 || version > 2) throw noSuchVersion("RequestHeader", version);
  const flexible = version >= 2;
  const requestApiKey = r.int16();
  const requestApiVersion = r.int16();
  const correlationId = r.int32();
  const clientId = r.nullableString(false);
  if (flexible) r.skipTags();
  return { requestApiKey, requestApiVersion, correlationId, clientId };
}

function encodeRequestHeader(w: Writer, draft: Draft<RequestHeader>, version: number): void {
  if (version < 1 || version > 2) throw noSuchVersion("RequestHeader", version);
  const flexible = version >= 2;
  const { requestApiKey = 0, requestApiVersion = 0, correlationId = 0, clientId = "" } = draft;
  w.int16(requestApiKey);
  w.int16(requestApiVersion);
  w.int32(correlationId);
  w.nullableString(clientId, false);
  if (flexible) w.noTags();
}

export interface ResponseHeader {
  /** The number from the request's header. */
  correlationId: number;
}

export const ResponseHeader: MessageCodec<ResponseHeader> = {
  name: "ResponseHeader",
  apiKey: -1,
  minVersion: 0,
  maxVersion: 1,
  flexibleFrom: 1,
  decode: decodeResponseHeader,
  encode: encodeResponseHeader,
};

function decodeResponseHeader(r: Reader, version: number): ResponseHeader {
  if (version < 0 || version > 1) throw noSuchVersion("ResponseHeader", version);
  const flexible = version >= 1;
  const correlationId = r.int32();
  if (flexible) r.skipTags();
  return { correlationId };
}

function encodeResponseHeader(w: Writer, draft: Draft<ResponseHeader>, version: number): void {
  if (version < 0 || version > 1) throw noSuchVersion("ResponseHeader", version);
  const flexible = version >= 1;
  const { correlationId = 0 } = draft;
  w.int32(correlationId);
  if (flexible) w.noTags();
}
