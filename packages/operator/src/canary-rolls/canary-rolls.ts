import { configMapKind, type DeclaredKafka } from "@millrace/controllers";
import { type Closeable, version } from "@millrace/kit";
import { type Happening, keyOf, type ObjectKey } from "@millrace/kube";
import { type Canary, type CanaryVerdict, type RollCanaries, type RollNode, withCanary } from "@millrace/plans/rolls";
import { canaryRollMsOf } from "@millrace/resources";
import { podSetsOf } from "../cluster/cluster-pods.ts";
import type { OwnedObjects } from "../cluster/owned-objects.ts";
import { areSeen, podsIn } from "../cluster/seen-pods.ts";
import type { KafkaCluster } from "../model/cluster.ts";
import type { DesiredObject } from "../model/desired-object.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
import { type CanaryRecord, failedIn, isWatching, recordIn, recordName, recordObject } from "./canary-record.ts";
import { CanaryWatches, type CanaryWatchesOptions } from "./canary-watches.ts";
import { heldBack } from "./held-back.ts";
import { type KeptRevisions, keptObjects, keptRevisions } from "./kept-revisions.ts";
import { NodePods } from "./node-pods.ts";

export interface CanaryRollsOptions extends CanaryWatchesOptions {
  readonly objects: Pick<OwnedObjects, "get" | "apply">;
  readonly pods: WatchedPods;
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

/** What is declared, and what the operator makes of it, in a pass. */
interface Pass {
  readonly declared: DeclaredKafka;
  readonly cluster: KafkaCluster;
  readonly nodes: readonly DesiredObject[];
  readonly pods: NodePods;
}

/** Watches the first pod of a roll before others follow, where a Kafka asks for it, and takes back what does it no good. */
export class CanaryRolls implements Closeable {
  readonly #options: CanaryRollsOptions;
  readonly #watches: CanaryWatches;
  /** What was written last: the watch of objects may not have told of it yet. */
  readonly #written = new Map<ObjectKey, CanaryRecord>();

  constructor(options: CanaryRollsOptions) {
    this.#options = options;
    this.#watches = new CanaryWatches(options);
  }

  async turn(declared: DeclaredKafka, cluster: KafkaCluster, nodes: readonly DesiredObject[], signal: AbortSignal): Promise<CanaryTurn> {
    const key = keyOf(cluster);
    const watchMs = canaryRollMsOf(declared.kafka);
    if (watchMs === undefined) {
      await this.forget(key);
      return { nodes, canaries: undefined, done: [], restarting: async () => {} };
    }
    const pass = { declared, cluster, nodes, pods: new NodePods(this.#options.pods, cluster) };
    const write = async (changed: CanaryRecord): Promise<void> => {
      this.#written.set(key, changed);
      await this.#options.objects.apply(recordObject(cluster, changed), signal);
    };
    const known = this.#record(cluster, declarationOf(declared));
    const isJudged = Object.values(known.canaries).every(({ outcome }) => outcome === "passed");
    const kept = keptRevisions(cluster, this.#options.objects, pass.pods, isJudged);
    const { canaries, done } = await this.#judged(known.canaries, pass, watchMs);
    const record = done.length === 0 ? known : { ...known, canaries };
    if (record !== known) await write(record);
    if (!isWatching(record)) await this.#watches.end(key);
    const beside = [recordObject(cluster, record), ...keptObjects(cluster, kept)];
    const failed = failedIn(record);
    if (failed !== undefined) {
      const held = this.#held(pass, kept, failed);
      return { ...held, nodes: [...beside, ...held.nodes], canaries: held.isSeen ? undefined : canaries, done, restarting: async () => {} };
    }
    const restarting = async (going: readonly RollNode[], all: readonly RollNode[]): Promise<void> => {
      const begun = withCanary(record.canaries, going, all);
      if (begun !== record.canaries) await write({ ...record, canaries: begun });
    };
    return { nodes: [...beside, ...nodes], canaries, done, restarting };
  }

  /** The Kafka is gone, or asks for it no more. */
  async forget(key: ObjectKey): Promise<void> {
    this.#written.delete(key);
    await this.#watches.end(key);
  }

  close(): Promise<void> {
    return this.#watches.close();
  }

  #record(cluster: KafkaCluster, declaration: string): CanaryRecord {
    const written = this.#written.get(keyOf(cluster));
    if (written?.declaration === declaration) return written;
    const key = keyOf({ namespace: cluster.namespace, name: recordName(cluster) });
    return recordIn(this.#options.objects.get(configMapKind, key), declaration);
  }

  /** Looks at the canary that is watched, if one is. One that is due still was not started anew yet. */
  async #judged(
    canaries: RollCanaries,
    { declared: { kafka }, cluster, pods }: Pass,
    watchMs: number,
  ): Promise<{ readonly canaries: RollCanaries; readonly done: readonly Happening[] }> {
    const verdicts = await Promise.all(
      Object.entries(canaries).map(async ([kind, canary]) => {
        const node = cluster.nodes.find(({ podName }) => podName === canary.podName);
        const pod = node && pods.running(node);
        if (canary.outcome !== "watching" || node === undefined || pod === undefined || !pods.isAsDeclared(node)) return [];
        return [{ kind, podName: canary.podName, verdict: await this.#watches.verdict({ kafka, cluster, node, pod }, watchMs) }];
      }),
    );
    const judged = verdicts.flat();
    return {
      canaries: { ...canaries, ...Object.fromEntries(judged.map(({ kind, podName, verdict }) => [kind, { podName, ...verdict }])) },
      done: judged.flatMap(({ podName, verdict }) => happeningsOf(podName, verdict)),
    };
  }

  /** Nodes that are not as they are declared by now stay as they were, and the canary that failed becomes so. */
  #held({ cluster, nodes, pods }: Pass, kept: KeptRevisions, { podName, told }: Canary) {
    const canGoBack = kept.has(podName);
    const then = canGoBack
      ? "it is as it was before, and the others were left alone"
      : "no earlier revision of it is kept, so that all stay as they are";
    const failure = `pod ${podName} was started anew as declared, and ${told}: ${then}. Nothing is tried again until the Kafka or a node pool is declared otherwise`;
    if (!canGoBack) return { nodes, failure, isSeen: false };
    const shall = new Map(podsIn(nodes).map((pod) => [pod.metadata.name, pod]));
    const stays = (name: string): boolean => name === podName || !pods.isAsDeclared({ podName: name }, shall.get(name));
    const held = heldBack(nodes, new Map([...kept].filter(([name]) => stays(name))));
    // As long as it is not seen that they are held back, others seem to be due.
    return { nodes: held, failure, isSeen: areSeen(podSetsOf(this.#options.pods, keyOf(cluster)), held) };
  }
}

/** What is declared, and who brings it about. */
const declarationOf = ({ kafka, nodePools }: DeclaredKafka): string =>
  [version, kafka.metadata.generation, ...nodePools.map(({ metadata }) => `${metadata.name}=${metadata.generation}`)].join(" ");

function happeningsOf(podName: string, { outcome, told }: CanaryVerdict): readonly Happening[] {
  if (outcome === "watching") return [];
  const message = `Pod ${podName}: ${told}`;
  return [
    outcome === "passed" ? { type: "Normal", reason: "CanaryPassed", message } : { type: "Warning", reason: "CanaryFailed", message },
  ];
}
