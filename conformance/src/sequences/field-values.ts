import type { Draw } from "./draw.ts";
import { absentTopic, groupNames, memberNames, producerNames, topicNames, type Value } from "./sequence.ts";

/** Of whom a request speaks, so that its fields fit together more often than not. */
export interface Actor {
  readonly topic: string;
  readonly group: string;
  readonly member: string;
  readonly producer: string;
}

export interface FieldDraw {
  readonly draw: Draw;
  readonly actor: Actor;
  readonly api: string;
  readonly version: number;
}

type FieldValue = (at: FieldDraw) => Value;

/** Characters that begin all names of a sequence's own. */
export const prefixLength = 12;

const name = (of: string): Value => ({ $: "name", of });
/** A topic id that nothing has. */
export const otherId = "abcdefghijklmnopqrstuA";
const noId = "AAAAAAAAAAAAAAAAAAAAAA";
export const metadataTopicId = "AAAAAAAAAAAAAAAAAAAAAQ";
const int32Max = 2_147_483_647;
const int64Edges = [-1, -2, -3, -100, 2 ** 53 - 1, 2 ** 63, -(2 ** 63)];
/** The last ones can be made: they are long as can be with what a sequence's names begin with. */
const oddNames: readonly Value[] = [
  ...["", ".", "..", "bad name", "a/b", "é", "x".repeat(250), "a:b"],
  ...["x".repeat(249 - prefixLength), "x".repeat(250 - prefixLength), "a.b_c"].map(name),
];

export function anyActor(draw: Draw): Actor {
  return {
    topic: draw.pick([...topicNames, "t0", "t0"]),
    group: draw.pick([...groupNames, "g0"]),
    member: draw.pick(memberNames),
    producer: draw.pick([...producerNames, "p0"]),
  };
}

/** APIs that can do no harm to a topic that others need, and say nothing of what others put there. */
const mayNameInternal: ReadonlySet<string> = new Set(["produce", "metadata", "describeTopicPartitions", "offsetCommit", "offsetFetch"]);
const internalTopics = ["__consumer_offsets", "__cluster_metadata"];

const topicName: FieldValue = ({ draw, actor, api }) => {
  if (draw.chance(draw.oddness)) return draw.pick<Value>([...oddNames, name(absentTopic)]);
  if (mayNameInternal.has(api) && draw.chance(0.02)) return draw.pick(internalTopics);
  return name(draw.chance(0.8) ? actor.topic : draw.pick([...topicNames, absentTopic]));
};

const topicId: FieldValue = ({ draw, actor }) => {
  if (draw.chance(draw.oddness)) return draw.pick([otherId, noId, metadataTopicId]);
  return { $: "topicId", of: draw.chance(0.85) ? actor.topic : draw.pick([...topicNames, absentTopic]) };
};

const partition: FieldValue = ({ draw }) => draw.value([0, 0, 0, 0, 1, 2], [3, 100, -1, -2, int32Max, -int32Max - 1]);

const groupId: FieldValue = ({ draw, actor }) =>
  draw.chance(draw.oddness)
    ? draw.pick<Value>(["", name("gx"), name(" "), name("é")])
    : name(draw.chance(0.95) ? actor.group : draw.pick(groupNames));

const memberId: FieldValue = ({ draw, actor }) => {
  if (draw.chance(draw.oddness)) return draw.pick(["", "nobody", "x".repeat(300)]);
  const member = draw.chance(0.93) ? actor.member : draw.pick(memberNames);
  return { $: "memberId", of: `${actor.group}/${member}` };
};

/** Members `m2` are static ones more often than not. */
const instanceId: FieldValue = ({ draw, actor }) => {
  if (draw.chance(draw.oddness)) return draw.pick<Value>(["", name("i9"), "bad id!", name("im2")]);
  return actor.member === "m2" && draw.chance(0.8) ? name("im2") : null;
};

