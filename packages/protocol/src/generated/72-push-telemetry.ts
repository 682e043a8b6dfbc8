// Generated from the definitions by `npm run generate`; not to be edited.
import { EMPTY_BYTES, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface PushTelemetryRequest {
  /** The client's id (KIP-714). */
  clientInstanceId: string;
  /** The subscription that the metrics answer. */
  subscriptionId: number;
  /** Whether the client ends and pushes for the last time. */
  terminating: boolean;
  /** Codec that the metrics are compressed by, numbered as in record batches. */
  compressionType: number;
  /** MetricsData of OpenTelemetry's protocol, version 1, as protobuf. */
  metrics: Buffer;
}

export const PushTelemetryRequest: MessageCodec<PushTelemetryRequest> = {
  name: "PushTelemetryRequest",
  apiKey: 72,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodePushTelemetryRequest,
  encode: encodePushTelemetryRequest,
};

function decodePushTelemetryRequest(r: Reader, version: number): PushTelemetryRequest {
  if (version < 0 || version > 0) throw noSuchVersion("PushTelemetryRequest", version);
  const clientInstanceId = r.uuid();
  const subscriptionId = r.int32();
  const terminating = r.bool();
  const compressionType = r.int8();
  const metrics = r.bytes(true);
  r.skipTags();
  return { clientInstanceId, subscriptionId, terminating, compressionType, metrics };
}

function encodePushTelemetryRequest(w: Writer, draft: Draft<PushTelemetryRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("PushTelemetryRequest", version);
  const { clientInstanceId = ZERO_UUID, subscriptionId = 0, terminating = false, compressionType = 0, metrics = EMPTY_BYTES } = draft;
  w.uuid(clientInstanceId);
  w.int32(subscriptionId);
  w.bool(terminating);
  w.int8(compressionType);
  w.bytes(metrics, true);
  w.noTags();
}

export interface PushTelemetryResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
}

export const PushTelemetryResponse: MessageCodec<PushTelemetryResponse> = {
  name: "PushTelemetryResponse",
  apiKey: 72,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodePushTelemetryResponse,
  encode: encodePushTelemetryResponse,
  eachError: (draft, version, found) => eachErrorOfPushTelemetryResponse(draft, version, found, draft),
};

function decodePushTelemetryResponse(r: Reader, version: number): PushTelemetryResponse {
  if (version < 0 || version > 0) throw noSuchVersion("PushTelemetryResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  r.skipTags();
  return { throttleTimeMs, errorCode };
}

function encodePushTelemetryResponse(w: Writer, draft: Draft<PushTelemetryResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("PushTelemetryResponse", version);
  const { throttleTimeMs = 0, errorCode = 0 } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.noTags();
}

function eachErrorOfPushTelemetryResponse(draft: Draft<PushTelemetryResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
