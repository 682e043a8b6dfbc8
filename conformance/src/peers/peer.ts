/** A running broker that a case is tried on. Every way of ending it goes by the process id of what was started. */
export interface Peer {
  readonly name: PeerName;
  /** `host:port`; stays the same over restarts. */
  readonly bootstrapServers: string;
  /** Of the process that runs now. */
  readonly pid: number;
  /** Where it tells its metrics, if it was started with them. */
  readonly metricsUrl?: string;
  /** SIGKILL, and waits for the end of the process. */
  kill9(): Promise<void>;
  /** SIGTERM, and waits for the end of the process; SIGKILL if that takes too long. */
  stop(): Promise<void>;
  /** Starts it again on the same port and data, after `kill9` or `stop` (stops it first if it still runs). */
  restart(): Promise<void>;
}

/** Strimzi's two ways to expose Kafka's metrics; each gives them names of its own. */
export type MetricsNaming = "jmxPrometheusExporter" | "strimziMetricsReporter";

export type PeerName = "kafka" | "millrace";

/**
 * Broker properties that both peers are started with: those that a single node needs, and no retention, since cases write records of
 * long ago. Everything else is the default.
 */
export const brokerConfig: Readonly<Record<string, string>> = {
  "offsets.topic.replication.factor": "1",
  "transaction.state.log.replication.factor": "1",
  "transaction.state.log.min.isr": "1",
  "log.retention.check.interval.ms": "86400000",
};
