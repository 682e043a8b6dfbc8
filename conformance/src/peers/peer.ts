import { MillraceError } from "@millrace/kit";
import { kafkaVersion } from "../toolchain/java.ts";
import { kubernetesVersion } from "../toolchain/kubernetes.ts";

/** A running broker that a case is tried on. Every way of ending it goes by the process id of what was started. */
export interface Peer {
  readonly name: BrokerName;
  /** `host:port`; stays the same over restarts. */
  readonly bootstrapServers: string;
  /** `host:port` of the further listeners that it was started with, by their names. */
  readonly listeners: Readonly<Record<string, string>>;
  /** Of the process that runs now. */
  readonly pid: number;
  /** Where it tells its metrics, if it was started with them. */
  readonly metricsUrl?: string;
  /** What the process that runs now has written to its log. */
  log(): Promise<string>;
  /** Resolves when the process that runs now has ended: its exit status, or the number of the signal that ended it, below zero. */
  ended(): Promise<number>;
  /** SIGKILL, and waits for the end of the process, also of one that is only starting. */
  kill9(): Promise<void>;
  /** SIGTERM, and waits for the end of the process; SIGKILL if that takes too long. */
  stop(): Promise<void>;
  /**
   * Starts it again on the same port and data, after `kill9` or `stop` (stops it first if it still runs), with `environment` on top of ours.
   * Throws CONNECTION_FAILED if it ends before it is ready.
   */
  restart(environment?: Readonly<Record<string, string>>): Promise<void>;
}

/** Of a further listener by its name, of the plain one without. */
export function addressOf(peer: Peer, listener: string | undefined): string {
  if (listener === undefined) return peer.bootstrapServers;
  const address = peer.listeners[listener];
  if (address === undefined) throw new MillraceError("NOT_FOUND", `the broker has no listener ${listener}`);
  return address;
}

/** A listener beside the one that speaks plainly and asks nobody. */
export interface FurtherListener {
  /** Lower-case letters and digits. */
  readonly name: string;
  /** Of a listener with TLS: a file in PEM, its private key with its certificates. */
  readonly keys?: string;
  readonly sasl: boolean;
  /** Kafka's settings of listeners, without their prefix. */
  readonly settings: Readonly<Record<string, string>>;
}

/** As both peers name it: Strimzi's way. */
export function listenerName({ name }: FurtherListener, port: number): string {
  return `${name.toUpperCase()}-${port}`;
}

/** Strimzi's two ways to expose Kafka's metrics; each gives them names of its own. */
export type MetricsNaming = "jmxPrometheusExporter" | "strimziMetricsReporter";

/** Whose verdicts are right, of brokers and of API servers. */
export type RefereeName = "kafka" | "kubernetes";

export type PeerName = RefereeName | "millrace";
export type BrokerName = Exclude<PeerName, "kubernetes">;

export const refereeTitles: Readonly<Record<RefereeName, string>> = {
  kafka: `Apache Kafka ${kafkaVersion}`,
  kubernetes: `Kubernetes ${kubernetesVersion}`,
};

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
