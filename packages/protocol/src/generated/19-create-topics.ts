// Generated from the definitions by `npm run generate`; not to be edited.
import { noSuchVersion, type Draft, type MessageCodec, type OnError } from "../codec.ts";
import { type Reader } from "../wire/reader.ts";
import { ZERO_UUID } from "../wire/uuid.ts";
import { type Writer } from "../wire/writer.ts";

export interface CreateTopicsRequest {
  /** Topics to create. */
  topics: CreateTopicsRequestCreatableTopic[];
  /** How long the topics may take to exist, in milliseconds. */
  timeoutMs: number;
  /** Whether to check everything and create nothing. */
  validateOnly: boolean;
}

export interface CreateTopicsRequestCreatableTopic {
  /** Name of the new topic. */
  name: string;
  /** How many partitions; -1 takes `num.partitions` or follows the assignments. */
  numPartitions: number;
  /** How many replicas; -1 takes `default.replication.factor` or follows the assignments. */
  replicationFactor: number;
  /** Replicas placed by hand; empty to let the broker choose. */
  assignments: CreateTopicsRequestCreatableReplicaAssignment[];
  /** Configs that differ from the broker's defaults. */
  configs: CreateTopicsRequestCreatableTopicConfig[];
}

export interface CreateTopicsRequestCreatableTopicConfig {
  /** The topic config's name, e.g. `retention.ms`. */
  name: string;
  /** Its value as text; null is refused. */
  value: string | null;
}

export interface CreateTopicsRequestCreatableReplicaAssignment {
  /** Number of the partition. */
  partitionIndex: number;
  /** Node ids of its replicas, the preferred leader first. */
  brokerIds: number[];
}

export const CreateTopicsRequest: MessageCodec<CreateTopicsRequest> = {
  name: "CreateTopicsRequest",
  apiKey: 19,
  minVersion: 2,
  maxVersion: 7,
  flexibleFrom: 5,
  decode: decodeCreateTopicsRequest,
  encode: encodeCreateTopicsRequest,
};

function decodeCreateTopicsRequestCreatableReplicaAssignment(r: Reader, version: number): CreateTopicsRequestCreatableReplicaAssignment {
  const flexible = version >= 5;
  const partitionIndex = r.int32();
  const brokerIds: number[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) brokerIds.push(r.int32());
  if (flexible) r.skipTags();
  return { partitionIndex, brokerIds };
}

function encodeCreateTopicsRequestCreatableReplicaAssignment(w: Writer, draft: Draft<CreateTopicsRequestCreatableReplicaAssignment>, version: number): void {
  const flexible = version >= 5;
  const { partitionIndex = 0, brokerIds = [] } = draft;
  w.int32(partitionIndex);
  { w.arrayLength(brokerIds, flexible); for (const element of brokerIds) w.int32(element); }
  if (flexible) w.noTags();
}

function decodeCreateTopicsRequestCreatableTopicConfig(r: Reader, version: number): CreateTopicsRequestCreatableTopicConfig {
  const flexible = version >= 5;
  const name = r.string(flexible);
  const value = r.nullableString(flexible);
  if (flexible) r.skipTags();
  return { name, value };
}

function encodeCreateTopicsRequestCreatableTopicConfig(w: Writer, draft: Draft<CreateTopicsRequestCreatableTopicConfig>, version: number): void {
  const flexible = version >= 5;
  const { name = "", value = "" } = draft;
  w.string(name, flexible);
  w.nullableString(value, flexible);
  if (flexible) w.noTags();
}

function decodeCreateTopicsRequestCreatableTopic(r: Reader, version: number): CreateTopicsRequestCreatableTopic {
  const flexible = version >= 5;
  const name = r.string(flexible);
  const numPartitions = r.int32();
  const replicationFactor = r.int16();
  const assignments: CreateTopicsRequestCreatableReplicaAssignment[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) assignments.push(decodeCreateTopicsRequestCreatableReplicaAssignment(r, version));
  const configs: CreateTopicsRequestCreatableTopicConfig[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) configs.push(decodeCreateTopicsRequestCreatableTopicConfig(r, version));
  if (flexible) r.skipTags();
  return { name, numPartitions, replicationFactor, assignments, configs };
}

