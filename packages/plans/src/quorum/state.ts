/** A replica of the metadata, as the quorum's leader tells it (DescribeQuorum, KIP-595). */
export interface QuorumReplica {
  readonly id: number;
  /** Of the directory that it is in: a controller that lost its volume comes back as another replica (KIP-853). */
  readonly directoryId: string;
  /** How long ago it had all that the leader has, in ms; the leader's own is 0. Undefined: never, as far as the leader knows. */
  readonly lagMs: number | undefined;
}

/** A controller that is declared, or that is about to go. */
export interface QuorumNode {
  readonly id: number;
  readonly podName: string;
  /** Whether it shall vote: it neither goes nor loses the role. */
  readonly votes: boolean;
  /** Whether what runs is as it is declared, or nothing does: one that was told otherwise might join again by itself (KIP-1186). */
  readonly isSettled: boolean;
}

/** All that decides about who votes. */
export interface QuorumState {
  readonly nodes: readonly QuorumNode[];
  readonly leaderId: number;
  readonly voters: readonly QuorumReplica[];
  readonly observers: readonly QuorumReplica[];
  /** `controller.quorum.fetch.timeout.ms`: whoever is behind for longer is not counted on. */
  readonly fetchTimeoutMs: number;
}
