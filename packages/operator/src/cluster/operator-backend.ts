import type { DeclaredKafka, KafkaBackend, KafkaLinks, KafkaOutcome } from "@millrace/controllers";
import type { SecretAccess } from "@millrace/controllers/certificates";
import { type Clock, type Closeable, type Logger, MillraceError, messageOf, type Random, version } from "@millrace/kit";
import { type KubeClient, type KubeObject, keyOf, nameOf, type ObjectKey, type Stored } from "@millrace/kube";
import type { KafkaState, Reason } from "@millrace/plans";
import type { RollStep } from "@millrace/plans/rolls";
import { isHibernating, type Kafka, type KafkaNodePool, type Warning } from "@millrace/resources";
import { CanaryRolls } from "../canary-rolls/canary-rolls.ts";
import { kafkaBefore } from "../canary-rolls/upgrade-turns.ts";
import { type CertifiedCluster, ClusterCertificates } from "../certificates/cluster-certificates.ts";
import { isGoing, isReady } from "../kubernetes/pod.ts";
import { missingTexts } from "../model/checks/references.ts";
import type { KafkaCluster } from "../model/cluster.ts";
import type { DesiredObject } from "../model/desired-object.ts";
import { listenerStatuses } from "../model/listener-statuses.ts";
import { type Addresses, awaitedAddresses } from "../model/listeners/addresses.ts";
import { clusterNames } from "../model/names.ts";
import { standingObjects } from "../model/objects.ts";
import { observedAddresses } from "../model/observed-addresses.ts";
import { kafkaVersionAnnotation } from "../model/pod-set-annotations.ts";
import { nodeObjects } from "../model/pod-sets.ts";
import type { ModelSettings } from "../model/settings.ts";
import type { WatchedPods } from "../pod-sets/watched-pods.ts";
import { applyInOrder } from "./apply-in-order.ts";
import { advanceAutoRebalance, autoRebalanceBefore } from "./auto-rebalance.ts";
import { podSetsOf, podsOf } from "./cluster-pods.ts";
import { settleClusterWide } from "./cluster-wide.ts";
import { deleteAskedClaims } from "./emptied-nodes.ts";
import { exporterWarnings } from "./exporter-warnings.ts";
import { awakeNodes, hibernating } from "./hibernation.ts";
import { judgedCluster } from "./judged-cluster.ts";
import type { KafkaAccess } from "./kafka-access.ts";
import { handOnManualRolls } from "./manual-rolls.ts";
import { nodesState } from "./nodes-state.ts";
import { observeGivenOut, observeTexts } from "./observe.ts";
import { obsoleteObjects } from "./obsolete.ts";
import type { OwnedObjects } from "./owned-objects.ts";
import { holdPools, letPoolGo } from "./pool-finalizers.ts";
import { atRest, type Progress } from "./progress.ts";
import { type Foresight, foreseen } from "./proposals.ts";
import { Roll, type RollOutcome } from "./roll.ts";
import { areSeen } from "./seen-pods.ts";
import { nothingSettled, type Settled } from "./settled.ts";
import { tendKafka } from "./tend-kafka.ts";
import { Waits } from "./waits.ts";

export interface OperatorBackendOptions {
  readonly client: KubeClient;
  readonly objects: OwnedObjects;
  readonly pods: WatchedPods;
  readonly links: KafkaLinks;
  readonly access: KafkaAccess;
  readonly secrets: SecretAccess;
  readonly settings: ModelSettings;
  /** All Kafkas that are looked after. */
  readonly kafkas: () => Iterable<Stored<Kafka>>;
  /** How long a step such as a pod's becoming ready may take. Default 5 minutes, as Strimzi has it. */
  readonly operationTimeoutMs?: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** When a Kafka that waits for something is looked at again, should nothing that is watched have changed: that of Kafka itself is not watched. */
const waitMs = 3_000;
/** While Kafka does not answer there is nothing of it to be seen: when it does, that is told, and so is what becomes of pods. */
const unansweredWaitMs = 15_000;

/**
 * Runs Kafkas as pods. Each pass does what can be done now and returns; what it waits for makes it come again, so that nothing is lost with a
 * process that dies.
 */
export class OperatorBackend implements KafkaBackend, Closeable {
  readonly #options: OperatorBackendOptions;
  readonly #certificates: ClusterCertificates;
  readonly #roll: Roll;
  readonly #canaryRolls: CanaryRolls;
  readonly #waits: Waits;