function encodeCreateTopicsRequestCreatableTopic(w: Writer, draft: Draft<CreateTopicsRequestCreatableTopic>, version: number): void {
  const flexible = version >= 5;
  const { name = "", numPartitions = 0, replicationFactor = 0, assignments = [], configs = [] } = draft;
  w.string(name, flexible);
  w.int32(numPartitions);
  w.int16(replicationFactor);
  { w.arrayLength(assignments, flexible); for (const element of assignments) encodeCreateTopicsRequestCreatableReplicaAssignment(w, element, version); }
  { w.arrayLength(configs, flexible); for (const element of configs) encodeCreateTopicsRequestCreatableTopicConfig(w, element, version); }
  if (flexible) w.noTags();
}

function decodeCreateTopicsRequest(r: Reader, version: number): CreateTopicsRequest {
  if (version < 2 || version > 7) throw noSuchVersion("CreateTopicsRequest", version);
  const flexible = version >= 5;
  const topics: CreateTopicsRequestCreatableTopic[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeCreateTopicsRequestCreatableTopic(r, version));
  const timeoutMs = r.int32();
  const validateOnly = r.bool();
  if (flexible) r.skipTags();
  return { topics, timeoutMs, validateOnly };
}

function encodeCreateTopicsRequest(w: Writer, draft: Draft<CreateTopicsRequest>, version: number): void {
  if (version < 2 || version > 7) throw noSuchVersion("CreateTopicsRequest", version);
  const flexible = version >= 5;
  const { topics = [], timeoutMs = 60000, validateOnly = false } = draft;
  { w.arrayLength(topics, flexible); for (const element of topics) encodeCreateTopicsRequestCreatableTopic(w, element, version); }
  w.int32(timeoutMs);
  w.bool(validateOnly);
  if (flexible) w.noTags();
}

export interface CreateTopicsResponse {
  /** How long the client was held back by a quota, in milliseconds; 0 if it was not. */
  throttleTimeMs: number;
  /** Outcomes by topic. */
  topics: CreateTopicsResponseCreatableTopicResult[];
}

export interface CreateTopicsResponseCreatableTopicResult {
  /** The topic's name. */
  name: string;
  /** The id given to the new topic. */
  topicId: string;
  /** Outcome as a code of the error table; 0 is success. */
  errorCode: number;
  /** Detail for people, beyond what the error code says; null if there is none. */
  errorMessage: string | null;
  /** Why the configs below are missing, e.g. TOPIC_AUTHORIZATION_FAILED; 0 if they are there. */
  topicConfigErrorCode: number;
  /** How many partitions the topic got; -1 if not told. */
  numPartitions: number;
  /** How many replicas each partition got; -1 if not told. */
  replicationFactor: number;
  /** The topic's whole configuration, defaults included; null if not told (KIP-525). */
  configs: CreateTopicsResponseCreatableTopicConfigs[] | null;
}

export interface CreateTopicsResponseCreatableTopicConfigs {
  /** The config's name. */
  name: string;
  /** The value in effect; null if sensitive. */
  value: string | null;
  /** Whether it can't be altered. */
  readOnly: boolean;
  /** Where the value comes from: 1 topic, 2 broker, 3 all brokers, 4 static file, 5 default. */
  configSource: number;
  /** Whether it is a secret. */
  isSensitive: boolean;
}

export const CreateTopicsResponse: MessageCodec<CreateTopicsResponse> = {
  name: "CreateTopicsResponse",
  apiKey: 19,
  minVersion: 2,
  maxVersion: 7,
  flexibleFrom: 5,
  decode: decodeCreateTopicsResponse,
  encode: encodeCreateTopicsResponse,
  eachError: (draft, version, found) => eachErrorOfCreateTopicsResponse(draft, version, found, draft),
};

function decodeCreateTopicsResponseCreatableTopicConfigs(r: Reader, _version: number): CreateTopicsResponseCreatableTopicConfigs {
  const name = r.string(true);
  const value = r.nullableString(true);
  const readOnly = r.bool();
  const configSource = r.int8();
  const isSensitive = r.bool();
  r.skipTags();
  return { name, value, readOnly, configSource, isSensitive };
}

function encodeCreateTopicsResponseCreatableTopicConfigs(w: Writer, draft: Draft<CreateTopicsResponseCreatableTopicConfigs>, _version: number): void {
  const { name = "", value = "", readOnly = false, configSource = -1, isSensitive = false } = draft;
  w.string(name, true);
  w.nullableString(value, true);
  w.bool(readOnly);
  w.int8(configSource);
  w.bool(isSensitive);
  w.noTags();
}