const generation: FieldValue = ({ draw, actor }) => {
  const plus = draw.value([0], [1, -1, 1000]);
  return draw.chance(draw.oddness / 2)
    ? draw.pick([-1, 0, 1, -2, int32Max])
    : { $: "generation", of: `${actor.group}/${actor.member}`, plus };
};

const protocolType: FieldValue = ({ draw }) => draw.value<Value>(["consumer"], ["", "connect", "other"]);
const offset: FieldValue = ({ draw }) => draw.value([0, 1, 2, 3, 4, 5], [7, 10, 100, ...int64Edges]);
const leaderEpoch: FieldValue = ({ draw }) => draw.value([-1, 0, -1], [1, 5, -2, int32Max, -int32Max - 1]);
const timeoutMs: FieldValue = ({ draw }) => draw.value([10_000], [0, -1]);
const isolationLevel: FieldValue = ({ draw }) => draw.value([0, 1], [2, -1, 127]);
const brokerId: FieldValue = ({ draw }) => draw.value([0], [1, -1, int32Max]);
const consumer: FieldValue = ({ draw }) => draw.value([-1, -1, -1, -1], [-2, 0, 1]);
const bool: FieldValue = ({ draw }) => draw.chance(0.5);

/** Names and values of topic configs, good ones and others. */
const topicConfigs: Readonly<Record<string, readonly string[]>> = {
  "retention.ms": ["-1", "604800000", "0", "-2", "abc", "", "9223372036854775808"],
  "retention.bytes": ["-1", "1000000", "1.5"],
  "cleanup.policy": ["delete", "compact", "compact,delete", "delete,compact", "", "none", "delete,delete"],
  "max.message.bytes": ["1048588", "200", "0", "-1", "2147483648"],
  "message.timestamp.type": ["CreateTime", "LogAppendTime", "createtime"],
  "message.timestamp.before.max.ms": ["9223372036854775807", "3600000", "-1"],
  "compression.type": ["producer", "gzip", "uncompressed", "lz4", "zstd", "snappy", "brotli"],
  "min.insync.replicas": ["1", "2", "0"],
  "segment.bytes": ["1048576", "1073741824", "14", "1"],
  "segment.ms": ["604800000", "0", "1"],
  "flush.messages": ["1", "9223372036854775807", "0"],
  "unclean.leader.election.enable": ["true", "false", "TRUE", "yes"],
  "min.cleanable.dirty.ratio": ["0.5", "0", "1.1", "NaN"],
  "index.interval.bytes": ["4096", "-1"],
  "file.delete.delay.ms": ["60000", "-1"],
  preallocate: ["true", "false"],
  "no.such.config": ["1"],
  "": ["1"],
};

const groupConfigs: Readonly<Record<string, readonly string[]>> = {
  "consumer.session.timeout.ms": ["45000", "50000", "1", "abc"],
  "consumer.heartbeat.interval.ms": ["5000", "6000", "0", "100000"],
  "share.session.timeout.ms": ["45000", "1"],
  "no.such.config": ["1"],
};

const anyConfigs = { ...topicConfigs, ...groupConfigs };
const usualConfigs = Object.keys(topicConfigs).slice(0, -2);

const configName: FieldValue = ({ draw }) => draw.value(usualConfigs, Object.keys(anyConfigs));

/** A value that fits the name drawn before it only by luck, unless the request was made whole by {@link anyConfig}. */
export function anyConfig(draw: Draw, group: boolean): { name: string; value: Value } {
  const table = group && !draw.chance(draw.oddness) ? groupConfigs : topicConfigs;
  const key = draw.value(Object.keys(table).slice(0, -2), Object.keys(anyConfigs));
  const values = anyConfigs[key] ?? [];
  return { name: key, value: draw.value<Value>([values[0] ?? "1", values[1] ?? values[0] ?? "1"], [...values, null]) };
}

const transactionalId: FieldValue = ({ draw }) => draw.value<Value>([null], [""]);

