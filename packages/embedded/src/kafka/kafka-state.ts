import { type Broker, kafkaVersion } from "@millrace/broker";
import type { KafkaState, NodePoolState } from "@millrace/plans";
import { type Kafka, type KafkaNodePool, kafkaListenerName, type Listener, type ListenerStatus, poolOfNode } from "@millrace/resources";
import { addressText } from "../listener-specs.ts";

/** What there is of a Kafka that a broker of this process runs. `trustedAt` gives the certificates by which a listener with TLS is known. */
export function kafkaState(
  kafka: Kafka,
  nodePools: readonly KafkaNodePool[],
  { broker, trustedAt }: { readonly broker: Broker; readonly trustedAt: (listener: Listener) => readonly string[] },
): KafkaState {
  const bound = new Map(broker.listeners.map((listener) => [listener.name, listener]));
  const listeners = kafka.spec.kafka.listeners.flatMap((listener): ListenerStatus[] => {
    const at = bound.get(kafkaListenerName(listener));
    if (at === undefined) return [];
    const [host, port] = [at.advertisedHost, at.advertisedPort];
    return [
      {
        ...{ name: listener.name, addresses: [{ host, port }], bootstrapServers: addressText(host, port) },
        ...(listener.tls ? { certificates: trustedAt(listener) } : {}),
      },
    ];
  });
  const { clusterId, metadataVersion, nodeId } = broker;
  return { clusterId, kafkaVersion, metadataVersion, listeners, nodePools: nodePoolStates(nodePools, nodeId) };
}

function nodePoolStates(nodePools: readonly KafkaNodePool[], nodeId: number): readonly NodePoolState[] {
  const home = poolOfNode(nodePools);
  return nodePools.map((pool) => {
    const nodeIds = pool === home ? [nodeId] : [];
    const { replicas } = pool.spec;
    const takes = `spec.replicas is ${replicas} and takes effect as ${nodeIds.length}: embedded there is one node`;
    const message = pool === home ? takes : `${takes}, of the pool ${home?.metadata.name}`;
    return { name: pool.metadata.name, nodeIds, warnings: replicas === nodeIds.length ? [] : [{ reason: "SingleNode", message }] };
  });
}
