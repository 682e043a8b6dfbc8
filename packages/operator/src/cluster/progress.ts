import type { Happening } from "@millrace/kube";
import type { RollNode } from "@millrace/plans/rolls";
import type { Kafka, Warning } from "@millrace/resources";
import type { KafkaCluster } from "../model/cluster.ts";

/** A Kafka that is looked after, with what is known of its nodes. */
export interface Tended {
  readonly kafka: Kafka;
  readonly cluster: KafkaCluster;
  readonly nodes: readonly RollNode[];
  /** Whether all nodes are as declared, ready, and known to Kafka. */
  readonly isRolled: boolean;
}

/** What came of a look at something that takes several passes. */
export interface Progress {
  /** What it is on its way to; undefined: it is as it shall be. */
  readonly underWay: string | undefined;
  readonly done: readonly Happening[];
  /** Kafka's refusals, and what can't be had. */
  readonly warnings: readonly Warning[];
  /** Version of the metadata that Kafka has, where it was read. */
  readonly metadataVersion?: string;
}

export const atRest: Progress = { underWay: undefined, done: [], warnings: [] };
