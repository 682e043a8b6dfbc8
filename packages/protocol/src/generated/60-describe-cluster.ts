// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface DescribeClusterRequest {
  /** Whether to tell what the client may do to the cluster. */
  includeClusterAuthorizedOperations: boolean;
  /** Whose addresses are wanted: 1 brokers, 2 controllers (KIP-919). */
  endpointType: number;
  /** Whether to list brokers that are registered but fenced. */
  includeFencedBrokers: boolean;
}

export const DescribeClusterRequest: MessageCodec<DescribeClusterRequest> = {
  name: "DescribeClusterRequest",
  apiKey: 60,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 0,
  decode: decodeDescribeClusterRequest,
  encode: encodeDescribeClusterRequest,
};

function decodeDescribeClusterRequest(r: Reader, version: number): DescribeClusterRequest {
  if (version < 0 || version > 2) throw noSuchVersion("DescribeClusterRequest", version);
  const includeClusterAuthorizedOperations = r.bool();
  const endpointType = version >= 1 ? r.int8() : 1;
  const includeFencedBrokers = version >= 2 ? r.bool() : false;
  r.skipTags();
  return { includeClusterAuthorizedOperations, endpointType, includeFencedBrokers };
}

function encodeDescribeClusterRequest(w: Writer, draft: Draft<DescribeClusterRequest>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("DescribeClusterRequest", version);
  const { includeClusterAuthorizedOperations = false, endpointType = 1, includeFencedBrokers = false } = draft;
  w.bool(includeClusterAuthorizedOperations);
  if (version >= 1) w.int8(endpointType);
  else if (endpointType !== 1) throw fieldNotInVersion("DescribeClusterRequest", "endpointType", version);
  if (version >= 2) w.bool(includeFencedBrokers);
  else if (includeFencedBrokers) throw fieldNotInVersion("DescribeClusterRequest", "includeFencedBrokers", version);
  w.noTags();
}

export interface DescribeClusterResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** Whose addresses these are: 1 brokers, 2 controllers. */
  endpointType: number;
  /** The cluster's id. */
  clusterId: string;
  /** Node id of the controller, or on brokers of any broker that can forward to it. */
  controllerId: number;
  /** The nodes. */
  brokers: DescribeClusterResponseDescribeClusterBroker[];
  /** Bit set of ACL operations allowed on the cluster; the minimum int32 if not asked for. */
  clusterAuthorizedOperations: number;
}

export interface DescribeClusterResponseDescribeClusterBroker {
  /** The node's `node.id`. */
  brokerId: number;
  /** Host name or address that clients are told to connect to. */
  host: string;
  /** TCP port of the listener. */
  port: number;
  /** The broker's `broker.rack`, or null without one. */
  rack: string | null;
  /** Whether the broker is fenced off by the controller. */
  isFenced: boolean;
}

export const DescribeClusterResponse: MessageCodec<DescribeClusterResponse> = {
  name: "DescribeClusterResponse",
  apiKey: 60,
  minVersion: 0,
  maxVersion: 2,
  flexibleFrom: 0,
  decode: decodeDescribeClusterResponse,
  encode: encodeDescribeClusterResponse,
  eachError: (draft, version, found) => eachErrorOfDescribeClusterResponse(draft, version, found, draft),
};

function decodeDescribeClusterResponseDescribeClusterBroker(r: Reader, version: number): DescribeClusterResponseDescribeClusterBroker {
  const brokerId = r.int32();
  const host = r.string(true);
  const port = r.int32();
  const rack = r.nullableString(true);
  const isFenced = version >= 2 ? r.bool() : false;
  r.skipTags();
  return { brokerId, host, port, rack, isFenced };
}

function encodeDescribeClusterResponseDescribeClusterBroker(w: Writer, draft: Draft<DescribeClusterResponseDescribeClusterBroker>, version: number): void {
  const { brokerId = 0, host = "", port = 0, rack = null, isFenced = false } = draft;
  w.int32(brokerId);
  w.string(host, true);
  w.int32(port);
  w.nullableString(rack, true);
  if (version >= 2) w.bool(isFenced);
  else if (isFenced) throw fieldNotInVersion("DescribeClusterResponse", "isFenced", version);
  w.noTags();
}

function decodeDescribeClusterResponse(r: Reader, version: number): DescribeClusterResponse {
  if (version < 0 || version > 2) throw noSuchVersion("DescribeClusterResponse", version);
  const throttleTimeMs = r.int32();
  const errorCode = r.int16();
  const errorMessage = r.nullableString(true);
  const endpointType = version >= 1 ? r.int8() : 1;
  const clusterId = r.string(true);
  const controllerId = r.int32();
  const brokers: DescribeClusterResponseDescribeClusterBroker[] = [];
  for (let n = r.arrayLength(true); n > 0; n--) brokers.push(decodeDescribeClusterResponseDescribeClusterBroker(r, version));
  const clusterAuthorizedOperations = r.int32();
  r.skipTags();
  return { throttleTimeMs, errorCode, errorMessage, endpointType, clusterId, controllerId, brokers, clusterAuthorizedOperations };
}

function encodeDescribeClusterResponse(w: Writer, draft: Draft<DescribeClusterResponse>, version: number): void {
  if (version < 0 || version > 2) throw noSuchVersion("DescribeClusterResponse", version);
  const { throttleTimeMs = 0, errorCode = 0, errorMessage = null, endpointType = 1, clusterId = "", controllerId = -1, brokers = [], clusterAuthorizedOperations = -2147483648 } = draft;
  w.int32(throttleTimeMs);
  w.int16(errorCode);
  w.nullableString(errorMessage, true);
  if (version >= 1) w.int8(endpointType);
  else if (endpointType !== 1) throw fieldNotInVersion("DescribeClusterResponse", "endpointType", version);
  w.string(clusterId, true);
  w.int32(controllerId);
  { w.arrayLength(brokers, true); for (const element of brokers) encodeDescribeClusterResponseDescribeClusterBroker(w, element, version); }
  w.int32(clusterAuthorizedOperations);
  w.noTags();
}

function eachErrorOfDescribeClusterResponse(draft: Draft<DescribeClusterResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
