import { type KubeObject, keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import { podSetsOf, podsOf } from "../cluster/cluster-pods.ts";
import { restartReasonsOf } from "../cluster/restart-reasons.ts";
import { isGoing, isReady, type Pod } from "../kubernetes/pod.ts";
import type { ClusterNode, KafkaCluster } from "../model/cluster.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";

/** The pods of a Kafka, as they are and as their sets declare them, by their names. */
export class NodePods {
  readonly #running: ReadonlyMap<string, Stored<Pod>>;
  readonly #declared: ReadonlyMap<string, KubeObject>;

  constructor(watched: WatchedPods, cluster: KafkaCluster) {
    const key: ObjectKey = keyOf(cluster);
    this.#running = byName(podsOf(watched, key).filter((pod) => !isGoing(pod)));
    this.#declared = byName(podSetsOf(watched, key).flatMap(({ spec }) => spec.pods));
  }

  /** None, if it goes. */
  running({ podName }: Pick<ClusterNode, "podName">): Stored<Pod> | undefined {
    return this.#running.get(podName);
  }

  declared({ podName }: Pick<ClusterNode, "podName">): KubeObject | undefined {
    return this.#declared.get(podName);
  }

  /** Whether it is there, and need not be made anew to be as it is declared, or as `shall` says. */
  isAsDeclared(node: Pick<ClusterNode, "podName">, shall = this.declared(node)): boolean {
    const pod = this.running(node);
    return pod !== undefined && shall !== undefined && restartReasonsOf(pod, shall, false).length === 0;
  }

  isWell(node: Pick<ClusterNode, "podName">): boolean {
    const pod = this.running(node);
    return pod !== undefined && isReady(pod) && this.isAsDeclared(node);
  }
}

const byName = <T extends KubeObject>(objects: readonly T[]): ReadonlyMap<string, T> =>
  new Map(objects.map((object) => [object.metadata.name, object]));
