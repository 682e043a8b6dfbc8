// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface GetTelemetrySubscriptionsRequest {
  /** The client's id (KIP-714); zero: it has none yet and is to be given one. */
  clientInstanceId: string;
}

export const GetTelemetrySubscriptionsRequest: MessageCodec<GetTelemetrySubscriptionsRequest> = {
  name: "GetTelemetrySubscriptionsRequest",
  apiKey: 71,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeGetTelemetrySubscriptionsRequest,
  encode: encodeGetTelemetrySubscriptionsRequest,
};

function decodeGetTelemetrySubscriptionsRequest(r: Reader, version: number): GetTelemetrySubscriptionsRequest {
  if (version < 0 || version > 0) throw noSuchVersion("GetTelemetrySubscriptionsRequest", version);
  const clientInstanceId = r.uuid();
  r.skipTags();
  return { clientInstanceId };
}

function encodeGetTelemetrySubscriptionsRequest(w: Writer, draft: Draft<GetTelemetrySubscriptionsRequest>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("GetTelemetrySubscriptionsRequest", version);
  const { clientInstanceId = ZERO_UUID } = draft;
  w.uuid(clientInstanceId);
  w.noTags();
}

export interface GetTelemetrySubscriptionsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** The client's id, possibly just given. */
  clientInstanceId: string;
  /** Stands for what this client is asked for; what it pushes has to name it. */
  subscriptionId: number;
  /** Codecs that pushed metrics may be compressed by, the preferred one first. */
  acceptedCompressionTypes: number[];
  /** How often the client is to push, in milliseconds. */
  pushIntervalMs: number;
  /** How large what is pushed may be, compressed. */
  telemetryMaxBytes: number;
  /** Whether counters are to be told as what has been added since the last push. */
  deltaTemporality: boolean;
  /** Beginnings of the names of metrics that are asked for; none: no metrics, one empty text: all. */
  requestedMetrics: string[];
}

export const GetTelemetrySubscriptionsResponse: MessageCodec<GetTelemetrySubscriptionsResponse> = {
  name: "GetTelemetrySubscriptionsResponse",
  apiKey: 71,
  minVersion: 0,
  maxVersion: 0,
  flexibleFrom: 0,
  decode: decodeGetTelemetrySubscriptionsResponse,
  encode: encodeGetTelemetrySubscriptionsResponse,
  eachError: (draft, version, found) => eachErrorOfGetTelemetrySubscriptionsResponse(draft, version, found, draft),
};

function decodeGetTelemetrySubscriptionsResponse(r: Reader, version: number): GetTelemetrySubscriptionsResponse {
  if (version < 0 || version > 0) throw noSuchVersion("GetTelemetrySubscriptionsResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const clientInstanceId = r.uuid();
  const subscriptionId = r.int32();
  const acceptedCompressionTypes: number[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) acceptedCompressionTypes.push(r.int8());
  const pushIntervalMs = r.int32();
  const telemetryMaxBytes = r.int32();
  const deltaTemporality = r.bool();
  const requestedMetrics: string[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) requestedMetrics.push(r.string(true));
  r.skipTags();
  return { throttleTimeMs, errorCode, clientInstanceId, subscriptionId, acceptedCompressionTypes, pushIntervalMs, telemetryMaxBytes, deltaTemporality, requestedMetrics };
}

function encodeGetTelemetrySubscriptionsResponse(w: Writer, draft: Draft<GetTelemetrySubscriptionsResponse>, version: number): void {
  if (version < 0 || version > 0) throw noSuchVersion("GetTelemetrySubscriptionsResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, clientInstanceId = ZERO_UUID, subscriptionId = 0, acceptedCompressionTypes = [], pushIntervalMs = 0, telemetryMaxBytes = 0, deltaTemporality = false, requestedMetrics = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.uuid(clientInstanceId);
  w.int32(subscriptionId);
  { w.arrayLength(acceptedCompressionTypes, true); for (const element of acceptedCompressionTypes) w.int8(element); }
  w.int32(pushIntervalMs);
  w.int32(telemetryMaxBytes);
  w.bool(deltaTemporality);
  { w.arrayLength(requestedMetrics, true); for (const element of requestedMetrics) w.string(element, true); }
  w.noTags();
}

function eachErrorOfGetTelemetrySubscriptionsResponse(draft: Draft<GetTelemetrySubscriptionsResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
