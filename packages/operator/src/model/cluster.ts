import type {
  JvmOptions,
  Kafka,
  KafkaClusterTemplate,
  KafkaNodePool,
  Listener,
  OwnerReference,
  Storage,
  Warning,
} from "@millrace/resources";
import type { Labels } from "./desired-object.ts";
import type { LogDirectory } from "./facts.ts";
import type { ClusterNames } from "./names.ts";
import type { NodeIds } from "./node-ids.ts";
import type { ModelSettings } from "./settings.ts";
import type { KafkaVersion } from "./versions.ts";

export interface Roles {
  readonly isBroker: boolean;
  readonly isController: boolean;
}

/** A node of Kafka: a pod for good, with an id. */
export interface ClusterNode extends Roles {
  readonly id: number;
  readonly podName: string;
  /** Name of its node pool. */
  readonly pool: string;
  /** Whether it shall vote in the quorum: a controller that neither goes nor loses the role. */
  readonly votes: boolean;
}

/** What a user changes of the objects that are made for a pool: its own templates, and the Kafka's where it has none. */
export type PoolTemplates = Pick<
  KafkaClusterTemplate,
  "podSet" | "pod" | "perPodService" | "perPodRoute" | "perPodIngress" | "persistentVolumeClaim" | "kafkaContainer" | "initContainer"
>;

/** A node pool as it takes effect. */
export interface NodePool extends Roles {
  readonly name: string;
  readonly podSetName: string;
  readonly resource: KafkaNodePool;
  readonly ids: NodeIds;
  readonly nodes: readonly ClusterNode[];
  readonly storage: Storage;
  readonly templates: PoolTemplates;
  readonly jvmOptions: JvmOptions | undefined;
  readonly labels: Labels;
  readonly owner: OwnerReference;
  readonly warnings: readonly Warning[];
  readonly leaving: Leaving;
}

/** What can't go yet, as it still holds replicas of partitions. */
export interface Leaving {
  readonly brokers: readonly number[];
  readonly directories: readonly LogDirectory[];
}

/** A Kafka with its node pools as they take effect: the one value that all its objects are computed from. */
export interface KafkaCluster {
  readonly name: string;
  readonly namespace: string;
  readonly names: ClusterNames;
  readonly clusterId: string;
  readonly kafka: Kafka;
  readonly version: KafkaVersion;
  /** Version of the metadata that there is, or that storage is formatted with where there is none yet. */
  readonly metadataVersion: string;
  /** The one that is declared, or belongs to the version of Kafka. */
  readonly wantedMetadataVersion: string;
  /** Whether there is a quorum that has metadata. */
  readonly isFormed: boolean;
  readonly image: string;
  readonly listeners: readonly Listener[];
  readonly pools: readonly NodePool[];
  /** Nodes of all pools, by their ids. */
  readonly nodes: readonly ClusterNode[];
  /** Ids of the controllers that formed the quorum, or are about to. */
  readonly initialControllers: readonly number[];
  readonly labels: Labels;
  readonly owner: OwnerReference;
  readonly settings: ModelSettings;
}

export const brokersOf = ({ nodes }: Pick<KafkaCluster, "nodes">): readonly ClusterNode[] => nodes.filter(({ isBroker }) => isBroker);

export const controllersOf = ({ nodes }: Pick<KafkaCluster, "nodes">): readonly ClusterNode[] =>
  nodes.filter(({ isController }) => isController);

/** Controllers that are to stay. */
export const votersOf = ({ nodes }: Pick<KafkaCluster, "nodes">): readonly ClusterNode[] => nodes.filter(({ votes }) => votes);
