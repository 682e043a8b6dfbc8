/** What was seen of a canary since its pod was made. Times are in ms. */
export interface CanarySight {
  /** Why its pod can't come up without a change, if it can't. */
  readonly stuck?: string;
  readonly isReady: boolean;
  /** Whether it was, since its pod was made. */
  readonly wasReady: boolean;
  /** Whether its broker reads its logs, which takes as long as it takes. */
  readonly isRecovering: boolean;
  /** Since its pod is seen. */
  readonly ageMs: number;
  /** Since it is seen to be ready; that long it has to be well. */
  readonly watchedMs: number;
  /** Records that were sent through it; undefined for a node that is no broker. */
  readonly probes?: CanaryProbes;
  /** Partitions of which it has a replica that is not in sync; undefined: they can't be read. */
  readonly behind: readonly string[] | undefined;
  /** Why the quorum does not count on it; undefined: it does, or it is no controller. */
  readonly quorumTrouble?: string;
}

export interface CanaryProbes {
  /** How long each took that was stored. */
  readonly storedMs: readonly number[];
  /** Why each failed that was not. */
  readonly failures: readonly string[];
  /** Records that were stored and not read in time. */
  readonly unread: number;
  /** How long those took that went through other brokers meanwhile. */
  readonly othersMs: readonly number[];
}

export type CanaryVerdict =
  | { readonly outcome: "watching"; readonly told: string }
  | { readonly outcome: "passed"; readonly told: string }
  | { readonly outcome: "failed"; readonly told: string };

export interface CanaryLimits {
  /** How long it is watched once it is ready. */
  readonly watchMs: number;
  /** How long it may take to become ready, and to be in sync after it was watched. */
  readonly patienceMs: number;
}

/** Fewer records that failed may have been sent while it became the leader. */
const failuresMin = 3;
const failedShareMax = 0.1;
/** Slow is who takes so long, and so many times as long as the others; or, where there is nobody to compare with, this long. */
const slowMsMin = 200;
const slowTimes = 5;
const slowAloneMs = 1_000;
/** Of fewer records one can't tell. */
const samplesMin = 3;
const namedMax = 3;

interface CanaryRule {
  readonly name: string;
  /** What is wrong; undefined: nothing. */
  readonly trouble: (sight: CanarySight, limits: CanaryLimits) => string | undefined;
}

/** By what a canary fails as soon as it is seen. */
const firstRules: readonly CanaryRule[] = [
  { name: "its pod comes up", trouble: ({ stuck }) => (stuck === undefined ? undefined : `it does not come up: ${stuck}`) },
  {
    name: "it becomes ready in time",
    trouble: ({ wasReady, isRecovering, ageMs }, { patienceMs }) =>
      !wasReady && !isRecovering && ageMs >= patienceMs ? `it did not become ready in ${secondsOf(patienceMs)}` : undefined,
  },
  { name: "it stays ready", trouble: ({ wasReady, isReady }) => (wasReady && !isReady ? "it was ready, and is no more" : undefined) },
  {
    name: "records can be sent through it",
    trouble: ({ probes }) => {
      const { failures, storedMs } = probes ?? { failures: [], storedMs: [] };
      const sent = failures.length + storedMs.length;
      if (failures.length < failuresMin || failures.length <= sent * failedShareMax) return undefined;
      return `${failures.length} of ${sent} records could not be stored by it: ${failures.at(-1)}`;
    },
  },
  {
    name: "what is sent through it can be read",
    trouble: ({ probes: { unread = 0 } = { unread: 0 } }) =>
      unread < failuresMin ? undefined : `${unread} records that it stored could not be read`,
  },
];

/** By what it fails once it was watched for long enough: its first records say little of it. */
const finalRules: readonly CanaryRule[] = [
  {
    name: "it is as quick as others",
    trouble: ({ probes }) => {
      if (probes === undefined || probes.storedMs.length < samplesMin) return undefined;
      const [own, others] = [medianOf(probes.storedMs), medianOf(probes.othersMs)];
      const limit = probes.othersMs.length < samplesMin ? slowAloneMs : Math.max(slowMsMin, slowTimes * others);
      return own < limit ? undefined : `records took ${Math.round(own)} ms to be stored by it, and ${Math.round(others)} ms by others`;
    },
  },
];

/** What holds once it was watched for long enough. What does not is waited for a while longer. */
const awaitedRules: readonly CanaryRule[] = [
  {
    name: "records were sent through it",
    trouble: ({ probes }) =>
      probes === undefined || probes.storedMs.length >= samplesMin
        ? undefined
        : `only ${probes.storedMs.length} records were stored by it${probes.failures.length === 0 ? "" : `: ${probes.failures.at(-1)}`}`,
  },
  {
    name: "its replicas are in sync",
    trouble: ({ behind }) => {
      if (behind === undefined) return "the partitions can't be read";
      if (behind.length === 0) return undefined;
      const more = behind.length > namedMax ? ` and ${behind.length - namedMax} more` : "";
      return `its replicas of ${behind.slice(0, namedMax).join(", ")}${more} are not in sync`;
    },
  },
  { name: "the quorum counts on it", trouble: ({ quorumTrouble }) => quorumTrouble },
];

/** Whether others may follow a canary. */
export function canaryVerdict(sight: CanarySight, limits: CanaryLimits): CanaryVerdict {
  for (const { trouble } of firstRules) {
    const told = trouble(sight, limits);
    if (told !== undefined) return { outcome: "failed", told };
  }
  if (!sight.isReady) return { outcome: "watching", told: sight.isRecovering ? "it recovers its logs" : "it is not ready yet" };
  const progress = `${secondsOf(Math.min(sight.watchedMs, limits.watchMs))} of ${secondsOf(limits.watchMs)}`;
  if (sight.watchedMs < limits.watchMs) return { outcome: "watching", told: progress };
  const [slow] = finalRules.flatMap(({ trouble }) => trouble(sight, limits) ?? []);
  if (slow !== undefined) return { outcome: "failed", told: slow };
  const [awaited] = awaitedRules.flatMap(({ trouble }) => trouble(sight, limits) ?? []);
  if (awaited === undefined) return { outcome: "passed", told: wellText(sight, limits) };
  return sight.watchedMs < limits.watchMs + limits.patienceMs
    ? { outcome: "watching", told: `${progress}; ${awaited}` }
    : { outcome: "failed", told: awaited };
}

function wellText({ probes }: CanarySight, { watchMs }: CanaryLimits): string {
  const stored =
    probes === undefined ? "" : `; ${probes.storedMs.length} records were stored by it, in ${Math.round(medianOf(probes.storedMs))} ms`;
  return `it was well for ${secondsOf(watchMs)}${stored}`;
}

const secondsOf = (ms: number): string => `${Math.floor(ms / 1000)} s`;

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
