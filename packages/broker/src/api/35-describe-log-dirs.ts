// DescribeLogDirs, versions 1 to 5: the one data directory, what its partitions take and what is left on its volume (KIP-827).
import { messageOf } from "@millrace/kit";
import { apis, type DescribeLogDirsRequest, type DescribeLogDirsResponse, type Draft, errors } from "@millrace/protocol";
import { aclOperations } from "@millrace/security";
import type { BrokerParts, Volume } from "../broker-parts.ts";
import type { Partition } from "../partitions/partition.ts";
import { handler, type RequestContext } from "./handler.ts";

export const describeLogDirs = handler({
  api: apis.describeLogDirs,
  versions: [1, 5],
  handle(request: DescribeLogDirsRequest, { broker, access }: RequestContext): Draft<DescribeLogDirsResponse> {
    if (!access.mayCluster(aclOperations.DESCRIBE)) return { errorCode: errors.CLUSTER_AUTHORIZATION_FAILED.code, results: [] };
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
    return { results: [{ logDir: broker.partitions.directory.directory, topics, ...volumeOf(broker) }] };
  },
});

/** A volume that can't be asked has no sizes. */
function volumeOf({ volume, logger }: BrokerParts): Volume {
  try {
    return volume();
  } catch (error) {
    logger.warn("the volume of the data directory can't be read", { error: messageOf(error) });
    return { totalBytes: -1, usableBytes: -1 };
  }
}

function asked({ topics }: DescribeLogDirsRequest, all: Iterable<Partition>): Partition[] {
  if (topics === null) return [...all];
  const wanted = new Map(topics.map(({ topic, partitions }) => [topic, new Set(partitions)]));
  return [...all].filter(({ topic, index }) => wanted.get(topic.name)?.has(index));
}
