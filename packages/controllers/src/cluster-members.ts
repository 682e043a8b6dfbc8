import type { ReadOnlyCache, Stored } from "@millrace/kube";
import { clusterOf, isPaused, type Kafka, type Resource } from "@millrace/resources";

/** For an index of what belongs to a Kafka, by the Kafka's name. */
export function clusterNames(member: Resource): readonly string[] {
  const cluster = clusterOf(member);
  return cluster === undefined ? [] : [cluster];
}

/** The Kafka that a topic or user names, if its operator looks after their namespace, and `serves` takes it. */
export function kafkaOfMember(
  member: Resource,
  kafkas: Pick<ReadOnlyCache<Kafka>, "values">,
  namespaceOf: (kafka: Kafka) => string | undefined,
  serves: (kafka: Kafka) => boolean = () => true,
): Stored<Kafka> | undefined {
  const cluster = clusterOf(member);
  const isIts = (kafka: Kafka) => kafka.metadata.name === cluster && namespaceOf(kafka) === member.metadata.namespace && serves(kafka);
  return [...kafkas.values()].find(isIts);
}

/** What metrics tell of the objects of a kind. */
export function counted(objects: readonly Resource[]): { readonly all: number; readonly paused: number } {
  return { all: objects.length, paused: objects.filter(isPaused).length };
}
