/** A broker, as far as a rebalance has to know it. */
export interface RebalanceBroker {
  readonly id: number;
  /** Null: it has none, and is a rack of its own. */
  readonly rack: string | null;
  /** None: they can't be read. */
  readonly disks: readonly RebalanceDisk[];
  /** It takes no replicas: it is away, or cordoned. */
  readonly isClosed?: boolean;
}

/** A log directory. */
export interface RebalanceDisk {
  readonly path: string;
  /** Undefined: not known. */
  readonly capacityBytes: number | undefined;
  /** It takes no replicas (KIP-1066). */
  readonly isCordoned?: boolean;
}

export interface RebalanceReplica {
  readonly brokerId: number;
  /** The log directory that it is in. Undefined: not known. */
  readonly path: string | undefined;
  readonly sizeBytes: number;
}

export interface RebalancePartition {
  readonly topic: string;
  readonly partition: number;
  /** The preferred leader first. */
  readonly replicas: readonly RebalanceReplica[];
  /** -1: none. */
  readonly leaderId: number;
  /** What is written to it, on an average; 0 if that is not known. */
  readonly bytesInPerSec: number;
}

/** All that decides about a rebalance. */
export interface RebalanceView {
  readonly brokers: readonly RebalanceBroker[];
  readonly partitions: readonly RebalancePartition[];
}
