import type { BrokerLoad, DiskMovement, Movement, Proposal } from "../proposal.ts";
import type { RebalanceView } from "../view.ts";

/** Cruise Control's MB. */
const bytesPerMb = 1024 * 1024;
const kib = 1024;

const mb = (bytes: number): number => Math.round(bytes / bytesPerMb);
const bytesOf = (movements: readonly (Movement | DiskMovement)[]): number => movements.reduce((sum, { bytes }) => sum + bytes, 0);

const addedBy = ({ from, to }: Movement): number => to.filter((id) => !from.includes(id)).length;

/** What is proposed, by the names that Cruise Control has for it. `configMap` has the load of brokers. */
export function optimizationResult(
  { movements, diskMovements, leaderMovements, balancedness }: Proposal,
  excludedTopics: readonly string[],
  configMap: string,
) {
  return {
    afterBeforeLoadConfigMap: configMap,
    dataToMoveMB: mb(bytesOf(movements)),
    excludedBrokersForLeadership: [],
    excludedBrokersForReplicaMove: [],
    excludedTopics,
    intraBrokerDataToMoveMB: mb(bytesOf(diskMovements)),
    monitoredPartitionsPercentage: 100,
    numIntraBrokerReplicaMovements: diskMovements.length,
    numLeaderMovements: leaderMovements.length,
    numReplicaMovements: movements.reduce((sum, movement) => sum + addedBy(movement), 0),
    onDemandBalancednessScoreAfter: balancedness.after,
    onDemandBalancednessScoreBefore: balancedness.before,
    provisionRecommendation: "",
    provisionStatus: "RIGHT_SIZED",
    recentWindows: 1,
  };
}

/** Figures of a broker, by Strimzi's names. */
const loads: Readonly<Record<string, (load: BrokerLoad, capacityBytes: number | undefined) => number | undefined>> = {
  leaders: ({ leaders }) => leaders,
  replicas: ({ replicas }) => replicas,
  diskUsedPercentage: ({ diskBytes }, capacityBytes) =>
    capacityBytes === undefined ? undefined : rounded((100 * diskBytes) / capacityBytes),
  diskUsedMB: ({ diskBytes }) => rounded(diskBytes / bytesPerMb),
  networkOutRateKB: ({ bytesOut }) => rounded(bytesOut / kib),
  leaderNetworkInRateKB: ({ leaderBytesIn }) => rounded(leaderBytesIn / kib),
  followerNetworkInRateKB: ({ bytesIn, leaderBytesIn }) => rounded((bytesIn - leaderBytesIn) / kib),
};

const rounded = (value: number): number => Math.round(value * 100) / 100;

/** Load of each broker before and after, as Strimzi has it in `brokerLoad.json`. */
export function brokerLoads({ before, after }: Proposal, { brokers }: RebalanceView): object {
  const entries = brokers.flatMap(({ id, disks }) => {
    const [was, will] = [before.get(id), after.get(id)];
    if (was === undefined || will === undefined) return [];
    const known = disks.length > 0 && disks.every(({ capacityBytes }) => capacityBytes !== undefined);
    const capacity = known ? disks.reduce((sum, { capacityBytes = 0 }) => sum + capacityBytes, 0) : undefined;
    const figures = Object.entries(loads).flatMap(([name, of]) => {
      const [one, other] = [of(was, capacity), of(will, capacity)];
      return one === undefined || other === undefined ? [] : [[name, { before: one, after: other, diff: rounded(other - one) }] as const];
    });
    return [[String(id), Object.fromEntries(figures)] as const];
  });
  return Object.fromEntries(entries);
}
