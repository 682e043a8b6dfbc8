import { type Draft, errors, type KafkaError, type OffsetDeleteRequest, type OffsetDeleteResponse } from "@millrace/protocol";
import type { GroupRecord } from "../group-record.ts";
import type { Group } from "../groups.ts";
import type { OffsetStore } from "./offset-store.ts";
import { offsetTombstone } from "./tombstones.ts";

/** Why the request is refused as a whole. Only of consumers is it known which topics they are done with. */
export function refuseOffsetDelete(group: Group | undefined): KafkaError | undefined {
  if (group === undefined || group.type === "share") return errors.GROUP_ID_NOT_FOUND;
  if (group.type !== "classic") return undefined;
  return group.state === "Empty" || group.usesConsumerProtocol ? undefined : errors.NON_EMPTY_GROUP;
}

/** Offsets of topics that the group still reads stay; to forget what was never committed is no error. */
export function deleteOffsets(
  group: Group,
  offsets: OffsetStore,
  request: OffsetDeleteRequest,
): { response: Draft<OffsetDeleteResponse>; records: GroupRecord[] } {
  const { groupId } = request;
  const records: GroupRecord[] = [];
  const topics = request.topics.map(({ name, partitions }) => {
    const errorCode = group.isSubscribedTo(name) ? errors.GROUP_SUBSCRIBED_TO_TOPIC.code : 0;
    for (const { partitionIndex } of partitions) {
      const known = offsets.get(groupId, name, partitionIndex) !== undefined || offsets.isPending(groupId, name, partitionIndex);
      if (errorCode === 0 && known) records.push(offsetTombstone(groupId, name, partitionIndex));
    }
    return { name, partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })) };
  });
  return { response: { topics }, records };
}
