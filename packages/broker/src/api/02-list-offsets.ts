// ListOffsets, versions 1 to 11: by timestamp (KIP-79), earliest, latest, largest timestamp (KIP-734), and the marks of tiered storage
// (KIP-405), of which there is none here.
import { apis, type Draft, errors, type KafkaError, type ListOffsetsRequest, type ListOffsetsResponse } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { divided } from "../authorization/access.ts";
import type { Partition } from "../partitions/partition.ts";
import { handler, type RequestContext } from "./handler.ts";

type AskedTopic = ListOffsetsRequest["topics"][number];
type Asked = AskedTopic["partitions"][number];
type Reply = Draft<ListOffsetsResponse["topics"][number]["partitions"][number]>;
/** What a timestamp leads to. -1 stands for none. */
interface Found {
  readonly timestamp: number;
  readonly offset: number;
  readonly leaderEpoch: number;
}

const nothing: Found = { timestamp: -1, offset: -1, leaderEpoch: -1 };

type Find = (partition: Partition, readCommitted: boolean) => Found;

/** The timestamps that stand for something else, and the first version that has each. */
const marks: ReadonlyMap<number, { firstVersion: number; find: Find }> = new Map([
  [-1, { firstVersion: 1, find: latest }],
  [-2, { firstVersion: 1, find: earliest }],
  [-3, { firstVersion: 7, find: (partition, readCommitted) => visible(partition, partition.log.offsetForMaxTimestamp(), readCommitted) }],
  [-4, { firstVersion: 8, find: earliest }],
  [-5, { firstVersion: 9, find: () => nothing }],
  [-6, { firstVersion: 11, find: () => nothing }],
]);

const readCommittedLevel = 1;
const firstVersionWithEpoch = 4;

export const listOffsets = handler({
  api: apis.listOffsets,
  versions: [1, 11],
  handle(request: ListOffsetsRequest, context: RequestContext) {
    const twice = askedTwice(request);
    const isAllowed = ({ name }: AskedTopic) => context.access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, name);
    const [allowed, denied] = divided(request.topics, isAllowed);
    const asked = allowed.filter(({ partitions }) => partitions.length > 0);
    return { topics: [...asked.map((topic) => topicReply(topic, request, context, twice)), ...denied.map(deniedReply)] };
  },
});

function askedTwice({ topics }: ListOffsetsRequest): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name, partitions } of topics) {
    for (const { partitionIndex } of partitions) {
      const key = `${partitionIndex}:${name}`;
      (seen.has(key) ? twice : seen).add(key);
    }
  }
  return twice;
}

function topicReply({ name, partitions }: AskedTopic, request: ListOffsetsRequest, context: RequestContext, twice: ReadonlySet<string>) {
  const once = [...new Map(partitions.map((asked) => [asked.partitionIndex, asked])).values()];
  const replies = once.map((asked): Reply => {
    const { partitionIndex } = asked;
    if (twice.has(`${partitionIndex}:${name}`)) return refused(asked, errors.INVALID_REQUEST);
    const find = finder(asked.timestamp, context.apiVersion);
    if (find === undefined) return refused(asked, errors.UNSUPPORTED_VERSION);
    const partition = context.broker.partitions.get(name, partitionIndex);
    if (partition === undefined) return refused(asked, errors.UNKNOWN_TOPIC_OR_PARTITION);
    const fenced = partition.checkEpoch(asked.currentLeaderEpoch);
    if (fenced !== undefined) return refused(asked, fenced);
    const { timestamp, offset, leaderEpoch } = find(partition, request.isolationLevel === readCommittedLevel);
    return { partitionIndex, timestamp, offset, ...(context.apiVersion < firstVersionWithEpoch ? {} : { leaderEpoch }) };
  });
  return { name, partitions: replies };
}

function deniedReply({ name, partitions }: AskedTopic) {
  return { name, partitions: partitions.map((asked) => refused(asked, errors.TOPIC_AUTHORIZATION_FAILED)) };
}

function finder(timestamp: number, version: number): Find | undefined {
  if (timestamp >= 0) {
    return (partition, readCommitted) => visible(partition, partition.log.offsetForTimestamp(timestamp), readCommitted);
  }
  const mark = marks.get(timestamp);
  return mark === undefined || version < mark.firstVersion ? undefined : mark.find;
}

function visible(partition: Partition, found: Found | undefined, readCommitted: boolean): Found {
  return found === undefined || found.offset >= partition.readableEnd(readCommitted) ? nothing : found;
}

function latest(partition: Partition, readCommitted: boolean): Found {
  return { timestamp: -1, offset: partition.readableEnd(readCommitted), leaderEpoch: partition.leaderEpoch };
}

function earliest(partition: Partition): Found {
  const { log } = partition;
  // The leader's epoch begins where the log ended when it took over, so an empty log's start is in it already.
  const leaderEpoch = log.startOffset === log.endOffset ? partition.leaderEpoch : log.epochForOffset(log.startOffset);
  return { timestamp: -1, offset: log.startOffset, leaderEpoch };
}

function refused({ partitionIndex }: Asked, error: KafkaError): Reply {
  return { partitionIndex, errorCode: error.code, timestamp: -1, offset: -1 };
}