function decodeCreateTopicsResponseCreatableTopicResult(r: Reader, version: number): CreateTopicsResponseCreatableTopicResult {
  const flexible = version >= 5;
  const name = r.string(flexible);
  const topicId = version >= 7 ? r.uuid() : ZERO_UUID;
  const errorCode = r.int16();
  const errorMessage = r.nullableString(flexible);
  let topicConfigErrorCode: number = 0;
  const numPartitions = version >= 5 ? r.int32() : -1;
  const replicationFactor = version >= 5 ? r.int16() : -1;
  let configs: CreateTopicsResponseCreatableTopicConfigs[] | null = [];
  if (version >= 5) {
    let n = r.nullableArrayLength(true);
    if (n < 0) configs = null;
    else {
      const configsElements: CreateTopicsResponseCreatableTopicConfigs[] = [];
      for (; n > 0; n--) configsElements.push(decodeCreateTopicsResponseCreatableTopicConfigs(r, version));
      configs = configsElements;
    }
  }
  if (flexible) for (let tags = r.unsignedVarint(); tags > 0; tags--) {
    const tag = r.unsignedVarint();
    const end = r.tagEnd();
    switch (tag) {
      case 0:
        topicConfigErrorCode = r.int16();
        break;
      default:
        r.skip(end - r.position);
    }
    r.expectTagEnd(end);
  }
  return { name, topicId, errorCode, errorMessage, topicConfigErrorCode, numPartitions, replicationFactor, configs };
}

function encodeCreateTopicsResponseCreatableTopicResult(w: Writer, draft: Draft<CreateTopicsResponseCreatableTopicResult>, version: number): void {
  const flexible = version >= 5;
  const { name = "", topicId = ZERO_UUID, errorCode = 0, errorMessage = "", topicConfigErrorCode = 0, numPartitions = -1, replicationFactor = -1, configs = [] } = draft;
  w.string(name, flexible);
  if (version >= 7) w.uuid(topicId);
  w.int16(errorCode);
  w.nullableString(errorMessage, flexible);
  if (version >= 5) w.int32(numPartitions);
  if (version >= 5) w.int16(replicationFactor);
  if (version >= 5) { w.nullableArrayLength(configs, true); if (configs !== null) for (const element of configs) encodeCreateTopicsResponseCreatableTopicConfigs(w, element, version); }
  if (flexible) {
    const hasTopicConfigErrorCode = topicConfigErrorCode !== 0;
    w.unsignedVarint(+hasTopicConfigErrorCode);
    if (hasTopicConfigErrorCode) {
      const at = w.beginTag(0);
      w.int16(topicConfigErrorCode);
      w.endTag(at);
    }
  }
}

function decodeCreateTopicsResponse(r: Reader, version: number): CreateTopicsResponse {
  if (version < 2 || version > 7) throw noSuchVersion("CreateTopicsResponse", version);
  const flexible = version >= 5;
  const throttleTimeMs = r.int32();
  const topics: CreateTopicsResponseCreatableTopicResult[] = [];
  for (let n = r.arrayLength(flexible); n > 0; n--) topics.push(decodeCreateTopicsResponseCreatableTopicResult(r, version));
  if (flexible) r.skipTags();
  return { throttleTimeMs, topics };
}

function encodeCreateTopicsResponse(w: Writer, draft: Draft<CreateTopicsResponse>, version: number): void {
  if (version < 2 || version > 7) throw noSuchVersion("CreateTopicsResponse", version);
  const flexible = version >= 5;
  const { throttleTimeMs = 0, topics = [] } = draft;
  w.int32(throttleTimeMs);
  { w.arrayLength(topics, flexible); for (const element of topics) encodeCreateTopicsResponseCreatableTopicResult(w, element, version); }
  if (flexible) w.noTags();
}

function eachErrorOfCreateTopicsResponseCreatableTopicResult(draft: Draft<CreateTopicsResponseCreatableTopicResult>, _version: number, found: OnError, around: object): void {
  found(draft.errorCode ?? 0, draft, around);
}

function eachErrorOfCreateTopicsResponse(draft: Draft<CreateTopicsResponse>, version: number, found: OnError, around: object): void {
  for (const element of draft.topics ?? []) eachErrorOfCreateTopicsResponseCreatableTopicResult(element, version, found, draft);
}
