import type { KafkaLinks } from "@millrace/controllers";
import { type Logger, messageOf } from "@millrace/kit";
import { type Happening, type KubeClient, keyOf, type Stored } from "@millrace/kube";
import { nextRollStep, planSummary, type RollNode, type RollState, type RollStep, restartReasons, rollPlan } from "@millrace/plans/rolls";
import { type Kafka, maxParallelRestartsOf } from "@millrace/resources";
import type { Claim } from "../kubernetes/claim.ts";
import { isReady, type Pod, podKind } from "../kubernetes/pod.ts";
import { brokersOf, type KafkaCluster } from "../model/cluster.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
import { isRecovering } from "./broker-state.ts";
import { podSetsOf, podsOf } from "./cluster-pods.ts";
import { estrangedNodes } from "./estranged-nodes.ts";
import type { KafkaAccess } from "./kafka-access.ts";
import { nodesState } from "./nodes-state.ts";
import { observeKafka, withRacks } from "./observe-kafka.ts";
import type { OwnedObjects } from "./owned-objects.ts";

export interface RollOptions {
  readonly client: KubeClient;
  readonly pods: WatchedPods;
  readonly links: Pick<KafkaLinks, "of">;
  readonly access: Pick<KafkaAccess, "addressOf">;
  /** Where claims on storage are known. Default: nowhere. */
  readonly objects?: Pick<OwnedObjects, "of">;
  readonly logger: Logger;
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

  constructor(options: RollOptions) {
    this.#options = options;
  }

  /** Takes one step, if there is one to take now. `done`: all nodes are as declared, ready, and known to Kafka. */
  async advance(kafka: Stored<Kafka>, cluster: KafkaCluster, signal: AbortSignal): Promise<RollOutcome> {
    const key = keyOf(kafka.metadata);
    const [podSets, pods] = [podSetsOf(this.#options.pods, key), podsOf(this.#options.pods, key)];
    const claims = this.#options.objects?.of<Claim>({ kind: "PersistentVolumeClaim" }, key) ?? [];
    const nodes = nodesState(cluster, { podSets, pods, claims, recovering: await recoveringAmong(pods) });
    const state = await this.#judged(kafka, cluster, nodes);
    const step = nextRollStep(state);
    if (step.type === "done") return { step: await this.#registered(kafka, cluster), done: [] };
    const isRolling = nodes.some(({ reasons }) => reasons.length > 0);
    const told = isRolling ? { rolling: planSummary(rollPlan(state)) } : {};
    if (step.type !== "restart") return { step, done: [], ...told };
    for (const { podName } of step.nodes) {
      const pod = pods.find(({ metadata }) => metadata.name === podName);
      if (pod !== undefined) await this.#options.client.delete(podKind, pod.metadata, { uid: pod.metadata.uid, signal });
    }
    return { step, done: happenings(step), ...told };
  }

  /** Whether a node is estranged is looked for only where something can't be done otherwise. */
  async #judged(kafka: Stored<Kafka>, cluster: KafkaCluster, nodes: readonly RollNode[]): Promise<RollState> {
    const state = await this.#state(kafka, nodes);
    if (nextRollStep(state).type !== "wait") return state;
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

  /** A pod may be ready before the other brokers know of its broker. */
  async #registered(kafka: Stored<Kafka>, cluster: KafkaCluster): Promise<RollStep> {
    const { admin, trouble, isUp } = this.#options.links.of(kafka);
    // The passes of other Kafkas would wait for as long as it takes to find out that this one does not answer.
    if (!isUp) return unanswered(trouble ?? "it has not answered yet");
    try {
      const { brokers, clusterId } = await admin.describeCluster();
      if (clusterId !== cluster.clusterId) {
        return {
          type: "blocked",
          why: `Kafka says that its cluster is ${clusterId}, which should be ${cluster.clusterId}: are its volumes another cluster's?`,
        };
      }
      const missing = brokersOf(cluster).filter(({ id }) => !brokers.some((broker) => broker.id === id));
      if (missing.length === 0) return { type: "done" };
      return { type: "wait", why: `Kafka does not know ${missing.map(({ podName }) => podName).join(", ")} yet` };
    } catch (thrown) {
      return unanswered(messageOf(thrown));
    }
  }
}

const unanswered = (why: string): RollStep => ({ type: "wait", why: `Kafka can't be asked: ${why}` });

/** Only brokers that serve nobody are asked. */
async function recoveringAmong(pods: ReadonlyArray<Stored<Pod>>): Promise<ReadonlySet<string>> {
  const asked = pods.filter((pod) => !isReady(pod) && pod.status?.podIP !== undefined);
  const answers = await Promise.all(asked.map(async (pod) => ((await isRecovering(pod.status?.podIP ?? "")) ? [pod.metadata.name] : [])));
  return new Set(answers.flat());
}

function happenings({ nodes, warnings }: RollStep & { readonly type: "restart" }): readonly Happening[] {
  return [
    ...nodes.flatMap(({ podName, reasons }) =>
      reasons.map((reason): Happening => ({ type: "Normal", reason, message: `Pod ${podName} is restarted: ${restartReasons[reason]}` })),
    ),
    ...warnings.map((message): Happening => ({ type: "Warning", reason: "Unavailable", message })),
  ];
}
