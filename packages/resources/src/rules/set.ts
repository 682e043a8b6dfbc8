import type { AwaitedResource } from "../awaited.ts";
import type { Kafka, KafkaNodePool, KafkaRebalance, KafkaTopic, KafkaUser, Secret } from "../generated/types.ts";
import type { Resource } from "../labels.ts";
import type { Finding, Problem } from "../problem.ts";
import type { ReadResource } from "../reading/resources.ts";
import { isAwaited } from "../schema/kinds.ts";

/** All resources that belong to one another, of which every one has sound metadata. */
export interface ResourceSet {
  readonly all: readonly ReadResource[];
  readonly kafkas: readonly ReadResource<Kafka>[];
  readonly nodePools: readonly ReadResource<KafkaNodePool>[];
  readonly topics: readonly ReadResource<KafkaTopic>[];
  readonly users: readonly ReadResource<KafkaUser>[];
  readonly rebalances: readonly ReadResource<KafkaRebalance>[];
  readonly awaited: readonly ReadResource<AwaitedResource>[];
  readonly secrets: readonly ReadResource<Secret>[];
  /** Whether nothing was unreadable, so that what is not here is really missing. */
  readonly isComplete: boolean;
}

/** Something that is wrong with a resource because of another one. */
export interface Verdict {
  readonly on: ReadResource;
  readonly finding: Finding;
}

export function resourceSet(read: readonly ReadResource[], isComplete: boolean): ResourceSet {
  const all = read.filter(({ isSound }) => isSound(["metadata"]));
  return {
    all,
    kafkas: all.filter(isKafka),
    nodePools: all.filter(isNodePool),
    topics: all.filter(isTopic),
    users: all.filter(isUser),
    rebalances: all.filter(isRebalance),
    awaited: all.filter(isOfAwaitedKind),
    secrets: all.filter(isSecret),
    isComplete: isComplete && all.length === read.length,
  };
}

const isKafka = (read: ReadResource): read is ReadResource<Kafka> => read.resource.kind === "Kafka";
const isNodePool = (read: ReadResource): read is ReadResource<KafkaNodePool> => read.resource.kind === "KafkaNodePool";
const isTopic = (read: ReadResource): read is ReadResource<KafkaTopic> => read.resource.kind === "KafkaTopic";
const isUser = (read: ReadResource): read is ReadResource<KafkaUser> => read.resource.kind === "KafkaUser";
const isRebalance = (read: ReadResource): read is ReadResource<KafkaRebalance> => read.resource.kind === "KafkaRebalance";
const isOfAwaitedKind = (read: ReadResource): read is ReadResource<AwaitedResource> => isAwaited(read.resource.kind);
const isSecret = (read: ReadResource): read is ReadResource<Secret> => read.resource.kind === "Secret";

/** Whether two resources are in the same namespace; one that names none is wherever it is applied to. */
export const sharesNamespace = (one: Resource, other: Resource): boolean =>
  one.metadata.namespace === undefined || other.metadata.namespace === undefined || one.metadata.namespace === other.metadata.namespace;

/** Where a resource stands, for messages about another: `platform.yaml:12`. */
export function placeOf({ problem }: ReadResource): string {
  const { file, line }: Problem = problem({ path: [], message: "" });
  return `${file}:${line}`;
}
