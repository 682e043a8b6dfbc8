import {
  ClientQuotaRecord,
  ConfigRecord,
  DelegationTokenRecord,
  FeatureLevelRecord,
  PartitionRecord,
  ProducerIdsRecord,
  RegisterBrokerRecord,
  TopicRecord,
  UserScramCredentialRecord,
} from "@millrace/protocol";
import { aclRecord } from "./acl-records.ts";
import { metadataVersion } from "./features.ts";
import { configResourceType, type MetadataImage, type Topic } from "./image.ts";
import { type MetadataRecord, metadataRecord } from "./metadata-records.ts";
import { entityParts } from "./quota-entities.ts";

/** Records that make the image anew, in the order of Kafka's snapshots: `metadata.version` first, which says how to read the others. */
export function* imageRecords(image: MetadataImage): Iterable<MetadataRecord> {
  yield* featureRecords(image);
  const { registration } = image;
  if (registration !== undefined) yield metadataRecord(RegisterBrokerRecord, registration);
  for (const topic of image.topics()) yield* topicRecords(topic, image.leaderEpoch(topic), registration?.brokerId ?? 0);
  for (const { type, name, overrides } of image.resources()) yield* configRecords(type, name, overrides);
  for (const credential of image.scramCredentials.all()) yield metadataRecord(UserScramCredentialRecord, credential);
  for (const { entity, values } of image.clientQuotas.entries()) {
    for (const [key, value] of values) yield metadataRecord(ClientQuotaRecord, { entity: entityParts(entity), key, value });
  }
  if (image.nextProducerId > 0) {
    yield metadataRecord(ProducerIdsRecord, { brokerId: registration?.brokerId ?? 0, nextProducerId: image.nextProducerId });
  }
  for (const [id, acl] of image.acls.entries()) yield aclRecord(id, acl);
  for (const token of image.tokens.all()) yield metadataRecord(DelegationTokenRecord, token);
}

function* featureRecords(image: MetadataImage): Iterable<MetadataRecord> {
  const levels = [...image.featureLevels()];
  const first = levels.filter(([name]) => name === metadataVersion);
  const others = levels.filter(([name]) => name !== metadataVersion);
  for (const [name, featureLevel] of [...first, ...others]) yield metadataRecord(FeatureLevelRecord, { name, featureLevel });
}

function* topicRecords(topic: Topic, leaderEpoch: number, nodeId: number): Iterable<MetadataRecord> {
  yield metadataRecord(TopicRecord, { name: topic.name, topicId: topic.id });
  for (let partitionId = 0; partitionId < topic.partitionCount; partitionId++) {
    yield metadataRecord(PartitionRecord, {
      topicId: topic.id,
      partitionId,
      replicas: [nodeId],
      isr: [nodeId],
      leader: nodeId,
      leaderEpoch,
      partitionEpoch: leaderEpoch,
    });
  }
  yield* configRecords(configResourceType.topic, topic.name, topic.configs);
}

function* configRecords(resourceType: number, resourceName: string, overrides: Readonly<Record<string, string>>): Iterable<MetadataRecord> {
  for (const [name, value] of Object.entries(overrides)) yield metadataRecord(ConfigRecord, { resourceType, resourceName, name, value });
}
