// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface ApiVersionsRequest {
  /** Name of the client library, letters, digits, `.` and `-` (KIP-511). */
  clientSoftwareName: string;
  /** Version of the client library, in the same alphabet as its name. */
  clientSoftwareVersion: string;
}

export const ApiVersionsRequest: MessageCodec<ApiVersionsRequest> = {
  name: "ApiVersionsRequest",
  apiKey: 18,
  minVersion: 0,
  maxVersion: 4,
  flexibleFrom: 3,
  decode: decodeApiVersionsRequest,
  encode: encodeApiVersionsRequest,
};

function decodeApiVersionsRequest(r: Reader, version: number): ApiVersionsRequest {
  if (version < 0 || version > 4) throw noSuchVersion("ApiVersionsRequest", version);
  const flexible = version >= 3;
  const clientSoftwareName = version >= 3 ? r.string(true) : "";
  const clientSoftwareVersion = version >= 3 ? r.string(true) : "";
  if (flexible) r.skipTags();
  return { clientSoftwareName, clientSoftwareVersion };
}

function encodeApiVersionsRequest(w: Writer, draft: Draft<ApiVersionsRequest>, version: number): void {
  if (version < 0 || version > 4) throw noSuchVersion("ApiVersionsRequest", version);
  const flexible = version >= 3;
  const { clientSoftwareName = "", clientSoftwareVersion = "" } = draft;
  if (version >= 3) w.string(clientSoftwareName, true);
  if (version >= 3) w.string(clientSoftwareVersion, true);
  if (flexible) w.noTags();
}

export interface ApiVersionsResponse {
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** The APIs served on this listener. */
  apiKeys: ApiVersionsResponseApiVersion[];
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Features that this broker could run (KIP-584). */
  supportedFeatures: ApiVersionsResponseSupportedFeatureKey[];
  /** Grows whenever a finalized level changes; -1 if not known. */
  finalizedFeaturesEpoch: number;
  /** Features in force in the whole cluster; meaningful with a known epoch only. */
  finalizedFeatures: ApiVersionsResponseFinalizedFeatureKey[];
  /** Set by KRaft controllers that were ready for a ZooKeeper migration (KIP-866). */
  zkMigrationReady: boolean;
}

export interface ApiVersionsResponseFinalizedFeatureKey {
  /** The feature. */
  name: string;
  /** Level in force. */
  maxVersionLevel: number;
  /** Lowest level that may still be in use. */
  minVersionLevel: number;
}

export interface ApiVersionsResponseSupportedFeatureKey {
  /** The feature, e.g. `metadata.version`. */
  name: string;
  /** Lowest level that the broker can run. */
  minVersion: number;
  /** Highest level that the broker can run. */
  maxVersion: number;
}

export interface ApiVersionsResponseApiVersion {
  /** Key of the API. */
  apiKey: number;
  /** Oldest version served. */
  minVersion: number;
  /** Newest version served. */
  maxVersion: number;
}

export const ApiVersionsResponse: MessageCodec<ApiVersionsResponse> = {
  name: "ApiVersionsResponse",
  apiKey: 18,
  minVersion: 0,
  maxVersion: 4,
  flexibleFrom: 3,
  decode: decodeApiVersionsResponse,
  encode: encodeApiVersionsResponse,
  eachError: (draft, version, found) => eachErrorOfApiVersionsResponse(draft, version, found, draft),
};

function decodeApiVersionsResponseApiVersion(r: Reader, version: number): ApiVersionsResponseApiVersion {
  const flexible = version >= 3;
  const apiKey = r.int16();
  const minVersion = r.int16();
  const maxVersion = r.int16();
  if (flexible) r.skipTags();
  return { apiKey, minVersion, maxVersion };
}

function encodeApiVersionsResponseApiVersion(w: Writer, draft: Draft<ApiVersionsResponseApiVersion>, version: number): void {
  const flexible = version >= 3;
  const { apiKey = 0, minVersion = 0, maxVersion = 0 } = draft;
  w.int16(apiKey);
  w.int16(minVersion);
  w.int16(maxVersion);
  if (flexible) w.noTags();
}

function decodeApiVersionsResponseSupportedFeatureKey(r: Reader, _version: number): ApiVersionsResponseSupportedFeatureKey {
  const name = r.string(true);
  const minVersion = r.int16();
  const maxVersion = r.int16();
  r.skipTags();
  return { name, minVersion, maxVersion };
}

