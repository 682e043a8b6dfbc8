import type { RebalancePartition, RebalanceReplica } from "./view.ts";

/** What of a replica burdens its broker. */
interface Measure {
  readonly of: (replica: RebalanceReplica, partition: RebalancePartition, isLeader: boolean) => number;
  /** Whether it goes over to another replica together with the leadership, without any data being moved. */
  readonly goesWithLeadership: boolean;
  /** Differences between brokers that are not worth a move, in its unit. */
  readonly negligible: number;
  /** Whether it is counted in whole numbers. */
  readonly isCount: boolean;
}

const kib = 1024;

/**
 * What consumers take is not known: a leader is reckoned to send what comes in once to each follower and once to consumers.
 */
export const measures = {
  replicas: { of: () => 1, goesWithLeadership: false, negligible: 0, isCount: true },
  diskBytes: { of: ({ sizeBytes }) => sizeBytes, goesWithLeadership: false, negligible: kib * kib, isCount: false },
  bytesIn: { of: (_, { bytesInPerSec }) => bytesInPerSec, goesWithLeadership: false, negligible: 16 * kib, isCount: false },
  bytesOut: {
    of: (_, { bytesInPerSec, replicas }, isLeader) => (isLeader ? bytesInPerSec * replicas.length : 0),
    goesWithLeadership: true,
    negligible: 16 * kib,
    isCount: false,
  },
  leaders: { of: (_replica, _partition, isLeader) => (isLeader ? 1 : 0), goesWithLeadership: true, negligible: 0, isCount: true },
  leaderBytesIn: {
    of: (_, { bytesInPerSec }, isLeader) => (isLeader ? bytesInPerSec : 0),
    goesWithLeadership: true,
    negligible: 16 * kib,
    isCount: false,
  },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof measures;

export const measureNames = Object.keys(measures) as readonly MeasureName[];

export const measureTable: readonly Measure[] = Object.values(measures);
