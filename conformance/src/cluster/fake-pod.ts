import type { Container, Pod } from "./kinds.ts";

interface State {
  readonly running?: { readonly startedAt: string };
  readonly terminated?: { readonly exitCode: number; readonly reason: string; readonly startedAt: string; readonly finishedAt: string };
}

/** Where a pod runs, and since when. */
export interface Place {
  readonly podIp: string;
  readonly hostIp: string;
  readonly now: string;
}

/** What a kubelet would say of a pod whose programs all do what they should: it runs and is ready, or, if a Job owns it, it is done. */
export function statusOf(pod: Pod, { podIp, hostIp, now }: Place): object {
  const running: State = { running: { startedAt: now } };
  const completed: State = { terminated: { exitCode: 0, reason: "Completed", startedAt: now, finishedAt: now } };
  const isDone = pod.metadata.ownerReferences?.some(({ kind }) => kind === "Job") ?? false;
  const main = isDone ? completed : running;
  const ready = isDone ? "False" : "True";
  const conditions = { PodReadyToStartContainers: ready, Initialized: "True", ContainersReady: ready, Ready: ready };
  return {
    phase: isDone ? "Succeeded" : "Running",
    hostIP: hostIp,
    hostIPs: [{ ip: hostIp }],
    podIP: podIp,
    podIPs: [{ ip: podIp }],
    startTime: now,
    conditions: Object.entries(conditions).map(([type, status]) => ({
      ...{ type, status, lastProbeTime: null, lastTransitionTime: now },
      ...(status === "False" && { reason: "PodCompleted" }),
    })),
    initContainerStatuses: (pod.spec.initContainers ?? []).map((container) =>
      // Once an init container is done it counts as ready.
      container.restartPolicy === "Always" ? containerStatus(container, main) : { ...containerStatus(container, completed), ready: true },
    ),
    containerStatuses: pod.spec.containers.map((container) => containerStatus(container, main)),
  };
}

function containerStatus({ name, image }: Container, state: State): object {
  const isRunning = state.running !== undefined;
  return { name, image, imageID: image, state, lastState: {}, restartCount: 0, ready: isRunning, started: isRunning };
}
