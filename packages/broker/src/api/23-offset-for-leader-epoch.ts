// OffsetForLeaderEpoch, versions 2 to 4: where an epoch ends in the log, for readers that look for a truncation (KIP-101, KIP-320).
import { apis, errors, type OffsetForLeaderEpochRequest } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { divided } from "../authorization/access.ts";
import { handler, type RequestContext } from "./handler.ts";

type AskedTopic = OffsetForLeaderEpochRequest["topics"][number];
type Asked = AskedTopic["partitions"][number];

const unknown = { leaderEpoch: -1, endOffset: -1 };

export const offsetForLeaderEpoch = handler({
  api: apis.offsetForLeaderEpoch,
  versions: [2, 4],
  handle(request: OffsetForLeaderEpochRequest, context: RequestContext) {
    const { access } = context;
    const mayAll = access.mayCluster(aclOperations.CLUSTER_ACTION, "silent");
    const isVisible = ({ topic }: AskedTopic) => mayAll || access.may(aclOperations.DESCRIBE, resourceTypes.TOPIC, topic);
    const [visible, hidden] = divided(request.topics, isVisible);
    return {
      topics: [
        ...visible.map(({ topic, partitions }) => ({ topic, partitions: partitions.map((asked) => end(topic, asked, context)) })),
        ...hidden.map(({ topic, partitions }) => ({ topic, partitions: partitions.map(denied) })),
      ],
    };
  },
});

function denied({ partition }: Asked) {
  return { partition, errorCode: errors.TOPIC_AUTHORIZATION_FAILED.code, ...unknown };
}

function end(topic: string, { partition: index, currentLeaderEpoch, leaderEpoch }: Asked, { broker }: RequestContext) {
  const partition = broker.partitions.get(topic, index);
  if (partition === undefined) return { partition: index, errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION.code, ...unknown };
  const fenced = partition.checkEpoch(currentLeaderEpoch);
  if (fenced !== undefined) return { partition: index, errorCode: fenced.code, ...unknown };
  const found = partition.endOffsetForEpoch(leaderEpoch);
  return { partition: index, errorCode: 0, ...(found === undefined ? unknown : { leaderEpoch: found.epoch, endOffset: found.endOffset }) };
}
