// DescribeLogDirs, versions 1 to 5: the one data directory, what its partitions take and what is left on its volume (KIP-827).
import { apis, type DescribeLogDirsRequest, type DescribeLogDirsResponse, type Draft } from "@millrace/protocol";
import type { Partition } from "../partitions/partition.ts";
import { handler, type RequestContext } from "./handler.ts";

export const describeLogDirs = handler({
  api: apis.describeLogDirs,
  versions: [1, 5],
  handle(request: DescribeLogDirsRequest, { broker }: RequestContext): Draft<DescribeLogDirsResponse> {
    const byTopic = Map.groupBy(asked(request, broker.partitions.all()), ({ topic }) => topic.name);
    const topics = [...byTopic].map(([name, partitions]) => ({
      name,
      partitions: partitions.map(({ index, log }) => ({
        partitionIndex: index,
        partitionSize: log.sizeBytes,
        offsetLag: 0,
        isFutureKey: false,
      })),
    }));
    return { results: [{ logDir: broker.partitions.directory.directory, topics, ...broker.volume() }] };
  },
});

function asked({ topics }: DescribeLogDirsRequest, all: Iterable<Partition>): Partition[] {
  if (topics === null) return [...all];
  const wanted = new Map(topics.map(({ topic, partitions }) => [topic, new Set(partitions)]));
  return [...all].filter(({ topic, index }) => wanted.get(topic.name)?.has(index));
}
