import type { KafkaLinks } from "@millrace/controllers";
import { messageOf } from "@millrace/kit";
import type { Stored } from "@millrace/kube";
import type { RollStep } from "@millrace/plans/rolls";
import type { Kafka } from "@millrace/resources";
import { brokersOf, type KafkaCluster } from "../model/cluster.ts";

export interface KnownBrokers {
  /** `done`: Kafka knows all brokers that are declared. */
  readonly step: RollStep;
  /** Names of the pods of those that it does not know. */
  readonly missing: readonly string[];
}

/** Whether Kafka knows its brokers: a pod may be ready before the other ones have heard of its broker. */
export async function knownBrokers(links: Pick<KafkaLinks, "of">, kafka: Stored<Kafka>, cluster: KafkaCluster): Promise<KnownBrokers> {
  const { admin, trouble, isUp } = links.of(kafka);
  // The passes of other Kafkas would wait for as long as it takes to find out that this one does not answer.
  if (!isUp) return unanswered(trouble ?? "it has not answered yet");
  try {
    const { brokers, clusterId } = await admin.describeCluster();
    if (clusterId !== cluster.clusterId) {
      const why = `Kafka says that its cluster is ${clusterId}, which should be ${cluster.clusterId}: are its volumes another cluster's?`;
      return { step: { type: "blocked", why }, missing: [] };
    }
    const missing = brokersOf(cluster).filter(({ id }) => !brokers.some((broker) => broker.id === id));
    if (missing.length === 0) return { step: { type: "done" }, missing: [] };
    const names = missing.map(({ podName }) => podName);
    return { step: { type: "wait", why: `Kafka does not know ${names.join(", ")} yet` }, missing: names };
  } catch (thrown) {
    return unanswered(messageOf(thrown));
  }
}

const unanswered = (why: string): KnownBrokers => ({ step: { type: "wait", why: `Kafka can't be asked: ${why}` }, missing: [] });
