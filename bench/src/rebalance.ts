import { type Random, seededRandom } from "@millrace/kit";
import {
  goalsByNames,
  type Proposed,
  proposeRebalance,
  type RebalancePartition,
  type RebalanceRequest,
  type RebalanceView,
} from "@millrace/plans/rebalances";
import type { Measured } from "./scenarios/scenario.ts";

const brokers = 100;
const racks = 3;
const replicasOfEach = 3;
const replicas = 50_000;
const topics = 800;
const leavingBrokers = [0, 1, 2];

/** How long the planner of rebalances takes for a large cluster whose replicas are as unevenly spread as they can well be. */
export function measureRebalance(scale: number): Measured {
  const view = skewedCluster(Math.floor((replicas * scale) / replicasOfEach), seededRandom(8));
  return {
    "rebalance-full": cpuSecondsOf(view, { mode: "full" }),
    "rebalance-remove": cpuSecondsOf(view, { mode: "remove-brokers", brokers: leavingBrokers }),
  };
}

/** Throws if nothing is proposed. */
function cpuSecondsOf(view: RebalanceView, request: Pick<RebalanceRequest, "mode" | "brokers">): number {
  const before = process.cpuUsage();
  const proposed: Proposed = proposeRebalance(view, { ...request, goals: goalsByNames().goals });
  const { user, system } = process.cpuUsage(before);
  if (proposed.type === "impossible") throw new Error(`nothing is proposed: ${proposed.why}`);
  return (user + system) / 1e6;
}

/** Brokers with low ids have nine times as much as others. */
function skewedCluster(partitions: number, random: Random): RebalanceView {
  const skewed = (below: number): number => Math.floor(below * (random.below(1_000_000) / 1e6) ** 2);
  const placed = (): readonly number[] => {
    const ids = new Set<number>();
    while (ids.size < replicasOfEach) ids.add(skewed(brokers));
    return [...ids];
  };
  const drawn = (number: number): RebalancePartition => {
    const ids = placed();
    const sizeBytes = Math.floor(1e9 * (random.below(1_000_000) / 1e6) ** 4);
    return {
      topic: `topic-${number % topics}`,
      partition: Math.floor(number / topics),
      replicas: ids.map((brokerId) => ({ brokerId, path: "/data", sizeBytes })),
      leaderId: ids[skewed(replicasOfEach)] ?? -1,
      bytesInPerSec: 1e5 * (random.below(1_000_000) / 1e6) ** 3,
    };
  };
  return {
    brokers: Array.from({ length: brokers }, (_, id) => ({
      id,
      rack: `rack-${id % racks}`,
      disks: [{ path: "/data", capacityBytes: 1e12 }],
    })),
    partitions: Array.from({ length: partitions }, (_, number) => drawn(number)),
  };
}
