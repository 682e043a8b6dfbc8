import { TopicController, topicKind } from "@millrace/controllers";
import { opening } from "@millrace/kit";
import { type KafkaTopic, topicDeclaration } from "@millrace/resources";
import { DeclaredObjects, declaredKafka, labels, namespace } from "./declared-objects.ts";
import type { Address } from "./link.ts";

/** KafkaTopics in an API server of this process, and the controller that brings them about in a broker. */
export function declaredTopics(address: Address, count: number): Promise<DeclaredObjects<KafkaTopic>> {
  return opening(async (opened) => {
    const surroundings = await declaredKafka(opened, address);
    const effective = (topic: KafkaTopic) => ({ effective: topicDeclaration(topic), warnings: [] });
    const controller = opened.add(new TopicController({ ...surroundings, effective }));
    await controller.start();
    const { apiVersion } = topicKind;
    const topics = Array.from({ length: count }, (_, at) => ({
      ...{ apiVersion, kind: "KafkaTopic" as const, metadata: { namespace, name: `declared-${at}`, labels } },
      spec: { partitions: 1, replicas: 1 },
    }));
    return new DeclaredObjects(opened, surroundings.client, topicKind, topics);
  });
}
