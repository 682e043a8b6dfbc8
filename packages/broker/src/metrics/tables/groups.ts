import type { FetchedGroup } from "@millrace/coordinators";
import { gauge, type Metric, type MetricsView, type Row } from "../metric.ts";

export interface KnownGroup {
  readonly groupId: string;
  readonly type: string;
  readonly state: string;
}

/** All groups; none while one of their logs is still being read. */
export function groupsOf({ parts }: MetricsView): readonly KnownGroup[] {
  const groups = parts.groups.list({ states: [], types: [] });
  if (!Array.isArray(groups)) return [];
  return groups.map(({ groupId = "", groupType = "", groupState = "" }) => ({ groupId, type: groupType, state: groupState }));
}

function ofType(view: MetricsView, type: string): readonly KnownGroup[] {
  return groupsOf(view).filter((group) => group.type === type);
}

function inState(state: string): Metric {
  return gauge(
    `kafka.coordinator.group GroupMetadataManager NumGroups${state}`,
    `Classic groups in the state ${state}.`,
    (view) => ofType(view, "classic").filter((group) => group.state === state).length,
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
  const { topics = [] } = parts.groups.read<FetchedGroup>(
    groupId,
    (coordinator) => coordinator.fetchOffsets({ groupId, memberId: null, memberEpoch: -1, topics: null }, false),
    () => ({ groupId }),
  );
  return topics.flatMap(({ name = "", partitions = [] }) =>
    partitions.map(({ partitionIndex = 0, committedOffset = -1 }) => ({ topic: name, partition: partitionIndex, offset: committedOffset })),
  );
}