  constructor(options: OperatorBackendOptions) {
    this.#options = options;
    const { operationTimeoutMs = 300_000 } = options;
    this.#waits = new Waits(operationTimeoutMs, options.clock);
    this.#canaryRolls = new CanaryRolls({ ...options, patienceMs: operationTimeoutMs });
    this.#certificates = new ClusterCertificates(options);
    this.#roll = new Roll(options);
  }

  async bringAbout(declared: DeclaredKafka, signal: AbortSignal): Promise<KafkaOutcome> {
    try {
      return this.#waits.judge(keyOf(declared.kafka.metadata), await this.#pass(declared, signal));
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof MillraceError)) throw thrown;
      const reason = reasonsByCode[thrown.code] ?? "RequestFailed";
      return { type: "failed", reason, message: messageOf(thrown), state: undefined, passing: true, done: [] };
    }
  }

  /** All but what belongs to no namespace goes with the Kafka by itself. */
  async letGo(key: ObjectKey, signal: AbortSignal): Promise<void> {
    const { objects, access } = this.#options;
    const { namespace = "default", name } = nameOf(key);
    access.forget(key);
    this.#waits.forget(key);
    await this.#canaryRolls.forget(key);
    const { initClusterRoleBinding } = clusterNames(name, namespace);
    const binding = objects.get({ kind: "ClusterRoleBinding" }, initClusterRoleBinding);
    if (binding !== undefined) await objects.remove(binding, signal);
  }

  /** What would become of a Kafka if it was declared so. Throws what `KubeClient` and Kafka's `Admin` throw. */
  foresee(declared: DeclaredKafka, signal: AbortSignal): Promise<Foresight> {
    return foreseen(declared, { ...this.#options, roll: this.#roll }, signal);
  }

  close(): Promise<void> {
    return this.#canaryRolls.close();
  }

  async letPoolGo(pool: Stored<KafkaNodePool>, signal: AbortSignal): Promise<void> {
    await letPoolGo(this.#options.client, pool, signal);
  }

  async #pass(declared: DeclaredKafka, signal: AbortSignal): Promise<KafkaOutcome> {
    const { client, objects, pods } = this.#options;
    const { kafka } = declared;
    const key = keyOf(kafka.metadata);
    const result = await judgedCluster(declared, this.#options);
    if (result.type === "refused") return refused(result.problems);
    const { cluster } = result;
    await holdPools(client, declared.nodePools, cluster, signal);
    const standing = standingObjects(cluster);
    const strange = strangeKinds(cluster, standing, objects);
    if (strange.length > 0) return refused(strange);
    const refusals = await applyInOrder(objects, standing, signal);
    const warnings = [...result.warnings, ...(await exporterWarnings(kafka)), ...refusals];
    const addresses = observedAddresses(cluster, await observeGivenOut(client, cluster, { objects, pods }, signal));
    const awaited = awaitedAddresses(cluster, addresses);
    if (awaited.length > 0) return waiting({ reason: "Creating", message: `waiting for an address of ${awaited.join(", ")}` });
    const certificates = await this.#certificates.bringAbout(kafka, cluster, {
      addresses,
      pods: podsOf(pods, key).filter((pod) => !isGoing(pod)),
    });
    if (await this.#options.access.renew(kafka, certificates.operator)) await this.#options.links.drop(key);
    const texts = await observeTexts(client, cluster, signal);
    const missing = missingTexts(cluster, texts);
    if (missing.length > 0)
      return { ...refused([{ reason: "InvalidConfigurationException", message: missing.join("; ") }]), passing: true };
    const running = podsOf(pods, key);
    const isAwake = awakeNodes(cluster, running);
    const made = nodeObjects(cluster, { addresses, texts, certificates: certificates.facts, isAwake });
    const turn = await this.#canaryRolls.turn(declared, cluster, made, signal);
    await applyInOrder(objects, turn.nodes, signal);
    for (const object of obsoleteObjects(cluster, [...standing, ...turn.nodes], objects)) await objects.remove(object, signal);
    const auto = autoRebalanceBefore(declared, cluster);
    const known = { ...stateOf(cluster, { addresses, certificates, pods: running }), autoRebalance: auto };
    if (isHibernating(kafka)) return hibernating(running, known, warnings);
    await handOnManualRolls(client, pods, key, signal);
    const emptied = await deleteAskedClaims(objects, pods, key, signal);
    const isSeen = areSeen(podSetsOf(pods, key), turn.nodes);
    const before = kafkaBefore(kafka, this.#options.kafkas(), version);
    const settled = await this.#settle(kafka, cluster);
    const { unable } = settled;
    // Of several sets one may be seen before another: who is due later would seem to be the first.
    const rolled = isSeen
      ? await this.#roll.advance(kafka, cluster, signal, { ...turn, unable, before: before && keyOf(before.metadata) })
      : notSeen;
    // A node that is being restarted may be a voter: one thing after the other.
    const tended =
      rolled.step.type === "restart" ? atRest : await this.#tend(kafka, cluster, { isRolled: rolled.step.type === "done", unable });
    const isSettled = rolled.step.type === "done" && tended.underWay === undefined;
    const evened = await advanceAutoRebalance(client, { kafka, auto, isSettled }, signal);
    const parts = [{ done: emptied }, settled, turn, rolled, tended, evened];
    const state = { ...known, metadataVersion: tended.metadataVersion ?? known.metadataVersion, autoRebalance: evened.auto };
    const told = { state, warnings: [warnings, settled.warnings, tended.warnings, evened.warnings].flat(), isUnderWay: evened.isUnderWay };
    const outcome = heldBackOutcome(outcomeOf({ ...after(rolled, tended), done: parts.flatMap(({ done }) => done) }, told), turn.failure);
    if (outcome.type !== "waiting" || this.#options.links.of(kafka).isUp) return outcome;
    return { ...outcome, requeueAfterMs: unansweredWaitMs };
  }

  /** Whether a roll goes on or not: what it waits for may be what is altered. */
  async #settle(kafka: Stored<Kafka>, cluster: KafkaCluster): Promise<Settled> {
    const isAnyUp = podsOf(this.#options.pods, keyOf(kafka.metadata)).some(isReady);
    return isAnyUp ? settleClusterWide(this.#options.links.of(kafka), cluster) : nothingSettled;
  }

  async #tend(
    kafka: Stored<Kafka>,
    cluster: KafkaCluster,
    { isRolled, unable }: { readonly isRolled: boolean; readonly unable: ReadonlySet<number> },
  ): Promise<Progress> {
    const key = keyOf(kafka.metadata);
    const [podSets, pods] = [podSetsOf(this.#options.pods, key), podsOf(this.#options.pods, key)];
    const nodes = nodesState(cluster, { podSets, pods, recovering: new Set<string>(), unable });
    return tendKafka(this.#options.links.of(kafka), { kafka, cluster, nodes, isRolled });
  }
}

/** What is to be made of listeners, and can't be had in this Kubernetes cluster. */
function strangeKinds(cluster: KafkaCluster, standing: readonly DesiredObject[], objects: Pick<OwnedObjects, "has">): readonly Reason[] {
  const kinds = new Set(standing.map(({ kind }) => kind).filter((kind) => !objects.has(kind)));
  return [...kinds].map((kind) => {
    const asking = cluster.listeners.filter(({ type }) => type === kind.toLowerCase()).map(({ name }) => name);
    const message = `spec.kafka.listeners: ${asking.join(", ")} of type ${kind.toLowerCase()} needs what this Kubernetes cluster does not have: ${kind}`;
    return { reason: "InvalidResourceException", message };
  });
}

/** By Strimzi's words. */
const reasonsByCode: Readonly<Record<string, string>> = {
  CONFIG_INVALID: "InvalidConfigurationException",
  RESOURCE_CONFLICT: "ResourceConflict",
};

function refused(problems: readonly Reason[]): KafkaOutcome & { readonly type: "failed" } {
  const reason = problems[0]?.reason ?? "InvalidResourceException";
  const message = problems.map((problem) => problem.message).join("; ");
  return { type: "failed", reason, message, state: undefined, passing: false, done: [] };
}

/** What there is to say of a Kafka whatever it waits for. */
type Told = Pick<KafkaOutcome & { readonly type: "waiting" }, "state" | "done" | "warnings" | "rolling" | "isPatient">;

const waiting = (reason: Reason, told: Told = { state: undefined, done: [] }): KafkaOutcome => ({
  ...{ type: "waiting", ...reason, ...told },
  requeueAfterMs: waitMs,
});

const notSeen: RollOutcome = { step: { type: "wait", why: "nodes are about to be declared" }, done: [] };

/** What is left to be done once the nodes are as they shall be. */
function after(rolled: RollOutcome, { underWay }: Progress): RollOutcome {
  if (underWay === undefined) return rolled;
  const step = rolled.step.type === "done" ? ({ type: "wait", why: underWay } as const) : rolled.step;
  return { ...rolled, step, rolling: [...(rolled.rolling === undefined ? [] : [rolled.rolling]), underWay].join("; ") };
}

function outcomeOf(
  { step, done, rolling }: RollOutcome,
  { isUnderWay, ...known }: { readonly state: KafkaState; readonly warnings: readonly Warning[]; readonly isUnderWay: boolean },
): KafkaOutcome {
  const told = { ...known, done, ...(rolling === undefined ? {} : { rolling }) };
  switch (step.type) {
    case "done":
      return { type: "ready", ...known, done, ...(isUnderWay ? { againAfterMs: waitMs } : {}) };
    case "blocked":
      return { type: "failed", reason: "FatalProblem", message: step.why, passing: true, ...told };
    case "restart":
      // Whatever it was before: nodes that were started anew and those that were not don't reach each other.
      if (step.nodes.some(({ isEstranged }) => isEstranged))
        return { type: "failed", reason: "CertificatesNotTrusted", message: rollingText(step), passing: true, ...told };
      return waiting({ reason: "Rolling", message: rollingText(step) }, told);
    case "wait":
      return waiting({ reason: "Creating", message: step.why }, { ...told, isPatient: step.isPatient === true });
  }
}

/** Of a canary that failed it is told whatever else there is to say. */
function heldBackOutcome(outcome: KafkaOutcome, failure: string | undefined): KafkaOutcome {
  if (failure === undefined || outcome.type === "failed") return outcome;
  const { state, done, warnings = [] } = outcome;
  return { type: "failed", reason: "CanaryFailed", message: failure, passing: outcome.type === "waiting", ...{ state, done, warnings } };
}

/** What is lost by it is told where people look first. */
const rollingText = ({ nodes, warnings }: RollStep & { readonly type: "restart" }): string =>
  [`pod ${nodes.map(({ podName }) => podName).join(", ")} ${nodes.length === 1 ? "is" : "are"} restarted`, ...warnings].join("; ");

const roleNames = ["controller", "broker"] as const;

interface Seen {
  readonly addresses: Addresses;
  readonly certificates: CertifiedCluster;
  readonly pods: readonly KubeObject[];
}

const stateOf = (cluster: KafkaCluster, { addresses, certificates, pods }: Seen): KafkaState => ({
  clusterId: cluster.clusterId,
  kafkaVersion: runningVersion(cluster, pods),
  metadataVersion: cluster.kafka.status?.kafkaMetadataVersion,
  listeners: listenerStatuses(cluster, addresses, certificates.trusted),
  nodePools: cluster.pools.map((pool) => ({
    ...{ name: pool.name, nodeIds: pool.nodes.map(({ id }) => id), warnings: pool.warnings },
    roles: roleNames.filter((role) => (role === "broker" ? pool.isBroker : pool.isController)),
  })),
});

/** The version that is declared once all nodes run it; until then the one before. */
function runningVersion({ version, kafka }: KafkaCluster, pods: readonly KubeObject[]): string {
  const isEverywhere = pods.every(({ metadata }) => metadata.annotations?.[kafkaVersionAnnotation] === version.version);
  return isEverywhere ? version.version : (kafka.status?.kafkaVersion ?? version.version);
}
