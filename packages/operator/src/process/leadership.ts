import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import { type KubeClient, LeaderElection, type MetricFamily } from "@millrace/kube";
import type { OperatorSettings } from "./settings.ts";

export interface LeadershipOptions {
  readonly client: KubeClient;
  readonly settings: OperatorSettings;
  /** Names this candidate where no setting does: no two may have the same. */
  readonly hostName: string;
  /** What a leader does, until the signal is aborted. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Whether this process may work: it holds the Lease, or there is no election. */
export interface Leadership extends Closeable {
  /** Whether it is known who leads. */
  readonly isDecided: boolean;
  metrics(): readonly MetricFamily[];
}

/** Begins to lead, or to stand by until it can. */
export function takePart(options: LeadershipOptions): Leadership {
  const { settings, hostName, lead } = options;
  if (!settings.hasLeaderElection) {
    const closing = new AbortController();
    const work = lead(closing.signal);
    return {
      isDecided: true,
      metrics: () => [],
      close() {
        closing.abort(new Error("the operator stops"));
        return work;
      },
    };
  }
  const { leaseName: name, leaseNamespace, operatorNamespace, identity = hostName } = settings;
  const { leaseDurationMs, renewDeadlineMs, retryPeriodMs } = settings;
  const lease = { namespace: leaseNamespace ?? operatorNamespace ?? "default", name };
  const election = new LeaderElection({ ...options, lease, identity, leaseDurationMs, renewDeadlineMs, retryPeriodMs });
  election.start();
  return {
    get isDecided() {
      return election.leader !== undefined;
    },
    metrics: () => [leaderMetric(name, election.isLeader)],
    close: () => election.close(),
  };
}

/** By client-go's name. */
const leaderMetric = (name: string, isLeader: boolean): MetricFamily => ({
  name: "leader_election_master_status",
  help: "1 for the process that leads, 0 for one that stands by",
  type: "gauge",
  samples: [{ suffix: "", labels: { name }, value: Number(isLeader) }],
});