function encodeApiVersionsResponseSupportedFeatureKey(w: Writer, draft: Draft<ApiVersionsResponseSupportedFeatureKey>, _version: number): void {
  const { name = "", minVersion = 0, maxVersion = 0 } = draft;
  w.string(name, true);
  w.int16(minVersion);
  w.int16(maxVersion);
  w.noTags();
}

function decodeApiVersionsResponseFinalizedFeatureKey(r: Reader, _version: number): ApiVersionsResponseFinalizedFeatureKey {
  const name = r.string(true);
  const maxVersionLevel = r.int16();
  const minVersionLevel = r.int16();
  r.skipTags();
  return { name, maxVersionLevel, minVersionLevel };
}

function encodeApiVersionsResponseFinalizedFeatureKey(w: Writer, draft: Draft<ApiVersionsResponseFinalizedFeatureKey>, _version: number): void {
  const { name = "", maxVersionLevel = 0, minVersionLevel = 0 } = draft;
  w.string(name, true);
  w.int16(maxVersionLevel);
  w.int16(minVersionLevel);
  w.noTags();
}

function decodeApiVersionsResponse(r: Reader, version: number): ApiVersionsResponse {
  if (version < 0 || version > 4) throw noSuchVersion("ApiVersionsResponse", version);
  const flexible = version >= 3;
  const errorCode = r.int16();
  const apiKeys: ApiVersionsResponseApiVersion[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) apiKeys.push(decodeApiVersionsResponseApiVersion(r, version));
  const throttleTimeMs = version >= 1 ? r.int32() : 0;
  let supportedFeatures: ApiVersionsResponseSupportedFeatureKey[] = [];
  let finalizedFeaturesEpoch: number = -1;
  let finalizedFeatures: ApiVersionsResponseFinalizedFeatureKey[] = [];
  let zkMigrationReady: boolean = false;
  if (flexible) for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        supportedFeatures = [];
        for (let n = r.arrayLength(true); n > 0; n--) supportedFeatures.push(decodeApiVersionsResponseSupportedFeatureKey(r, version));
        break;
      case 1:
        finalizedFeaturesEpoch = r.int64();
        break;
      case 2:
        finalizedFeatures = [];
        for (let n = r.arrayLength(true); n > 0; n--) finalizedFeatures.push(decodeApiVersionsResponseFinalizedFeatureKey(r, version));
        break;
      case 3:
        zkMigrationReady = r.bool();
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { errorCode, apiKeys, throttleTimeMs, supportedFeatures, finalizedFeaturesEpoch, finalizedFeatures, zkMigrationReady };
}

function encodeApiVersionsResponse(w: Writer, draft: Draft<ApiVersionsResponse>, version: number): void {
  if (version < 0 || version > 4) throw noSuchVersion("ApiVersionsResponse", version);
  const flexible = version >= 3;
  const { errorCode = 0, apiKeys = [], throttleTimeMs = 0, supportedFeatures = [], finalizedFeaturesEpoch = -1, finalizedFeatures = [], zkMigrationReady = false } = draft;
  w.int16(errorCode);
  { w.arrayLength(apiKeys, flexible); for (const element of apiKeys) encodeApiVersionsResponseApiVersion(w, element, version); }
  if (version >= 1) w.int32(throttleTimeMs);
  if (flexible) {
    const hasSupportedFeatures = supportedFeatures.length !== 0;
    const hasFinalizedFeaturesEpoch = finalizedFeaturesEpoch !== -1;
    const hasFinalizedFeatures = finalizedFeatures.length !== 0;
    const hasZkMigrationReady = zkMigrationReady;
    w.unsignedVarint(+hasSupportedFeatures + +hasFinalizedFeaturesEpoch + +hasFinalizedFeatures + +hasZkMigrationReady);
    if (hasSupportedFeatures) {
      const at = w.beginTag(0);
      { w.arrayLength(supportedFeatures, true); for (const element of supportedFeatures) encodeApiVersionsResponseSupportedFeatureKey(w, element, version); }
      w.endTag(at);
    }
    if (hasFinalizedFeaturesEpoch) {
      const at = w.beginTag(1);
      w.int64(finalizedFeaturesEpoch);
      w.endTag(at);
    }
    if (hasFinalizedFeatures) {
      const at = w.beginTag(2);
      { w.arrayLength(finalizedFeatures, true); for (const element of finalizedFeatures) encodeApiVersionsResponseFinalizedFeatureKey(w, element, version); }
      w.endTag(at);
    }
    if (hasZkMigrationReady) {
      const at = w.beginTag(3);
      w.bool(zkMigrationReady);
      w.endTag(at);
    }
  }
}

function eachErrorOfApiVersionsResponse(draft: Draft<ApiVersionsResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
