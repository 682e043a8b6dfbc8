import type { KafkaLinks } from "@millrace/controllers";
import type { Clock, Logger } from "@millrace/kit";
import { type Happening, type KubeClient, keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import {
  nextRollStep,
  planSummary,
  type RestartReason,
  type RollCanaries,
  type RollNode,
  type RollPlan,
  type RollState,
  type RollStep,
  restartReasons,
  rollPlan,
} from "@millrace/plans/rolls";
import { type Kafka, maxParallelRestartsOf } from "@millrace/resources";
import type { Claim } from "../kubernetes/claim.ts";
import { type Pod, podKind } from "../kubernetes/pod.ts";
import { brokersOf, type KafkaCluster } from "../model/cluster.ts";
import type { StrimziPodSet } from "../pod-sets/pod-set.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
import { brokerStateOf } from "./broker-state.ts";
import { podSetsOf, podsOf } from "./cluster-pods.ts";
import { estrangedNodes } from "./estranged-nodes.ts";
import type { KafkaAccess } from "./kafka-access.ts";
import { knownBrokers } from "./known-brokers.ts";
import { nodesState } from "./nodes-state.ts";
import { observeKafka, withRacks } from "./observe-kafka.ts";
import type { OwnedObjects } from "./owned-objects.ts";
import { Patience } from "./patience.ts";
import { unreadyPods } from "./unready-pods.ts";

export interface RollOptions {
  readonly client: KubeClient;
  readonly pods: WatchedPods;
  readonly links: Pick<KafkaLinks, "of">;
  readonly access: Pick<KafkaAccess, "addressOf">;
  /** Where claims on storage are known. Default: nowhere. */
  readonly objects?: Pick<OwnedObjects, "of">;
  /** What a broker does, asked at the address of its pod; undefined: it can't be found out. Default: its metrics are read. */
  readonly brokerStateOf?: (podIp: string) => Promise<number | undefined>;
  readonly clock: Pick<Clock, "monotonicMs" | "now">;
  readonly logger: Logger;
}

/** What a roll has to heed besides. */
export interface RollTurn {
  /** Key of the Kafka that is rolled before. */
  readonly before?: string | undefined;
  readonly canaries?: RollCanaries | undefined;
  /** Ids of nodes that don't take while they run what is declared. */
  readonly unable?: ReadonlySet<number>;
  /** Is told before nodes are started anew, and what all are. */
  readonly restarting?: (nodes: readonly RollNode[], all: readonly RollNode[]) => Promise<void>;
}

export interface RollOutcome {
  readonly step: RollStep;
  readonly done: readonly Happening[];
  /** How far the roll is, if any node is to be started anew. */
  readonly rolling?: string;
}

/** Makes pods anew that are not as they are declared, one at a time or as many as are allowed, whenever that takes nothing from anybody. */
export class Roll {
  readonly #options: RollOptions;
  readonly #unready: Patience;
  readonly #unknown: Patience;

  constructor(options: RollOptions) {
    this.#options = options;
    this.#unready = new Patience(options.clock);
    this.#unknown = new Patience(options.clock);
  }

  /** Takes one step, if there is one to take now. `done`: all nodes are as declared, ready, and known to Kafka. */
  async advance(kafka: Stored<Kafka>, cluster: KafkaCluster, signal: AbortSignal, turn: RollTurn = {}): Promise<RollOutcome> {
    const key = keyOf(kafka.metadata);
    const [podSets, pods] = [podSetsOf(this.#options.pods, key), podsOf(this.#options.pods, key)];
    const { recovering, hanging } = await this.#unreadyAmong(pods, cluster);
    const forced = [...this.#unready.over(key, hanging)].map((uid) => [uid, "PodForceRestartOnError"] as const);
    const claims = this.#claimsOf(key);
    const [nowMs, forcedOnes] = [this.#options.clock.now(), new Map<string, RestartReason>(forced)];
    const seen = { podSets, pods, claims, recovering, troubles: forcedOnes, unable: turn.unable, nowMs };
    const state = await this.#judged(kafka, cluster, nodesState(cluster, seen), turn);
    const step = nextRollStep(state);
    if (step.type !== "done") {
      this.#unknown.over(key, []);
      return this.#take(step, state, { pods, turn, signal });
    }
    const known = await knownBrokers(this.#options.links, kafka, cluster);
    const uids = pods.filter(({ metadata }) => known.missing.includes(metadata.name)).map(({ metadata }) => metadata.uid);
    const over = [...this.#unknown.over(key, uids)];
    if (over.length === 0) return { step: known.step, done: [] };
    const troubles = new Map([...seen.troubles, ...over.map((uid) => [uid, "PodUnresponsive"] as const)]);
    const anew = await this.#judged(kafka, cluster, nodesState(cluster, { ...seen, troubles }), turn);
    return this.#take(nextRollStep(anew), anew, { pods, turn, signal });
  }

  async #take(
    step: RollStep,
    state: RollState,
    { pods, turn, signal }: { readonly pods: ReadonlyArray<Stored<Pod>>; readonly turn: RollTurn; readonly signal: AbortSignal },
  ): Promise<RollOutcome> {
    const isRolling = state.nodes.some(({ reasons }) => reasons.length > 0);
    const told = isRolling ? { rolling: planSummary(rollPlan(state)) } : {};
    if (step.type !== "restart") return { step, done: [], ...told };
    await turn.restarting?.(step.nodes, state.nodes);
    for (const { podName } of step.nodes) {
      const pod = pods.find(({ metadata }) => metadata.name === podName);
      if (pod !== undefined) await this.#options.client.delete(podKind, pod.metadata, { uid: pod.metadata.uid, signal });
    }
    return { step, done: happenings(step), ...told };
  }

  /** All that a roll would do if these sets were declared. */
  async plan(
    kafka: Stored<Kafka>,
    cluster: KafkaCluster,
    podSets: ReadonlyArray<Stored<StrimziPodSet>>,
    unable: ReadonlySet<number>,
  ): Promise<RollPlan> {
    const key = keyOf(kafka.metadata);
    const pods = podsOf(this.#options.pods, key);
    const { recovering } = await this.#unreadyAmong(pods, cluster);
    return rollPlan(
      await this.#judged(kafka, cluster, nodesState(cluster, { podSets, pods, claims: this.#claimsOf(key), recovering, unable }), {}),
    );
  }

  #claimsOf(key: ObjectKey): ReadonlyArray<Stored<Claim>> {
    return this.#options.objects?.of<Claim>({ kind: "PersistentVolumeClaim" }, key) ?? [];
  }

  #unreadyAmong(pods: ReadonlyArray<Stored<Pod>>, cluster: KafkaCluster): ReturnType<typeof unreadyPods> {
    const isBroker = (name: string): boolean => brokersOf(cluster).some(({ podName }) => podName === name);
    return unreadyPods(pods, isBroker, this.#options.brokerStateOf ?? brokerStateOf);
  }

  /** Whether a node is estranged is looked for only where something can't be done otherwise. */
  async #judged(
    kafka: Stored<Kafka>,
    cluster: KafkaCluster,
    nodes: readonly RollNode[],
    { before, canaries }: RollTurn,
  ): Promise<RollState> {
    const state = { ...(await this.#state(kafka, nodes)), before, canaries };
    if (!["wait", "blocked"].includes(nextRollStep(state).type)) return state;
    const { bootstrapServers: _, ...security } = this.#options.access.addressOf(kafka);
    const estranged = await estrangedNodes(cluster, nodes, security);
    if (estranged.size === 0) return state;
    return { ...state, nodes: state.nodes.map((node) => ({ ...node, isEstranged: estranged.has(node.id) })) };
  }

  /** Kafka is asked only where something is to be started anew. */
  async #state(kafka: Stored<Kafka>, nodes: readonly RollNode[]): Promise<RollState> {
    if (nodes.every(({ reasons }) => reasons.length === 0)) return { nodes, quorum: undefined, partitions: undefined };
    const { admin } = this.#options.links.of(kafka);
    const [known, placed] = await Promise.all([observeKafka(admin, kafka), withRacks(admin, kafka, nodes)]);
    return { nodes: placed, ...known, maxParallelRestarts: maxParallelRestartsOf(kafka) };
  }
}

function happenings({ nodes, warnings }: RollStep & { readonly type: "restart" }): readonly Happening[] {
  return [
    ...nodes.flatMap(({ podName, reasons }) =>
      reasons.map((reason): Happening => ({ type: "Normal", reason, message: `Pod ${podName} is restarted: ${restartReasons[reason]}` })),
    ),
    ...warnings.map((message): Happening => ({ type: "Warning", reason: "Unavailable", message })),
  ];
}
