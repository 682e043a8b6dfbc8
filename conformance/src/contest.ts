import type { ApiServer } from "./kubernetes/api-server.ts";
import { startEmbeddedApi } from "./kubernetes/embedded-server.ts";
import { startKubernetes } from "./kubernetes/real-server.ts";
import type { ApiSuite } from "./kubernetes/suite.ts";
import { startApacheKafka } from "./peers/apache-kafka.ts";
import { startMillrace } from "./peers/millrace.ts";
import type { Peer, PeerName, RefereeName } from "./peers/peer.ts";
import type { PreparedSuite, Scale, Suite } from "./suite.ts";
import { kafkaVersion } from "./toolchain/java.ts";
import { kubernetesVersion } from "./toolchain/kubernetes.ts";

export interface Contestant {
  readonly name: PeerName;
  stop(): Promise<void>;
}

/** One suite, with what its cases are tried on. */
export interface Contest<P extends Contestant> {
  readonly suite: string;
  /** Who is right. */
  readonly referee: RefereeName;
  readonly version: string;
  readonly peers: readonly PeerName[];
  /** Everyday runs try no sample of it on the referee. */
  readonly takesMinutes: boolean;
  prepare(scale: Scale): Promise<PreparedSuite<P>>;
  /** Starts one of the two afresh. */
  start(name: PeerName, dataDir: string): Promise<P>;
}

/** Apache Kafka and our broker. */
export function brokers(suite: Suite): Contest<Peer> {
  const { config = {}, metrics, listeners, jars } = suite;
  return {
    suite: suite.name,
    referee: "kafka",
    version: kafkaVersion,
    peers: ["kafka", "millrace"],
    takesMinutes: suite.takesMinutes === true,
    prepare: (scale) => suite.prepare(scale),
    async start(name, dataDir) {
      const further = (await listeners?.()) ?? [];
      const options = { dataDir, config, listeners: further, ...(metrics && { metrics }) };
      if (name !== "kafka") return startMillrace(options);
      return startApacheKafka({ ...options, ...(jars && { jars: await jars() }) });
    },
  };
}

/** Kubernetes and our API server. */
export function apiServers(suite: ApiSuite): Contest<ApiServer> {
  return {
    suite: suite.name,
    referee: "kubernetes",
    version: kubernetesVersion,
    peers: ["kubernetes", "millrace"],
    takesMinutes: false,
    prepare: (scale) => suite.prepare(scale),
    start: (name, dataDir) => (name === "kubernetes" ? startKubernetes(dataDir, suite.crds) : startEmbeddedApi(dataDir)),
  };
}
