import type { GroupRecord } from "../group-record.ts";
import type { Group } from "../groups.ts";
import type { ShareGroup } from "../share/share-group.ts";
import type { CommittedOffset, OffsetStore } from "./offset-store.ts";
import { offsetTombstone } from "./tombstones.ts";

/** Groups that commit offsets. */
type OffsetsGroup = Exclude<Group, ShareGroup>;

type SinceMs = (offset: CommittedOffset) => number;

const sinceCommit: SinceMs = ({ commitTimestamp }) => commitTimestamp;

/**
 * From when an offset's retention is counted (KIP-211); undefined while the group's offsets do not expire.
 * - Consumers that assign partitions to themselves: from the commit.
 * - Groups that have lost their members: from then on.
 * - Stable consumers, and consumer groups: from the commit, for topics that they no longer read.
 */
function retentionStart(group: OffsetsGroup): SinceMs | undefined {
  if (group.type === "consumer" || group.type === "streams") return sinceCommit;
  if (group.protocolType === null) return sinceCommit;
  if (group.state === "Empty") {
    const { stateSinceMs } = group;
    return stateSinceMs === null ? sinceCommit : () => stateSinceMs;
  }
  return group.state === "Stable" && group.usesConsumerProtocol && group.knowsSubscription ? sinceCommit : undefined;
}

export interface Expired {
  /** Tombstones for offsets that have expired. */
  readonly records: GroupRecord[];
  /** Whether the group has neither members nor offsets left, pending ones included. */
  readonly forgotten: boolean;
}

export function expire(group: OffsetsGroup, offsets: OffsetStore, clock: { nowMs: number; retentionMs: number }): Expired {
  const { groupId } = group;
  const records: GroupRecord[] = [];
  const startOf = retentionStart(group);
  let left = 0;
  for (const [topic, partitions] of offsets.of(groupId)) {
    for (const [partition, offset] of partitions) {
      const due = startOf !== undefined && !group.isSubscribedTo(topic) && isExpired(offset, startOf, clock);
      if (due && !offsets.isPending(groupId, topic, partition)) records.push(offsetTombstone(groupId, topic, partition));
      else left++;
    }
  }
  return { records, forgotten: left === 0 && group.state === "Empty" && !offsets.hasPending(groupId) };
}

/** An offset that was committed with a retention of its own (OffsetCommit up to version 4) goes by that. */
function isExpired(offset: CommittedOffset, startOf: SinceMs, { nowMs, retentionMs }: { nowMs: number; retentionMs: number }): boolean {
  if (offset.expireTimestamp !== -1) return nowMs >= offset.expireTimestamp;
  return nowMs - startOf(offset) >= retentionMs;
}
