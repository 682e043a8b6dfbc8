import type { Random } from "@millrace/kit";
import {
  ConfigRecord,
  type CreatePartitionsRequest,
  type CreateTopicsRequest,
  type Draft,
  errors,
  type KafkaError,
  PartitionRecord,
  RemoveTopicRecord,
  TopicRecord,
} from "@millrace/protocol";
import { configResourceType, type MetadataImage, type Topic } from "./image.ts";
import { type MetadataRecord, metadataRecord } from "./metadata-records.ts";
import { collides, metadataTopic, topicNameProblem } from "./topic-names.ts";

type CreatableTopic = CreateTopicsRequest["topics"][number];
type CreatablePartitions = CreatePartitionsRequest["topics"][number];

/** Why a request about a topic is refused. */
export interface Refusal {
  readonly error: KafkaError;
  readonly message: string | null;
}

export interface PlannedTopic {
  readonly id: string;
  readonly partitionCount: number;
  readonly configs: Readonly<Record<string, string>>;
  readonly records: readonly MetadataRecord[];
}

/** Whether so many partitions may be made or removed now, as far as the client's quota goes. */
export type Admits = (partitionCount: number) => boolean;

/** What the broker hands in to plan a topic. */
export interface TopicDefaults {
  readonly nodeId: number;
  readonly numPartitions: number;
  readonly admits: Admits;
  readonly random: Random;
  /** What is wrong with the topic's configs, if something is. */
  readonly checkConfigs: (configs: Readonly<Record<string, string>>) => Refusal | undefined;
}

/** Partitions that one request may make in all, as with Kafka's controller. */
const partitionsMax = 10_000;

const refuse = (error: KafkaError, message: string | null): Refusal => ({ error, message });

export const quotaExceeded: Refusal = refuse(errors.THROTTLING_QUOTA_EXCEEDED, null);

/** Why the topics of a request are too much together; looked at before anything else about them. */
export function tooManyPartitions(asked: readonly CreatableTopic[], numPartitions: number): Refusal | undefined {
  let count = 0;
  for (const topic of asked) {
    if (topic.assignments.length > 0) count += topic.assignments.length;
    else if (topic.numPartitions === -1) count += numPartitions;
    else count += Math.max(0, topic.numPartitions);
  }
  return count > partitionsMax ? tooMany : undefined;
}

const tooMany: Refusal = refuse(errors.POLICY_VIOLATION, "Excessively large number of partitions per request.");

/** Checks a topic to be created as a controller does, in its order, and says what to write. */
export function planTopic(image: MetadataImage, asked: CreatableTopic, defaults: TopicDefaults): PlannedTopic | Refusal {
  const refused = nameRefusal(image, asked.name) ?? nullConfigRefusal(asked);
  if (refused !== undefined) return refused;
  const configs = Object.fromEntries(asked.configs.map(({ name, value }) => [name, value ?? ""]));
  const badConfigs = defaults.checkConfigs(configs);
  if (badConfigs !== undefined) return badConfigs;
  const partitionCount = asked.assignments.length > 0 ? assignedCount(asked, defaults.nodeId) : askedCount(asked, defaults.numPartitions);
  if (typeof partitionCount !== "number") return partitionCount;
  if (!defaults.admits(partitionCount)) return quotaExceeded;
  const id = defaults.random.uuid();
  const records = [
    metadataRecord(TopicRecord, { name: asked.name, topicId: id }),
    ...Object.entries(configs).map(([name, value]) =>
      metadataRecord(ConfigRecord, { resourceType: configResourceType.topic, resourceName: asked.name, name, value }),
    ),
    ...partitionRecords(id, 0, partitionCount, defaults.nodeId),
  ];
  return { id, partitionCount, configs, records };
}

function nameRefusal(image: MetadataImage, name: string): Refusal | undefined {
  if (name === metadataTopic) return refuse(errors.INVALID_REQUEST, `Creation of internal topic ${name} is prohibited.`);
  const problem = topicNameProblem(name);
  if (problem !== undefined) return refuse(errors.INVALID_TOPIC_EXCEPTION, `Topic name is invalid: ${problem}`);
  if (image.topic(name) !== undefined) return refuse(errors.TOPIC_ALREADY_EXISTS, `Topic '${name}' already exists.`);
  const colliding = /[._]/.test(name) ? collidingTopic(image, name) : undefined;
  if (colliding === undefined) return undefined;
  return refuse(errors.INVALID_TOPIC_EXCEPTION, `Topic '${name}' collides with existing topic: ${colliding.name}`);
}

function collidingTopic(image: MetadataImage, name: string): Topic | undefined {
  for (const topic of image.topics()) if (collides(topic.name, name)) return topic;
  return undefined;
}

function nullConfigRefusal({ configs }: CreatableTopic): Refusal | undefined {
  const nulls = configs.filter(({ value }) => value === null).map(({ name }) => name);
  if (nulls.length === 0) return undefined;
  return refuse(errors.INVALID_CONFIG, `Null value not supported for topic configs: ${nulls.join(",")}`);
}

