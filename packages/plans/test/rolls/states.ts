import type { RollNode, RollPartition, RollQuorum, RollState } from "../../src/rolls/index.ts";

export const node = (id: number, more: Partial<RollNode> = {}): RollNode => ({
  ...{ id, podName: `my-${id}`, isController: false, isBroker: true, state: "ready", reasons: [] },
  ...more,
});
export const controller = (id: number, more: Partial<RollNode> = {}) => node(id, { isController: true, isBroker: false, ...more });
export const due = { reasons: ["PodHasOldRevision"] } as const;
export const quorum = (leaderId: number, lags: Readonly<Record<number, number | undefined>>): RollQuorum => ({
  ...{ leaderId, fetchTimeoutMs: 2000 },
  lagMs: new Map(Object.entries(lags).map(([id, lag]) => [Number(id), lag])),
});
export const partition = (replicas: readonly number[], inSyncReplicas = replicas, minInSyncReplicas = 2): RollPartition => ({
  ...{ topic: "orders", partition: 0, replicas, inSyncReplicas, minInSyncReplicas },
});
const healthy = quorum(10, { 10: 0, 11: 5, 12: 5 });
export const state = (nodes: readonly RollNode[], more: Partial<RollState> = {}): RollState => ({
  nodes,
  quorum: healthy,
  partitions: [],
  ...more,
});
