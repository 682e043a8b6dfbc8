import type { DeclaredKafka, KafkaLinks } from "@millrace/controllers";
import { type KubeClient, type KubeObject, keyOf, type Stored } from "@millrace/kube";
import { planLines, type RollPlan } from "@millrace/plans/rolls";
import type { Warning } from "@millrace/resources";
import { missingTexts } from "../model/checks/references.ts";
import type { KafkaCluster } from "../model/cluster.ts";
import type { DesiredObject } from "../model/desired-object.ts";
import { observedAddresses } from "../model/observed-addresses.ts";
import { observedCertificates } from "../model/observed-certificates.ts";
import { nodeObjects } from "../model/pod-sets.ts";
import type { ModelSettings } from "../model/settings.ts";
import type { StrimziPodSet } from "../pod-sets/pod-set.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
import { rehearseRunning } from "./alter-settings.ts";
import { podSetsOf } from "./cluster-pods.ts";
import { judgedCluster } from "./judged-cluster.ts";
import { observeGivenOut, observeTexts } from "./observe.ts";
import type { OwnedObjects } from "./owned-objects.ts";
import type { Roll } from "./roll.ts";
import { nothingSettled, type Settled } from "./settled.ts";

export interface ProposalsOptions {
  readonly client: KubeClient;
  readonly objects: OwnedObjects;
  readonly pods: WatchedPods;
  readonly links: Pick<KafkaLinks, "of">;
  readonly settings: ModelSettings;
  readonly roll: Pick<Roll, "plan">;
}

/** What would become of a Kafka and its pods. */
export type Foresight =
  | { readonly type: "refused"; readonly problems: readonly string[] }
  | { readonly type: "planned"; readonly lines: readonly string[]; readonly plan: RollPlan };

/** Works out what would become of a Kafka if it was declared as proposed. Nothing is written; Kafka and the API server are asked. */
export async function foreseen(declared: DeclaredKafka, options: ProposalsOptions, signal: AbortSignal): Promise<Foresight> {
  const { client, objects, pods, roll } = options;
  const { kafka } = declared;
  const result = await judgedCluster(declared, options);
  if (result.type === "refused") return { type: "refused", problems: result.problems.map(({ message }) => message) };
  const { cluster } = result;
  const texts = await observeTexts(client, cluster, signal);
  const missing = missingTexts(cluster, texts);
  if (missing.length > 0) return { type: "refused", problems: missing };
  const addresses = observedAddresses(cluster, await observeGivenOut(client, cluster, { objects, pods }, signal));
  const before = podSetsOf(pods, keyOf(kafka.metadata));
  const declaredBefore = before.flatMap(({ spec }) => spec.pods);
  const wanted = nodeObjects(cluster, { addresses, texts, certificates: observedCertificates(declaredBefore) });
  const settled = await rehearsed(options, kafka, cluster);
  const plan = await roll.plan(kafka, cluster, podSetsIn(wanted, before), settled.unable);
  const lines = [
    ...newWarnings(declared, [...result.warnings, ...cluster.pools.flatMap(({ warnings }) => warnings), ...settled.warnings]),
    ...settled.done.map(({ message }) => `without a restart: ${message}`),
    ...comingAndGoing(declaredBefore, cluster),
    ...planLines(plan),
  ];
  return { type: "planned", lines, plan };
}

/** Those that statuses don't have already. */
function newWarnings({ kafka, nodePools }: DeclaredKafka, warnings: readonly Warning[]): readonly string[] {
  const known = new Set([kafka, ...nodePools].flatMap(({ status }) => (status?.conditions ?? []).map(({ message }) => message)));
  return warnings.flatMap(({ message }) => (known.has(message) ? [] : [`warning: ${message}`]));
}

/** Of a Kafka that does not answer it is not known what it takes while it runs. */
async function rehearsed({ links }: ProposalsOptions, kafka: DeclaredKafka["kafka"], cluster: KafkaCluster): Promise<Settled> {
  const { admin, isUp } = links.of(kafka);
  const unknown = { reason: "Unknown", message: "Kafka does not answer: what it takes without a restart is not known" };
  if (!isUp) return { ...nothingSettled, warnings: [unknown] };
  return rehearseRunning(admin, cluster);
}

/** Sets as they would be; those that are paused stay so. */
function podSetsIn(objects: readonly DesiredObject[], before: ReadonlyArray<Stored<StrimziPodSet>>): ReadonlyArray<Stored<StrimziPodSet>> {
  const sets = objects.filter(({ kind }) => kind === "StrimziPodSet") as unknown as ReadonlyArray<Stored<StrimziPodSet>>;
  return sets.map((set) => {
    const annotations = before.find(({ metadata }) => metadata.name === set.metadata.name)?.metadata.annotations;
    return { ...set, metadata: { ...set.metadata, annotations: { ...annotations, ...set.metadata.annotations } } };
  });
}

function comingAndGoing(before: readonly KubeObject[], { nodes }: KafkaCluster): readonly string[] {
  const [had, has] = [new Set(before.map(({ metadata }) => metadata.name)), new Set(nodes.map(({ podName }) => podName))];
  const [coming, going] = [[...has].filter((name) => !had.has(name)), [...had].filter((name) => !has.has(name))];
  return [
    ...(coming.length === 0 ? [] : [`pods that are made: ${coming.join(", ")}`]),
    ...(going.length === 0 ? [] : [`pods that go: ${going.join(", ")}`]),
  ];
}