function askedCount({ replicationFactor, numPartitions }: CreatableTopic, byDefault: number): number | Refusal {
  if (replicationFactor < -1 || replicationFactor === 0) {
    return refuse(errors.INVALID_REPLICATION_FACTOR, "Replication factor must be larger than 0, or -1 to use the default value.");
  }
  if (numPartitions < -1 || numPartitions === 0) {
    return refuse(errors.INVALID_PARTITIONS, "Number of partitions was set to an invalid non-positive value.");
  }
  if (replicationFactor > 1) return refuse(errors.INVALID_REPLICATION_FACTOR, tooManyReplicas(replicationFactor));
  return numPartitions === -1 ? byDefault : numPartitions;
}

function tooManyReplicas(replicationFactor: number): string {
  return (
    `Unable to replicate the partition ${replicationFactor} time(s): The target replication factor of ${replicationFactor} ` +
    "cannot be reached because only 1 broker(s) are registered or some brokers have all their log directories cordoned."
  );
}

function assignedCount({ replicationFactor, numPartitions, assignments }: CreatableTopic, nodeId: number): number | Refusal {
  const manual = "A manual partition assignment was specified, but";
  if (replicationFactor !== -1) return refuse(errors.INVALID_REQUEST, `${manual} replication factor was not set to -1.`);
  if (numPartitions !== -1) return refuse(errors.INVALID_REQUEST, `${manual} numPartitions was not set to -1.`);
  const seen = new Set<number>();
  for (const { partitionIndex, brokerIds } of assignments) {
    if (seen.has(partitionIndex)) {
      return refuse(errors.INVALID_REPLICA_ASSIGNMENT, `Found multiple manual partition assignments for partition ${partitionIndex}`);
    }
    seen.add(partitionIndex);
    const refused = assignmentRefusal(brokerIds, nodeId);
    if (refused !== undefined) return refused;
  }
  for (let index = 0; index < seen.size; index++) {
    if (!seen.has(index)) return refuse(errors.INVALID_REPLICA_ASSIGNMENT, "partitions should be a consecutive 0-based integer sequence");
  }
  return seen.size;
}

/** Why the replicas of a partition can't be on these brokers. */
export function assignmentRefusal(brokerIds: readonly number[], nodeId: number): Refusal | undefined {
  const bad = (message: string) => refuse(errors.INVALID_REPLICA_ASSIGNMENT, message);
  if (brokerIds.length === 0) return bad("The manual partition assignment includes an empty replica list.");
  const sorted = [...brokerIds].sort((a, b) => a - b);
  for (const [at, brokerId] of sorted.entries()) {
    if (brokerId !== nodeId) return bad(`The manual partition assignment includes broker ${brokerId}, but no such broker is registered.`);
    if (sorted[at - 1] === brokerId) return bad(`The manual partition assignment includes the broker ${brokerId} more than once.`);
  }
  return undefined;
}

/** Checks a request for more partitions as a controller does, and says what to write. */
export function planPartitions(
  image: MetadataImage,
  asked: CreatablePartitions,
  nodeId: number,
  admits: Admits,
): readonly MetadataRecord[] | Refusal {
  const topic = image.topic(asked.name);
  if (topic === undefined) return refuse(errors.UNKNOWN_TOPIC_OR_PARTITION, null);
  const { partitionCount } = topic;
  const invalid = (message: string) => refuse(errors.INVALID_PARTITIONS, message);
  if (asked.count === partitionCount) return invalid(`Topic already has ${partitionCount} partition(s).`);
  if (asked.count < partitionCount) {
    return invalid(`The topic ${asked.name} currently has ${partitionCount} partition(s); ${asked.count} would not be an increase.`);
  }
  const added = asked.count - partitionCount;
  if (added > partitionsMax) return tooMany;
  const { assignments } = asked;
  if (assignments !== null && assignments.length !== added) {
    return refuse(
      errors.INVALID_REPLICA_ASSIGNMENT,
      `Attempted to add ${added} additional partition(s), but only ${assignments.length} assignment(s) were specified.`,
    );
  }
  if (!admits(added)) return quotaExceeded;
  for (const { brokerIds } of assignments ?? []) {
    const refused = assignmentRefusal(brokerIds, nodeId);
    if (refused !== undefined) return refused;
  }
  return partitionRecords(topic.id, partitionCount, asked.count, nodeId);
}

export function removalRecord(topic: Topic): MetadataRecord {
  return metadataRecord(RemoveTopicRecord, { topicId: topic.id });
}

function partitionRecords(topicId: string, from: number, to: number, nodeId: number): MetadataRecord[] {
  return Array.from({ length: to - from }, (_, added) => metadataRecord(PartitionRecord, partitionOf(topicId, from + added, nodeId)));
}

function partitionOf(topicId: string, partitionId: number, nodeId: number): Draft<PartitionRecord> {
  return { topicId, partitionId, replicas: [nodeId], isr: [nodeId], leader: nodeId, leaderEpoch: 0, partitionEpoch: 0 };
}
