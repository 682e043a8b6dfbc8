import type { Stored } from "@millrace/kube";
import { isGoing, isReady, type Pod, whyStuck } from "../kubernetes/pod.ts";
import { recoveryState } from "./broker-state.ts";

export interface UnreadyPods {
  /** Names of those whose brokers read their logs after a hard end. */
  readonly recovering: ReadonlySet<string>;
  /** Uids of those that hang: they run, and do nothing that would make them ready some time. */
  readonly hanging: readonly string[];
}

/**
 * What there is to know of pods that are not ready, but run. Where it can't be found out what a broker does it may be reading its logs, and is not said
 * to hang.
 */
export async function unreadyPods(
  pods: ReadonlyArray<Stored<Pod>>,
  isBroker: (podName: string) => boolean,
  brokerStateOf: (podIp: string) => Promise<number | undefined>,
): Promise<UnreadyPods> {
  const unready = pods.filter((pod) => !isReady(pod) && !isGoing(pod) && pod.status?.podIP !== undefined);
  const asked = await Promise.all(unready.map(async (pod) => ({ pod, does: await brokerStateOf(pod.status?.podIP ?? "") })));
  const recovering = asked.filter(({ does }) => does === recoveryState).map(({ pod }) => pod.metadata.name);
  const hangs = ({ pod, does }: (typeof asked)[number]): boolean =>
    does !== recoveryState && (does !== undefined || !isBroker(pod.metadata.name)) && whyStuck(pod) === undefined;
  return { recovering: new Set(recovering), hanging: asked.filter(hangs).map(({ pod }) => pod.metadata.uid) };
}
