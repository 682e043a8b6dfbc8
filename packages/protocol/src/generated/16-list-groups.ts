// Generated from the definitions by `npm run generate`; not to be edited.
import { fieldNotInVersion, noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { type Writer } from "../wire/writer.ts";

export interface ListGroupsRequest {
  /** States to list, e.g. `Stable`; empty for all (KIP-518). */
  statesFilter: string[];
  /** Types to list, e.g. `classic` or `consumer`; empty for all (KIP-848). */
  typesFilter: string[];
}

export const ListGroupsRequest: MessageCodec<ListGroupsRequest> = {
  name: "ListGroupsRequest",
  apiKey: 16,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 3,
  decode: decodeListGroupsRequest,
  encode: encodeListGroupsRequest,
};

function decodeListGroupsRequest(r: Reader, version: number): ListGroupsRequest {
  if (version < 0 || version > 5) throw noSuchVersion("ListGroupsRequest", version);
  const flexible = version >= 3;
  const statesFilter: string[] = [];
  if (version >= 4) for (let n = r.arrayLength(true); n > 0; n--) statesFilter.push(r.string(true));
  const typesFilter: string[] = [];
  if (version >= 5) for (let n = r.arrayLength(true); n > 0; n--) typesFilter.push(r.string(true));
  if (flexible) r.skipTags();
  return { statesFilter, typesFilter };
}

function encodeListGroupsRequest(w: Writer, draft: Draft<ListGroupsRequest>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("ListGroupsRequest", version);
  const flexible = version >= 3;
  const { statesFilter = [], typesFilter = [] } = draft;
  if (version >= 4) { w.arrayLength(statesFilter, true); for (const element of statesFilter) w.string(element, true); }
  else if (statesFilter.length !== 0) throw fieldNotInVersion("ListGroupsRequest", "statesFilter", version);
  if (version >= 5) { w.arrayLength(typesFilter, true); for (const element of typesFilter) w.string(element, true); }
  else if (typesFilter.length !== 0) throw fieldNotInVersion("ListGroupsRequest", "typesFilter", version);
  if (flexible) w.noTags();
}

export interface ListGroupsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** The groups that this broker coordinates and the filters let through. */
  groups: ListGroupsResponseListedGroup[];
}

export interface ListGroupsResponseListedGroup {
  /** The group. */
  groupId: string;
  /** Kind of group, e.g. `consumer`; empty for groups of offsets only. */
  protocolType: string;
  /** Name of the group's state. */
  groupState: string;
  /** `classic`, `consumer`, `share` or `streams`. */
  groupType: string;
}

export const ListGroupsResponse: MessageCodec<ListGroupsResponse> = {
  name: "ListGroupsResponse",
  apiKey: 16,
  minVersion: 0,
  maxVersion: 5,
  flexibleFrom: 3,
  decode: decodeListGroupsResponse,
  encode: encodeListGroupsResponse,
  eachError: (draft, version, found) => eachErrorOfListGroupsResponse(draft, version, found, draft),
};

function decodeListGroupsResponseListedGroup(r: Reader, version: number): ListGroupsResponseListedGroup {
  const flexible = version >= 3;
  const groupId = r.string(flexible);
  const protocolType = r.string(flexible);
  const groupState = version >= 4 ? r.string(true) : "";
  const groupType = version >= 5 ? r.string(true) : "";
  if (flexible) r.skipTags();
  return { groupId, protocolType, groupState, groupType };
}

function encodeListGroupsResponseListedGroup(w: Writer, draft: Draft<ListGroupsResponseListedGroup>, version: number): void {
  const flexible = version >= 3;
  const { groupId = "", protocolType = "", groupState = "", groupType = "" } = draft;
  w.string(groupId, flexible);
  w.string(protocolType, flexible);
  if (version >= 4) w.string(groupState, true);
  if (version >= 5) w.string(groupType, true);
  if (flexible) w.noTags();
}

function decodeListGroupsResponse(r: Reader, version: number): ListGroupsResponse {
  if (version < 0 || version > 5) throw noSuchVersion("ListGroupsResponse", version);
  const flexible = version >= 3;
  const throttleTimeMs = version >= 1 ? r.int32() : 0;
  const errorCode = r.int16();
  const groups: ListGroupsResponseListedGroup[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) groups.push(decodeListGroupsResponseListedGroup(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, errorCode, groups };
}

function encodeListGroupsResponse(w: Writer, draft: Draft<ListGroupsResponse>, version: number): void {
  if (version < 0 || version > 5) throw noSuchVersion("ListGroupsResponse", version);
  const flexible = version >= 3;
  const { throttleTimeMs = 0, errorCode = 0, groups = [] } = draft;
  if (version >= 1) w.int32(throttleTimeMs);
  w.int16(errorCode);
  { w.arrayLength(groups, flexible); for (const element of groups) encodeListGroupsResponseListedGroup(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfListGroupsResponse(draft: Draft<ListGroupsResponse>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}
