// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface UpdateFeaturesRequest {
  /** How long the request may take, in milliseconds. */
  timeoutMs: number;
  /** The levels that are wanted (KIP-584, KIP-1022). */
  featureUpdates: UpdateFeaturesRequestFeatureUpdateKey[];
  /** Whether to check everything and change nothing. */
  validateOnly: boolean;
}

export interface UpdateFeaturesRequestFeatureUpdateKey {
  /** The feature's name. */
  feature: string;
  /** The level that is to be in force; 0 switches the feature off. */
  maxVersionLevel: number;
  /** Whether the level may go down. */
  allowDowngrade: boolean;
  /** 1 raises only, 2 lowers if nothing is lost, 3 lowers whatever is lost. */
  upgradeType: number;
}

export const UpdateFeaturesRequest: MessageCodec<UpdateFeaturesRequest> = {
  name: "UpdateFeaturesRequest",
  apiKey: 57,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 0,
  decode: decodeUpdateFeaturesRequest,
  encode: encodeUpdateFeaturesRequest,
};

function decodeUpdateFeaturesRequestFeatureUpdateKey(r: Reader, version: number): UpdateFeaturesRequestFeatureUpdateKey {
  const feature = r.string(true);
  const maxVersionLevel = r.int16();
  const allowDowngrade = version <= 0 ? r.bool() : false;
  const upgradeType = version >= 1 ? r.int8() : 1;
  r.skipTags();
  return { feature, maxVersionLevel, allowDowngrade, upgradeType };
}

function encodeUpdateFeaturesRequestFeatureUpdateKey(w: Writer, draft: Draft<UpdateFeaturesRequestFeatureUpdateKey>, version: number): void {
  const { feature = "", maxVersionLevel = 0, allowDowngrade = false, upgradeType = 1 } = draft;
  w.string(feature, true);
  w.int16(maxVersionLevel);
  if (version <= 0) w.bool(allowDowngrade);
  else if (allowDowngrade) throw fieldNotInVersion("UpdateFeaturesRequest", "allowDowngrade", version);
  if (version >= 1) w.int8(upgradeType);
  else if (upgradeType !== 1) throw fieldNotInVersion("UpdateFeaturesRequest", "upgradeType", version);
  w.noTags();
}

function decodeUpdateFeaturesRequest(r: Reader, version: number): UpdateFeaturesRequest {
  if (version < 0 || version > 2) throw noSuchVersion("UpdateFeaturesRequest", version);
  const timeoutMs = r.int32();
  const featureUpdates: UpdateFeaturesRequestFeatureUpdateKey[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) featureUpdates.push(decodeUpdateFeaturesRequestFeatureUpdateKey(r, version));
  const validateOnly = version >= 1 ? r.bool() : false;
  r.skipTags();
  return { timeoutMs, featureUpdates, validateOnly };
}

function encodeUpdateFeaturesRequest(w: Writer, draft: Draft<UpdateFeaturesRequest>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("UpdateFeaturesRequest", version);
  const { timeoutMs = 60000, featureUpdates = [], validateOnly = false } = draft;
  w.int32(timeoutMs);
  { w.arrayLength(featureUpdates, true); for (const element of featureUpdates) encodeUpdateFeaturesRequestFeatureUpdateKey(w, element, version); }
  if (version >= 1) w.bool(validateOnly);
  else if (validateOnly) throw fieldNotInVersion("UpdateFeaturesRequest", "validateOnly", version);
  w.noTags();
}

export interface UpdateFeaturesResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome of all updates together as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people; null if there is none. */
  errorMessage: string | null;
  /** Outcomes by feature. */
  results: UpdateFeaturesResponseUpdatableFeatureResult[];
}

export interface UpdateFeaturesResponseUpdatableFeatureResult {
  /** The feature's name. */
  feature: string;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people; null if there is none. */
  errorMessage: string | null;
}

export const UpdateFeaturesResponse: MessageCodec<UpdateFeaturesResponse> = {
  name: "UpdateFeaturesResponse",
  apiKey: 57,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 0,
  decode: decodeUpdateFeaturesResponse,
  encode: encodeUpdateFeaturesResponse,
  eachError: (draft, version, found) => eachErrorOfUpdateFeaturesResponse(draft, version, found, draft),
};

function decodeUpdateFeaturesResponseUpdatableFeatureResult(r: Reader, _version: number): UpdateFeaturesResponseUpdatableFeatureResult {
  const feature = r.string(true);
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  r.skipTags();
  return { feature, errorCode, errorMessage };
}

function encodeUpdateFeaturesResponseUpdatableFeatureResult(w: Writer, draft: Draft<UpdateFeaturesResponseUpdatableFeatureResult>, _version: number): void {
  const { feature = "", errorCode = 0, errorMessage = "" } = draft;
  w.string(feature, true);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  w.noTags();
}

function decodeUpdateFeaturesResponse(r: Reader, version: number): UpdateFeaturesResponse {
  if (version < 0 || version > 2) throw noSuchVersion("UpdateFeaturesResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const results: UpdateFeaturesResponseUpdatableFeatureResult[] = [];
  if (version <= 1) for (let n = r.arrayLength(true); n > 0; n--) results.push(decodeUpdateFeaturesResponseUpdatableFeatureResult(r, version));
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, results };
}

function encodeUpdateFeaturesResponse(w: Writer, draft: Draft<UpdateFeaturesResponse>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("UpdateFeaturesResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = "", results = [] } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  if (version <= 1) { w.arrayLength(results, true); for (const element of results) encodeUpdateFeaturesResponseUpdatableFeatureResult(w, element, version); }
  w.noTags();
}

function eachErrorOfUpdateFeaturesResponseUpdatableFeatureResult(draft: Draft<UpdateFeaturesResponseUpdatableFeatureResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfUpdateFeaturesResponse(draft: Draft<UpdateFeaturesResponse>, version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
  if (version <= 1) for (const element of draft.results ?? []) eachErrorOfUpdateFeaturesResponseUpdatableFeatureResult(element, version, found, draft);
}
