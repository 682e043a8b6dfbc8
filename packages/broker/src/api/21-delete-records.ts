// DeleteRecords, versions 0 to 2: moves a partition's start; -1 stands for the high watermark. Of a partition that is named twice the last
// offset counts.
import { MillraceError } from "@millrace/kit";
import { apis, type DeleteRecordsRequest, type DeleteRecordsResponse, type Draft, errors, type KafkaError } from "@millrace/protocol";
import { aclOperations, resourceTypes } from "@millrace/security";
import { isInternalTopic } from "../metadata/topic-names.ts";
import { handler, type RequestContext } from "./handler.ts";

const highWatermarkMark = -1;
const unknownLowWatermark = -1;

type Reply = Draft<DeleteRecordsResponse["topics"][number]["partitions"][number]>;

export const deleteRecords = handler({
  api: apis.deleteRecords,
  versions: [0, 2],
  handle(request: DeleteRecordsRequest, context: RequestContext) {
    const asked = request.topics.filter(({ partitions }) => partitions.length > 0);
    const topics = asked.map(({ name, partitions }) => ({
      name,
      partitions: [...new Map(partitions.map(({ partitionIndex, offset }) => [partitionIndex, offset]))].map(([index, offset]) =>
        truncate(name, index, offset, context),
      ),
    }));
    return { topics };
  },
});

function truncate(topic: string, partitionIndex: number, offset: number, { broker, access }: RequestContext): Reply {
  const refused = (error: KafkaError): Reply => ({ partitionIndex, lowWatermark: unknownLowWatermark, errorCode: error.code });
  if (!access.may(aclOperations.DELETE, resourceTypes.TOPIC, topic)) return refused(errors.TOPIC_AUTHORIZATION_FAILED);
  const partition = broker.partitions.get(topic, partitionIndex);
  if (partition === undefined) return refused(errors.UNKNOWN_TOPIC_OR_PARTITION);
  if (isInternalTopic(topic)) return refused(errors.INVALID_TOPIC_EXCEPTION);
  const { cleanupCompact, cleanupDelete } = partition.log.config;
  if (cleanupCompact && !cleanupDelete) return refused(errors.POLICY_VIOLATION);
  const before = offset === highWatermarkMark ? partition.highWatermark : offset;
  if (before < 0 || before > partition.highWatermark) return refused(errors.OFFSET_OUT_OF_RANGE);
  try {
    partition.log.deleteRecordsBefore(before);
  } catch (error) {
    if (error instanceof MillraceError) return refused(errors.KAFKA_STORAGE_ERROR);
    throw error;
  }
  return { partitionIndex, lowWatermark: partition.log.startOffset, errorCode: 0 };
}