/** By `Struct.Field` or `Field`. What is not here is drawn by its type. */
export const fieldValues: Readonly<Record<string, FieldValue>> = {
  Name: topicName,
  Topic: topicName,
  TopicName: topicName,
  TopicNames: topicName,
  "CreatableTopicConfig.Name": configName,
  "AlterableConfig.Name": configName,
  "JoinGroupRequestProtocol.Name": ({ draw }) => draw.value(["range", "roundrobin", "range"], ["", "sticky"]),
  TopicId: topicId,
  PartitionIndex: partition,
  Partition: partition,
  Partitions: partition,
  PartitionIndexes: partition,
  Index: partition,
  GroupId: groupId,
  Groups: groupId,
  GroupsNames: groupId,
  MemberId: memberId,
  GroupInstanceId: instanceId,
  GenerationId: generation,
  GenerationIdOrMemberEpoch: generation,
  TransactionalIds: ({ draw }) => draw.value<Value>([name("x0"), name("x1")], [name("x9"), ""]),
  TransactionVersion: ({ draw }) => draw.value([0, 2, 1], [3, -1]),
  StateFilters: ({ draw }) => draw.value(["Ongoing", "Empty", "CompleteCommit", "CompleteAbort"], ["", "ongoing", "Other"]),
  ProducerIdFilters: ({ draw }) =>
    draw.value<Value>(
      [
        { $: "producerId", of: "x0" },
        { $: "producerId", of: "x1" },
      ],
      [-1, 0],
    ),
  DurationFilter: ({ draw }) => draw.value([-1], [100_000_000, -2]),
  TransactionalIdPattern: ({ draw }) => draw.value<Value>([null, ".*-x0"], ["[", ""]),
  GroupIds: groupId,
  ElectionType: ({ draw }) => draw.value([0], [1, 2, -1]),
  Replicas: ({ draw }) => draw.value([0], [1, -1]),
  Feature: ({ draw }) => draw.value(["metadata.version", "transaction.version", "group.version", "kraft.version"], ["no.such.version", ""]),
  MaxVersionLevel: ({ draw }) => draw.value([0, 1, 2], [-1, 100, 32767]),
  UpgradeType: ({ draw }) => draw.value([1, 2, 3], [0, 4, -1]),
  ResourceTypes: ({ draw }) => draw.value([2, 32], [0, 3, -1]),
  MemberEpoch: ({ draw }) => draw.value([-1], [0, 1, -2]),
  ProtocolType: protocolType,
  ProtocolName: ({ draw }) => draw.value<Value>(["range", null], ["", "sticky"]),
  SessionTimeoutMs: ({ draw }) => draw.value([60_000], [6000, 5999, 1_800_001, 0, -1, int32Max]),
  RebalanceTimeoutMs: () => 60_000,
  Metadata: ({ draw }) => ({ $: "subscription", version: draw.below(4), topics: draw.pick([["t0"], ["t0", "t1"], ["absent"], []]) }),
  Assignment: ({ draw }) => ({ $: "assignment", topics: draw.pick([[], ["t0"], ["t0", "t1"]]) }),
  Reason: ({ draw }) => draw.pick([null, "because"]),
  CommittedOffset: offset,
  FetchOffset: offset,
  Offset: offset,
  LogStartOffset: ({ draw }) => draw.value([-1], [0, 5]),
  CommittedLeaderEpoch: leaderEpoch,
  CurrentLeaderEpoch: leaderEpoch,
  LeaderEpoch: ({ draw }) => draw.value([0, 0, 1, -1], [5, -2, int32Max]),
  LastFetchedEpoch: leaderEpoch,
  CommittedMetadata: ({ draw }) => draw.value<Value>(["", "meta", null], ["x".repeat(4096), "x".repeat(4097)]),
  RetentionTimeMs: ({ draw }) => draw.value([-1], [0, 1000]),
  Timestamp: ({ draw }) =>
    draw.value([-1, -2, -3, -4, -5, 0, 1_704_067_200_000, 1_704_067_200_001, 1_704_067_205_000], [-6, -100, 2 ** 63, 4_102_444_800_000]),
  IsolationLevel: isolationLevel,
  ReplicaId: consumer,
  ReplicaEpoch: () => -1,
  BrokerIds: brokerId,
  NumPartitions: ({ draw }) => draw.value([1, 2, 3, -1], [0, -2]),
  ReplicationFactor: ({ draw }) => draw.value([1, -1], [0, 2, 3, -2, 32767]),
  Count: ({ draw }) => draw.value([2, 3, 4], [1, 0, -1]),
  TimeoutMs: timeoutMs,
  timeoutMs,
  validateOnly: ({ draw }) => draw.chance(0.1),
  ValidateOnly: ({ draw }) => draw.chance(0.2),
  Acks: ({ draw }) => draw.value([-1, -1, 1], [0, 2, -2]),
  TransactionalId: transactionalId,
  TransactionTimeoutMs: ({ draw }) => draw.value([60_000], [0, -1, 900_001, int32Max]),
  ProducerId: ({ draw, actor }) => draw.value<Value>([-1, -1, { $: "producerId", of: actor.producer }], [0, -2, 2 ** 63]),
  ProducerEpoch: ({ draw, actor }) => draw.value<Value>([-1, -1, { $: "producerEpoch", of: actor.producer, plus: 0 }], [0, 1, -2, 32767]),
  MaxWaitMs: ({ draw }) => draw.value([0], [20, -1]),
  MinBytes: ({ draw }) => draw.value([0, 1], [-1, 1_000_000]),
  MaxBytes: ({ draw }) => draw.value([1_000_000], [0, 1, 100, -1, int32Max]),
  PartitionMaxBytes: ({ draw }) => draw.value([1_000_000], [0, 1, 100, -1, int32Max]),
  SessionId: ({ draw }) => draw.value([0], [1, -1, 4711]),
  SessionEpoch: ({ draw }) => draw.value([-1], [0, 1, -2]),
  ClusterId: ({ draw }) => draw.value<Value>([null], ["other"]),
  RackId: ({ draw }) => draw.pick(["", "a"]),
  Key: groupId,
  CoordinatorKeys: groupId,
  KeyType: ({ draw }) => draw.value([0], [1, 3, -1, 127]),
  ResourceType: ({ draw }) => draw.value([2, 2, 32], [0, 1, 3, 5, 127, -1]),
  ResourceName: topicName,
  ConfigurationKeys: configName,
  ConfigOperation: ({ draw }) => draw.value([0, 1], [2, 3, 4, -1]),
  StatesFilter: ({ draw }) =>
    draw.value(["Stable", "Empty", "Dead", "PreparingRebalance", "CompletingRebalance"], ["", "stable", "Unknown"]),
  TypesFilter: ({ draw }) => draw.value(["classic", "consumer", "Classic"], ["share", "", "other"]),
  EndpointType: ({ draw }) => draw.value([1], [0, 2, 3, -1]),
  ResponsePartitionLimit: ({ draw }) => draw.value([2000, 2, 1], [0, -1]),
  ClientSoftwareName: ({ draw }) => draw.value(["referee"], ["", "bad name", "-x", "x-"]),
  ClientSoftwareVersion: ({ draw }) => draw.value(["1.0"], ["", "bad version"]),
};

/** For fields of which nothing else is known. */
export function valueOfType(type: string, at: FieldDraw): Value {
  const { draw } = at;
  switch (type) {
    case "bool":
      return bool(at);
    case "string":
      return draw.pick(["", "text"]);
    case "uuid":
      return draw.pick([noId, otherId]);
    case "bytes":
      return { $: "bytes", text: draw.pick(["", "bytes"]) };
    case "records":
      return { $: "batches", batches: [{ values: ["v"] }] };
    case "int8":
      return draw.value([0, 1], [-1, 127]);
    case "int64":
      return draw.value([0, 1], int64Edges);
    default:
      return draw.value([0, 1], [-1, int32Max]);
  }
}
