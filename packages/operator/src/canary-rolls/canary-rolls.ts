import type { DeclaredKafka, KafkaAddress, KafkaLinks } from "@millrace/controllers";
import { type Clock, type Logger, type Random, version } from "@millrace/kit";
import { type Happening, type KubeObject, keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import {
  type CanaryVerdict,
  canaryVerdict,
  type RollCanaries,
  type RollNode,
  type RollPartition,
  type RollQuorum,
  withCanary,
} from "@millrace/plans/rolls";
import { canaryRollMsOf, type Kafka } from "@millrace/resources";
import { brokerStateOf, recoveryState } from "../cluster/broker-state.ts";
import { podSetsOf, podsOf } from "../cluster/cluster-pods.ts";
import { observeKafka } from "../cluster/observe-kafka.ts";
import type { OwnedObjects } from "../cluster/owned-objects.ts";
import { restartReasonsOf } from "../cluster/restart-reasons.ts";
import { isGoing, isReady, type Pod } from "../kubernetes/pod.ts";
import { brokersOf, type ClusterNode, type KafkaCluster } from "../model/cluster.ts";
import type { DesiredObject } from "../model/desired-object.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
import { type CanaryRecord, type ConfigMap, failedIn, isWatching, recordIn, recordName, recordObject } from "./canary-record.ts";
import { CanaryWatch } from "./canary-watch.ts";
import { heldBack } from "./held-back.ts";
import { type KeptRevision, keptIn, keptName, keptObject } from "./kept-revisions.ts";

export interface CanaryRollsOptions {
  readonly objects: Pick<OwnedObjects, "get" | "apply">;
  readonly pods: WatchedPods;
  readonly links: Pick<KafkaLinks, "of">;
  readonly access: { knownAddressOf(kafka: Kafka): KafkaAddress | undefined };
  /** How long a pod may take to become ready, and its replicas to be in sync. */
  readonly patienceMs: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** What a roll has to go by in a pass. */
export interface CanaryTurn {
  /** The nodes' objects as they are to be now, and what is kept beside them. */
  readonly nodes: readonly DesiredObject[];
  /** Undefined: others follow at once. */
  readonly canaries: RollCanaries | undefined;
  /** What was seen of a canary that failed, and what was done. */
  readonly failure?: string;
  readonly done: readonly Happening[];
  /** Nodes are about to be started anew. */
  restarting(nodes: readonly RollNode[], all: readonly RollNode[]): Promise<void>;
}

const configMap = { kind: "ConfigMap" } as const;

/** Watches the first pod of a roll before others follow, where a Kafka asks for it, and takes back what does it no good. */
export class CanaryRolls {
  readonly #options: CanaryRollsOptions;
  readonly #watches = new Map<ObjectKey, CanaryWatch>();
  /** What was written last: the watch of objects may not have told of it yet. */
  readonly #written = new Map<ObjectKey, CanaryRecord>();

  constructor(options: CanaryRollsOptions) {
    this.#options = options;
  }

  async turn(declared: DeclaredKafka, cluster: KafkaCluster, nodes: readonly DesiredObject[], signal: AbortSignal): Promise<CanaryTurn> {
    const key = keyOf(cluster);
    const watchMs = canaryRollMsOf(declared.kafka);
    if (watchMs === undefined) {
      await this.forget(key);
      return { nodes, canaries: undefined, done: [], restarting: async () => {} };
    }
    const known = this.#record(key, cluster, declarationOf(declared));
    const kept = this.#kept(cluster, known);
    const judged = await this.#judged(declared.kafka, cluster, known, watchMs);
    const { record } = judged;
    if (!isWatching(record)) await this.#endWatch(key);
    const write = async (changed: CanaryRecord): Promise<void> => {
      this.#written.set(key, changed);
      await this.#options.objects.apply(recordObject(cluster, changed), signal);
    };
    if (record !== known) await write(record);
    const failed = failedIn(record);
    const isKeptFor = ({ podName }: ClusterNode): boolean => kept.has(podName);
    const beside = [
      recordObject(cluster, record),
      ...cluster.nodes.flatMap((node) => {
        const revision = kept.get(node.podName);
        return revision === undefined ? [] : [keptObject(cluster, node, revision)];
      }),
    ];
    const common = { done: judged.done, restarting: async () => {} };
    if (failed !== undefined) {
      const back = cluster.nodes.every(isKeptFor);
      const then = back
        ? "it is as it was before, and the others were left alone"
        : "no earlier revision of all nodes is kept, so that all stay as they are";
      const failure = `pod ${failed.podName} was started anew as declared, and ${failed.told}: ${then}. Nothing is tried again until the Kafka or a node pool is declared otherwise`;
      const held = back ? heldBack(nodes, this.#staying(cluster, nodes, kept, failed.podName)) : nodes;
      // As long as it is not seen that they are held back, others seem to be due.
      const canaries = back && this.#isSeen(cluster, held) ? undefined : record.canaries;
      return { ...common, nodes: [...beside, ...held], canaries, failure };
    }
    return {
      nodes: [...beside, ...nodes],
      canaries: judged.canaries,
      done: judged.done,
      restarting: async (going, all) => {
        const canaries = withCanary(record.canaries, going, all);
        if (canaries !== record.canaries) await write({ ...record, canaries });
      },
    };
  }

  /** The Kafka is gone, or asks for it no more. */
  async forget(key: ObjectKey): Promise<void> {
    this.#written.delete(key);
    await this.#endWatch(key);
  }

  async #endWatch(key: ObjectKey): Promise<void> {
    const watch = this.#watches.get(key);
    this.#watches.delete(key);
    await watch?.close();
  }

  #record(key: ObjectKey, cluster: KafkaCluster, declaration: string): CanaryRecord {
    const written = this.#written.get(key);
    if (written?.declaration === declaration) return written;
    const { namespace } = cluster;
    return recordIn(this.#options.objects.get<ConfigMap>(configMap, keyOf({ namespace, name: recordName(cluster) })), declaration);
  }

  /** By the names of pods: what is kept by now, or what there is, where all pods are ready, as declared before, and nobody is watched. */
  #kept(cluster: KafkaCluster, record: CanaryRecord): ReadonlyMap<string, KeptRevision> {
    const { objects, pods } = this.#options;
    const { namespace } = cluster;
    const objectOf = (name: string): ConfigMap | undefined => objects.get<ConfigMap>(configMap, keyOf({ namespace, name }));
    const declared = podSetsOf(pods, keyOf(cluster)).flatMap(({ spec }) => spec.pods);
    const there = podsOf(pods, keyOf(cluster));
    const isWell = (node: ClusterNode): boolean => {
      const [pod, shall] = [there, declared].map((all) => all.find(({ metadata }) => metadata.name === node.podName));
      if (pod === undefined || shall === undefined) return false;
      return !isGoing(pod as Stored<Pod>) && isReady(pod) && restartReasonsOf(pod, shall).length === 0;
    };
    const isAllWell = !isWatching(record) && cluster.nodes.every(isWell);
    return new Map(
      cluster.nodes.flatMap((node) => {
        const pod = declared.find(({ metadata }) => metadata.name === node.podName);
        const data = objectOf(node.podName)?.data;
        const now = isAllWell && pod !== undefined && data !== undefined ? { pod, data } : undefined;
        const revision = now ?? keptIn(objectOf(keptName(node)));
        return revision === undefined ? [] : [[node.podName, revision] as const];
      }),
    );
  }

  /** Those that are not as they are declared by now, and the one that failed. */
  #staying(
    cluster: KafkaCluster,
    nodes: readonly DesiredObject[],
    kept: ReadonlyMap<string, KeptRevision>,
    failed: string,
  ): ReadonlyMap<string, KeptRevision> {
    const declared = podsIn(nodes);
    const there = podsOf(this.#options.pods, keyOf(cluster));
    const isNew = (podName: string): boolean => {
      const [pod, shall] = [there, declared].map((all) => all.find(({ metadata }) => metadata.name === podName));
      return pod !== undefined && shall !== undefined && restartReasonsOf(pod, shall).length === 0;
    };
    return new Map([...kept].filter(([podName]) => podName === failed || !isNew(podName)));
  }

  /** Whether the watch has told of sets with these pods. */
  #isSeen(cluster: KafkaCluster, nodes: readonly DesiredObject[]): boolean {
    const seen = podSetsOf(this.#options.pods, keyOf(cluster)).flatMap(({ spec }) => spec.pods);
    return podsIn(nodes).every((pod) => {
      const known = seen.find(({ metadata }) => metadata.name === pod.metadata.name);
      return known !== undefined && restartReasonsOf(known, pod).length === 0;
    });
  }

  /** Looks at the canary that is watched, if one is. */
  async #judged(
    kafka: Stored<Kafka>,
    cluster: KafkaCluster,
    record: CanaryRecord,
    watchMs: number,
  ): Promise<{ readonly record: CanaryRecord; readonly canaries: RollCanaries; readonly done: readonly Happening[] }> {
    let canaries = record.canaries;
    const done: Happening[] = [];
    for (const [kind, canary] of Object.entries(record.canaries)) {
      const node = cluster.nodes.find(({ podName }) => podName === canary.podName);
      const pod = podsOf(this.#options.pods, keyOf(cluster)).find(({ metadata }) => metadata.name === canary.podName);
      if (canary.outcome !== "watching" || node === undefined || pod === undefined || isGoing(pod) || this.#isDue(cluster, pod)) continue;
      const verdict = await this.#verdict(kafka, cluster, { node, pod }, watchMs);
      canaries = { ...canaries, [kind]: { ...canary, ...verdict } };
      if (verdict.outcome === "passed")
        done.push({ type: "Normal", reason: "CanaryPassed", message: `Pod ${node.podName}: ${verdict.told}` });
      if (verdict.outcome === "failed")
        done.push({ type: "Warning", reason: "CanaryFailed", message: `Pod ${node.podName}: ${verdict.told}` });
    }
    return { record: done.length === 0 ? record : { ...record, canaries }, canaries, done };
  }

  /** Whether it was not started anew yet. */
  #isDue(cluster: KafkaCluster, pod: Stored<Pod>): boolean {
    const declared = podSetsOf(this.#options.pods, keyOf(cluster)).flatMap(({ spec }) => spec.pods);
    const shall = declared.find(({ metadata }) => metadata.name === pod.metadata.name);
    return shall !== undefined && restartReasonsOf(pod, shall).length > 0;
  }

  async #verdict(
    kafka: Stored<Kafka>,
    cluster: KafkaCluster,
    { node, pod }: { readonly node: ClusterNode; readonly pod: Stored<Pod> },
    watchMs: number,
  ): Promise<CanaryVerdict> {
    const watch = await this.#watchOf(kafka, cluster, { node, pod });
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

  async #watchOf(
    kafka: Stored<Kafka>,
    cluster: KafkaCluster,
    { node, pod }: { readonly node: ClusterNode; readonly pod: Stored<Pod> },
  ): Promise<CanaryWatch> {
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

const podsIn = (nodes: readonly DesiredObject[]): readonly KubeObject[] =>
  nodes.flatMap(({ kind, spec }) => (kind === "StrimziPodSet" ? (spec as { readonly pods: readonly KubeObject[] }).pods : []));

/** What is declared, and who brings it about. */
const declarationOf = ({ kafka, nodePools }: DeclaredKafka): string =>
  [version, kafka.metadata.generation, ...nodePools.map(({ metadata }) => `${metadata.name}=${metadata.generation}`)].join(" ");

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
