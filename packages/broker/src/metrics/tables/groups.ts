import type { ListedGroup } from "@millrace/coordinators";
import { gauge, type Metric, type MetricsView, type Row } from "../metric.ts";

/** All groups; none while one of their logs is still being read. */
export function groupsOf({ parts }: MetricsView): readonly ListedGroup[] {
  const groups = parts.groups.list({ states: [], types: [] });
  return Array.isArray(groups) ? groups : [];
}

function ofType(view: MetricsView, type: string): readonly ListedGroup[] {
  return groupsOf(view).filter(({ groupType }) => groupType === type);
}

function inState(state: string): Metric {
  return gauge(
    `kafka.coordinator.group GroupMetadataManager NumGroups${state}`,
    `Classic groups in the state ${state}.`,
    (view) => ofType(view, "classic").filter(({ groupState }) => groupState === state).length,
  );
}

export const groupRows: readonly Row[] = [
  gauge("kafka.coordinator.group GroupMetadataManager NumOffsets", "Committed offsets of all groups.", (view) =>
    groupsOf(view).reduce((count, { groupId }) => count + offsetsOf(view, groupId).length, 0),
  ),
  gauge("kafka.coordinator.group GroupMetadataManager NumGroups", "Classic groups.", (view) => ofType(view, "classic").length),
  ...["PreparingRebalance", "CompletingRebalance", "Stable", "Dead", "Empty"].map(inState),
];

export interface GroupOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** What a group has committed. */
export function offsetsOf({ parts }: MetricsView, groupId: string): GroupOffset[] {
  const { topics = [] } = parts.groups.read(
    groupId,
    (coordinator) => coordinator.fetchOffsets({ groupId, memberId: null, memberEpoch: -1, topics: null }),
    () => ({ groupId }),
  );
  return topics.flatMap(({ name = "", partitions = [] }) =>
    partitions.map(({ partitionIndex = 0, committedOffset = -1 }) => ({ topic: name, partition: partitionIndex, offset: committedOffset })),
  );
}
