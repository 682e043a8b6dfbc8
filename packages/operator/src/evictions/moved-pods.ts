import type { Pod } from "../kubernetes/pod.ts";
import type { EvictionRequest } from "./review.ts";

interface Evicted {
  readonly uid: string | undefined;
  readonly node: string | undefined;
}

/** Far more than there are pods of Kafkas; the oldest are forgotten first. */
const rememberedMax = 10_000;

/**
 * Pods that were to be evicted, by their names. `kubectl drain` asks by name until it is not told to try again any more, so that it asks for the pod
 * that has taken the place of the one it means, on another node (kubernetes/kubernetes#138229): that one would be restarted as well, and so would the next.
 */
export class MovedPods {
  readonly #evicted = new Map<string, Evicted>();

  /** Notes that this pod is to leave its node. */
  note({ pod }: EvictionRequest, { metadata, spec }: Pod): void {
    const key = keyOf(pod);
    this.#evicted.delete(key);
    this.#evicted.set(key, { uid: metadata.uid, node: spec?.nodeName });
    const [oldest] = this.#evicted.keys();
    if (this.#evicted.size > rememberedMax && oldest !== undefined) this.#evicted.delete(oldest);
  }

  /** Whether the pod stands elsewhere than one of its name that was to be evicted, and is not meant itself by its uid. */
  hasMoved(request: EvictionRequest, { metadata, spec }: Pod): boolean {
    const before = this.#evicted.get(keyOf(request.pod));
    if (before === undefined || request.podUid === metadata.uid) return false;
    return before.uid !== metadata.uid && before.node !== spec?.nodeName;
  }
}

const keyOf = ({ namespace, name }: EvictionRequest["pod"]): string => `${namespace}/${name}`;
