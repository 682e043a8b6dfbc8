import type { KafkaAddress, KafkaLinks } from "@millrace/controllers";
import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import { keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import { type CanaryVerdict, canaryVerdict, type RollPartition, type RollQuorum } from "@millrace/plans/rolls";
import type { Kafka } from "@millrace/resources";
import { brokerStateOf, recoveryState } from "../cluster/broker-state.ts";
import { observeKafka } from "../cluster/observe-kafka.ts";
import { isReady, type Pod } from "../kubernetes/pod.ts";
import { brokersOf, type ClusterNode, type KafkaCluster } from "../model/cluster.ts";
import { CanaryWatch } from "./canary-watch.ts";

export interface CanaryWatchesOptions {
  readonly links: Pick<KafkaLinks, "of">;
  readonly access: { knownAddressOf(kafka: Kafka): KafkaAddress | undefined };
  /** How long a pod may take to become ready, and its replicas to be in sync. */
  readonly patienceMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** A canary of a Kafka, with its pod as it is now. */
export interface WatchedNode {
  readonly kafka: Stored<Kafka>;
  readonly cluster: KafkaCluster;
  readonly node: ClusterNode;
  readonly pod: Stored<Pod>;
}

/** What is seen of canaries, one of a Kafka at a time. */
export class CanaryWatches implements Closeable {
  readonly #options: CanaryWatchesOptions;
  readonly #watches = new Map<ObjectKey, CanaryWatch>();

  constructor(options: CanaryWatchesOptions) {
    this.#options = options;
  }

  /** What there is to say of a canary that has to be well for so long. */
  async verdict(watched: WatchedNode, watchMs: number): Promise<CanaryVerdict> {
    const { kafka, node, pod } = watched;
    const watch = await this.#watchOf(watched);
    const isUnready = !isReady(pod) && pod.status?.podIP !== undefined;
    const [{ quorum, partitions }, does] = await Promise.all([
      observeKafka(this.#options.links.of(kafka).admin, kafka),
      isUnready ? brokerStateOf(pod.status?.podIP ?? "") : undefined,
    ]);
    const quorumTrouble = node.isController ? quorumTroubleOf(node.id, quorum) : undefined;
    const sight = {
      ...{ ...watch.see(pod), isRecovering: does === recoveryState, behind: node.isBroker ? behindOf(node.id, partitions) : [] },
      ...(quorumTrouble === undefined ? {} : { quorumTrouble }),
    };
    return canaryVerdict(sight, { watchMs, patienceMs: this.#options.patienceMs });
  }

  async end(key: ObjectKey): Promise<void> {
    const watch = this.#watches.get(key);
    this.#watches.delete(key);
    await watch?.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#watches.keys()].map((key) => this.end(key)));
  }

  async #watchOf({ kafka, cluster, node, pod }: WatchedNode): Promise<CanaryWatch> {
    const key = keyOf(cluster);
    const known = this.#watches.get(key);
    if (known?.uid === pod.metadata.uid) return known;
    await known?.close();
    const { access } = this.#options;
    const watch = new CanaryWatch({
      ...{ ...this.#options, pod, brokers: brokersOf(cluster).map(({ id }) => id), address: () => access.knownAddressOf(kafka) },
      ...(node.isBroker ? { brokerId: node.id } : {}),
    });
    this.#watches.set(key, watch);
    return watch;
  }
}

function behindOf(id: number, partitions: readonly RollPartition[] | undefined): readonly string[] | undefined {
  const behind = partitions?.filter(({ replicas, inSyncReplicas }) => replicas.includes(id) && !inSyncReplicas.includes(id));
  return behind?.map(({ topic, partition }) => `${topic}-${partition}`);
}

function quorumTroubleOf(id: number, quorum: RollQuorum | undefined): string | undefined {
  if (quorum === undefined) return "the controllers' quorum can't be read";
  const lag = id === quorum.leaderId ? 0 : quorum.lagMs.get(id);
  if (!quorum.lagMs.has(id) || (lag !== undefined && lag < quorum.fetchTimeoutMs)) return undefined;
  return "it has not caught up with the leader of the controllers";
}
