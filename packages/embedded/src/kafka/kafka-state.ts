import { type Broker, kafkaVersion } from "@millrace/broker";
import { addressText } from "@millrace/kit";
import type { KafkaState, NodePoolState } from "@millrace/plans";
import {
  type Kafka,
  type KafkaNodePool,
  kafkaListenerName,
  type Listener,
  type ListenerStatus,
  poolOfNode,
  type StorageSort,
  storageWarnings,
} from "@millrace/resources";

export interface KafkaStateOptions {
  readonly broker: Broker;
  /** In PEM, the certificates by which a listener with TLS is known. */
  readonly trustedAt: (listener: Listener) => readonly string[];
  /** How the broker keeps its data. */
  readonly storage: StorageSort;
}

/** What there is of a Kafka that a broker of this process runs. */
export function kafkaState(
  kafka: Kafka,
  nodePools: readonly KafkaNodePool[],
  { broker, trustedAt, storage }: KafkaStateOptions,
): KafkaState {
  const bound = new Map(broker.listeners.map((listener) => [listener.name, listener]));
  const listeners = kafka.spec.kafka.listeners.flatMap((listener): ListenerStatus[] => {
    const at = bound.get(kafkaListenerName(listener));
    if (at === undefined) return [];
    const [host, port] = [at.advertisedHost, at.advertisedPort];
    return [
      {
        ...{ name: listener.name, addresses: [{ host, port }], bootstrapServers: addressText({ host, port }) },
        ...(listener.tls ? { certificates: trustedAt(listener) } : {}),
      },
    ];
  });
  const { clusterId, metadataVersion, nodeId } = broker;
  return { clusterId, kafkaVersion, metadataVersion, listeners, nodePools: nodePoolStates(nodePools, nodeId, storage) };
}

function nodePoolStates(nodePools: readonly KafkaNodePool[], nodeId: number, storage: StorageSort): readonly NodePoolState[] {
  const home = poolOfNode(nodePools);
  const kept = storageWarnings(nodePools, storage);
  return nodePools.map((pool) => {
    const nodeIds = pool === home ? [nodeId] : [];
    const { replicas } = pool.spec;
    const takes = `spec.replicas is ${replicas} and takes effect as ${nodeIds.length}: embedded there is one node`;
    const message = pool === home ? takes : `${takes}, of the pool ${home?.metadata.name}`;
    const warning = kept.get(pool);
    const reduced = replicas === nodeIds.length ? [] : [{ reason: "SingleNode", message }];
    return {
      name: pool.metadata.name,
      nodeIds,
      roles: pool.spec.roles,
      warnings: [...reduced, ...(warning === undefined ? [] : [warning])],
    };
  });
}
