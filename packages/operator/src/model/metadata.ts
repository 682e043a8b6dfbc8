import type { ObjectMeta, ResourceTemplate } from "@millrace/resources";
import type { KafkaCluster, NodePool } from "./cluster.ts";
import { given, type Labels, merged } from "./desired-object.ts";

interface Marks {
  readonly labels?: Labels | undefined;
  readonly annotations?: Labels | undefined;
}

/** Metadata of an object that is made for a Kafka, or for one of its pools: what is ours, and what a template adds. */
export function metadataOf(
  cluster: KafkaCluster,
  owner: Pick<KafkaCluster | NodePool, "labels" | "owner">,
  name: string,
  template?: Pick<ResourceTemplate, "metadata">,
  more: Marks = {},
): ObjectMeta {
  return {
    name,
    namespace: cluster.namespace,
    labels: { ...owner.labels, ...more.labels, ...template?.metadata?.labels },
    ...given({ annotations: merged(more.annotations, template?.metadata?.annotations) }),
    ownerReferences: [owner.owner],
  };
}
