import {
  AccessControlEntryRecord,
  ClientQuotaRecord,
  ConfigRecord,
  DelegationTokenRecord,
  type Draft,
  FeatureLevelRecord,
  type MessageCodec,
  NoOpRecord,
  PartitionRecord,
  ProducerIdsRecord,
  ProtocolError,
  Reader,
  RegisterBrokerRecord,
  RemoveAccessControlEntryRecord,
  RemoveDelegationTokenRecord,
  RemoveTopicRecord,
  RemoveUserScramCredentialRecord,
  TopicRecord,
  UserScramCredentialRecord,
  Writer,
} from "@millrace/protocol";
import { securityProtocolIds } from "@millrace/security";
import { aclOf } from "../authorization/numbered-acl.ts";
import type { Listener } from "../network/listener.ts";
import { initialLevels, metadataVersion, supportedFeatures } from "./features.ts";
import { configResourceType, type MetadataImage } from "./image.ts";
import { quotaChange } from "./quota-entities.ts";

/** Apache Kafka's envelope around each metadata record: this version of itself, the record's kind, the kind's version. */
const envelopeVersion = 1;

/** A change to the metadata, in Apache Kafka's own record formats. */
export interface MetadataRecord {
  readonly codec: MessageCodec<never>;
  readonly value: unknown;
}

/** One kind of record: how it is written, and what it does to the image. */
interface Kind<T> {
  readonly codec: MessageCodec<T>;
  readonly apply: (image: MetadataImage, record: T) => void;
}

function kind<T>(codec: MessageCodec<T>, apply: Kind<T>["apply"]): [number, Kind<unknown>] {
  return [codec.apiKey, { codec, apply } as unknown as Kind<unknown>];
}

const kinds: ReadonlyMap<number, Kind<unknown>> = new Map([
  kind(TopicRecord, (image, { name, topicId }) => image.applyTopic(name, topicId)),
  kind(PartitionRecord, (image, { topicId, partitionId, leaderEpoch }) => image.applyPartition(topicId, partitionId, leaderEpoch)),
  kind(RemoveTopicRecord, (image, { topicId }) => image.applyRemoveTopic(topicId)),
  kind(ConfigRecord, (image, { resourceType, resourceName, name, value }) => image.applyConfig(resourceType, resourceName, name, value)),
  kind(ClientQuotaRecord, (image, record) => image.clientQuotas.apply(quotaChange(record))),
  kind(FeatureLevelRecord, (image, { name, featureLevel }) => image.applyFeatureLevel(name, featureLevel)),
  kind(ProducerIdsRecord, (image, { nextProducerId }) => image.applyProducerIds(nextProducerId)),
  kind(AccessControlEntryRecord, ({ acls }, { id, ...acl }) => acls.add(id, aclOf(acl))),
  kind(RemoveAccessControlEntryRecord, ({ acls }, { id }) => acls.remove(id)),
  kind(RegisterBrokerRecord, (image, registration) => image.applyBrokerStart(registration)),
  kind(UserScramCredentialRecord, ({ scramCredentials }, record) => scramCredentials.applyCredential(record)),
  kind(RemoveUserScramCredentialRecord, ({ scramCredentials }, record) => scramCredentials.applyRemoval(record)),
  kind(DelegationTokenRecord, ({ tokens }, record) => tokens.applyToken(record)),
  kind(RemoveDelegationTokenRecord, ({ tokens }, { tokenId }) => tokens.applyRemoval(tokenId)),
  kind(NoOpRecord, () => {}),
]);

/** A record to be written. */
export function metadataRecord<T>(codec: MessageCodec<T>, value: Draft<T>): MetadataRecord {
  return { codec: codec as unknown as MessageCodec<never>, value };
}

/** What a broker tells of itself when it starts. */
interface BrokerStart {
  readonly nodeId: number;
  readonly directoryId: string;
  readonly rack: string | null;
  readonly listeners: readonly Listener[];
  /** Of this run of the process. */
  readonly incarnationId: string;
  /** Offset that the record will have. */
  readonly brokerEpoch: number;
}

/** Says that a broker started on this log: what leader epochs count. */
export function startRecord({ nodeId, directoryId, rack, listeners, incarnationId, brokerEpoch }: BrokerStart): MetadataRecord {
  const endPoints = listeners.map(({ name, advertisedHost: host, advertisedPort: port, securityProtocol }) => ({
    name,
    host,
    port,
    securityProtocol: securityProtocolIds[securityProtocol],
  }));
  const supported = supportedFeatures().map(({ name, minVersion: minSupportedVersion, maxVersion: maxSupportedVersion }) => ({
    name,
    minSupportedVersion,
    maxSupportedVersion,
  }));
  return metadataRecord(RegisterBrokerRecord, {
    brokerId: nodeId,
    incarnationId,
    brokerEpoch,
    endPoints,
    features: supported,
    rack,
    fenced: false,
    logDirs: [directoryId],
    cordonedLogDirs: [],
  });
}

const minInsyncReplicas = "min.insync.replicas";

/** With eligible leader replicas (KIP-966), there is one `min.insync.replicas` for all brokers: it is pinned as their default. */
export function elrSafetyRecords(image: MetadataImage, value: string): MetadataRecord[] {
  const { broker: resourceType } = configResourceType;
  const override = (resourceName: string, value: string | null) =>
    metadataRecord(ConfigRecord, { resourceType, resourceName, name: minInsyncReplicas, value });
  const lacks = !Object.hasOwn(image.overrides(resourceType, ""), minInsyncReplicas);
  const own = [...image.resources()].filter(
    ({ type, name, overrides }) => type === resourceType && name !== "" && Object.hasOwn(overrides, minInsyncReplicas),
  );
  return [...(lacks ? [override("", value)] : []), ...own.map(({ name }) => override(name, null))];
}

/** What a new cluster begins with. A log of an earlier release, which had no levels of features, is given them at its next start. */
export function initialRecords(image: MetadataImage, properties: Readonly<Record<string, string>>): MetadataRecord[] {
  if (image.featureLevel(metadataVersion) > 0) return [];
  const levels = initialLevels.map(([name, featureLevel]) => metadataRecord(FeatureLevelRecord, { name, featureLevel }));
  return [...levels, ...elrSafetyRecords(image, elrMinIsr(properties))];
}

/** The `min.insync.replicas` that a broker was started with. */
export function elrMinIsr(properties: Readonly<Record<string, string>>): string {
  return properties[minInsyncReplicas] ?? "1";
}

export function encodeMetadataRecord({ codec, value }: MetadataRecord): Buffer {
  const writer = new Writer();
  writer.unsignedVarint(envelopeVersion);
  writer.unsignedVarint(codec.apiKey);
  writer.unsignedVarint(codec.maxVersion);
  codec.encode(writer, value as never, codec.maxVersion);
  return writer.toBuffer();
}

/** Does to the image what the record says. Throws ProtocolError for a record that this release does not know. */
export function applyMetadataRecord(image: MetadataImage, bytes: Buffer): void {
  const reader = new Reader(bytes);
  const envelope = reader.unsignedVarint();
  if (envelope !== envelopeVersion)
    throw new ProtocolError(`a metadata record has an envelope of version ${envelope}, expected ${envelopeVersion}`);
  const key = reader.unsignedVarint();
  const version = reader.unsignedVarint();
  const known = kinds.get(key);
  if (known === undefined) throw new ProtocolError(`a metadata record is of the unknown kind ${key}`);
  known.apply(image, known.codec.decode(reader, version));
}
