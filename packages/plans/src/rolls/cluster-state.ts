import type { RestartReason } from "./restart-reason.ts";
import type { RollCanaries } from "./roll-canary.ts";

/** A node of a Kafka cluster, as it is before a roll's next step. */
export interface RollNode {
  readonly id: number;
  readonly podName: string;
  readonly isController: boolean;
  readonly isBroker: boolean;
  /** `broker.rack`; left out: it has none, or it is not known. */
  readonly rack?: string | undefined;
  /**
   * `recovering`: its broker reads its logs after a hard end. `stuck`: it won't come up without a change. `absent`: its pod is gone, and will be made anew.
   */
  readonly state: "ready" | "unready" | "recovering" | "stuck" | "absent";
  /** What is known about `stuck` and `unready`. */
  readonly trouble?: string;
  /** Why it has to be started anew; none: it may go on as it is. */
  readonly reasons: readonly RestartReason[];
  /** It and nodes as they are declared don't trust each other's certificates (any more): nothing but a new start brings it back to them. */
  readonly isEstranged?: boolean;
}

/** A partition with its replicas, by the ids of nodes. */
export interface RollPartition {
  readonly topic: string;
  readonly partition: number;
  readonly replicas: readonly number[];
  readonly inSyncReplicas: readonly number[];
  /** `min.insync.replicas` of its topic. */
  readonly minInSyncReplicas: number;
  /** Nobody leads it, so that it can be neither written to nor read. */
  readonly isOffline?: boolean;
}

/** The quorum of controllers, as its leader tells it (DescribeQuorum, KIP-595). */
export interface RollQuorum {
  readonly leaderId: number;
  /** How long ago each voter had all that the leader has, in ms; the leader's own is 0. Undefined: never, as far as the leader knows. */
  readonly lagMs: ReadonlyMap<number, number | undefined>;
  /** `controller.quorum.fetch.timeout.ms`: whoever is behind for longer is not counted on. */
  readonly fetchTimeoutMs: number;
}

/** All that decides about a roll. What can't be read is undefined, and nothing that depends on it is done. */
export interface RollState {
  readonly nodes: readonly RollNode[];
  readonly quorum: RollQuorum | undefined;
  readonly partitions: readonly RollPartition[] | undefined;
  /** How many brokers may be started anew at a time. Default 1. */
  readonly maxParallelRestarts?: number;
  /** Who is rolled before, if what is due has no hurry. */
  readonly before?: string | undefined;
  /** Left out: others follow at once. */
  readonly canaries?: RollCanaries | undefined;
}
