import { type Clock, MillraceError, messageOf, type Random } from "@millrace/kit";
import type { EventRecorder, KubeClient, Outcome, Stored } from "@millrace/kube";
import type { Reason } from "@millrace/plans";
import {
  brokerLoads,
  limitsOf,
  nextExecutionStep,
  optimizationResult,
  progressOf,
  proposeFor,
  type RebalanceResult,
  type RebalanceState,
  type RebalanceTurn,
  rebalanceStateOf,
  restingProgress,
} from "@millrace/plans/rebalances";
import type { Kafka, KafkaRebalance } from "@millrace/resources";
import { matcherOf } from "../exporter/patterns.ts";
import type { KafkaLinks } from "../kafka-links.ts";
import { carryOut } from "./carry-out.ts";
import { liftThrottle } from "./lift-throttle.ts";
import { observeCluster } from "./observe-cluster.ts";
import { RebalanceRecord, type RecordedProposal } from "./rebalance-record.ts";
import { throttle } from "./throttle.ts";

export interface RebalanceReconcilerOptions {
  readonly client: KubeClient;
  readonly links: Pick<KafkaLinks, "of">;
  readonly events: EventRecorder;
  /** Whether another rebalance of the same Kafka is being carried out. */
  readonly isOtherUnderWay: (rebalance: Stored<KafkaRebalance>) => boolean;
  readonly clock: Clock;
  readonly random: Random;
}

/** How often what goes on is looked at. */
const lookMs = 3_000;
/** Refusals of Kafka that a status tells. */
const refusalsMax = 3;

/** What comes of one look, to be written down. */
export interface Looked {
  readonly result: RebalanceResult;
  readonly outcome: Outcome;
}

/** Does for one KafkaRebalance what its state and its annotation ask for. */
export class RebalanceReconciler {
  readonly #options: RebalanceReconcilerOptions;

  constructor(options: RebalanceReconcilerOptions) {
    this.#options = options;
  }

  /** What can't be done now for a passing reason is told and tried again. */
  async look(rebalance: Stored<KafkaRebalance>, kafka: Stored<Kafka>, turn: RebalanceTurn, signal: AbortSignal): Promise<Looked> {
    const record = await RebalanceRecord.read(this.#options.client, rebalance, signal);
    const look = new Look(this.#options, { rebalance, kafka, turn, record, signal });
    try {
      return await look.actions[turn.action]();
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof MillraceError)) throw thrown;
      return look.postponed(messageOf(thrown));
    }
  }
}

interface Subject {
  readonly rebalance: Stored<KafkaRebalance>;
  readonly kafka: Stored<Kafka>;
  readonly turn: RebalanceTurn;
  readonly record: RebalanceRecord;
  readonly signal: AbortSignal;
}

type Resting = Exclude<RebalanceState, "New">;

class Look {
  readonly #options: RebalanceReconcilerOptions;
  readonly #subject: Subject;
  readonly #warnings: readonly Reason[];

  constructor(options: RebalanceReconcilerOptions, subject: Subject) {
    this.#options = options;
    this.#subject = subject;
    this.#warnings = subject.turn.warning === undefined ? [] : [{ reason: "InvalidAnnotation", message: subject.turn.warning }];
  }

  readonly actions = {
    propose: () => this.#propose(),
    begin: () => this.#begin(),
    continue: () => this.#continue(),
    stop: () => this.#stop(),
    // What is under way ends before anything new is worked out.
    "stop and propose": () => this.#stop("PendingProposal"),
    stay: () => this.#stay(),
  } as const;

  /** Kafka can't be asked: a rebalance that is being carried out is gone on with later, and one that is not is proposed later. */
  postponed(message: string): Looked {
    const { state } = this.#subject.turn;
    const next = state === "New" || state === "NotReady" || state === "ReconciliationPaused" ? "PendingProposal" : state;
    return { result: this.#result(next, [{ reason: "KafkaError", message }]), outcome: { type: "failed", message } };
  }

  async #propose(): Promise<Looked> {
    const { rebalance, kafka, record, signal } = this.#subject;
    const before = await record.proposal();
    if (before?.hasBegun === true && !(await this.#hasEnded(before))) return this.#again("PendingProposal");
    const { view } = await observeCluster(this.#admin, { withTraffic: true, now: this.#options.clock.now() });
    const excluded = await matcherOf("spec.excludedTopics", rebalance.spec.excludedTopics, () => false).catch((thrown) =>
      messageOf(thrown),
    );
    if (typeof excluded === "string") return this.#refused({ reason: "IllegalArgumentException", message: excluded });
    const proposed = proposeFor(rebalance, { kafka, view, isExcluded: excluded });
    if (proposed.type === "refused") return this.#refused(proposed);
    const { proposal } = proposed;
    const sessionId = sessionIdFrom(this.#options.random);
    const { movements, diskMovements, leaderMovements } = proposal;
    const { throttleBytesPerSec } = limitsOf(rebalance);
    const planned = { movements, diskMovements, leaderMovements };
    await record.keep(
      { sessionId, hasBegun: false, throttleBytesPerSec, planned },
      brokerLoads(proposal, view),
      restingProgress.ProposalReady ?? {},
      signal,
    );
    const topics = new Set(view.partitions.map(({ topic }) => topic).filter(excluded));
    const figures = optimizationResult(proposal, [...topics].sort(), rebalance.metadata.name);
    this.#tell(
      "Normal",
      "ProposalReady",
      `${figures.numReplicaMovements} replicas (${figures.dataToMoveMB} MB) and ${figures.numLeaderMovements} leaders would be moved`,
    );
    const result = { ...this.#result("ProposalReady", proposed.warnings), sessionId, optimizationResult: figures };
    return { result, outcome: { type: "done" } };
  }

  async #begin(): Promise<Looked> {
    const { rebalance, record, signal } = this.#subject;
    const proposal = await record.proposal();
    if (proposal === undefined || proposal.sessionId !== rebalance.status?.sessionId) return this.#propose();
    if (this.#options.isOtherUnderWay(rebalance)) {
      const message = "another KafkaRebalance of this Kafka is being carried out: this one waits";
      return this.#again("ProposalReady", [{ reason: "RebalanceUnderWay", message }]);
    }
    await record.keep({ ...proposal, hasBegun: true }, undefined, {}, signal);
    this.#tell("Normal", "Rebalancing", "the proposal is carried out");
    return this.#continue();
  }

  async #continue(): Promise<Looked> {
    const { rebalance, record, signal } = this.#subject;
    const proposal = await record.proposal();
    if (proposal === undefined) return this.#lost();
    const { planned, sessionId, throttleBytesPerSec } = proposal;
    const limits = { ...limitsOf(rebalance), throttleBytesPerSec };
    const { state } = await observeCluster(this.#admin);
    const { step, isFinished, refusals } = await carryOut(this.#admin, planned, state, limits);
    if (isFinished) {
      await record.drop(restingProgress.Ready ?? {}, signal);
      this.#tell("Normal", "Ready", "the proposal has been carried out");
      return { result: this.#result("Ready"), outcome: { type: "done" } };
    }
    await record.tell(progressOf({ planned, step, limits, sessionId, sinceMs: this.#sinceMs() }), signal);
    const warnings = [...refusals, ...step.waitsFor].slice(0, refusalsMax).map((message) => ({ reason: "KafkaError", message }));
    return this.#again("Rebalancing", warnings);
  }

  /** The ConfigMap has been deleted: what was approved is not known any more. */
  async #lost(): Promise<Looked> {
    const { rebalance } = this.#subject;
    await liftThrottle(this.#admin, rebalance.spec.replicationThrottle);
    return this.#refused({
      reason: "NoSuchResourceException",
      message: `ConfigMap ${rebalance.metadata.name}, which had the proposal, is gone`,
    });
  }

  /** What is under way ends, and nothing else begins. */
  async #stop(next: "Stopped" | "PendingProposal" = "Stopped"): Promise<Looked> {
    const { record, signal } = this.#subject;
    const proposal = await record.proposal();
    const hasEnded = proposal === undefined || (await this.#hasEnded(proposal));
    await record.tell(restingProgress[next] ?? {}, signal);
    this.#tell("Normal", "Stopped", "nothing more of the proposal is carried out; what is under way ends");
    return hasEnded && next === "Stopped" ? this.#done(next) : this.#again(next);
  }

  async #stay(): Promise<Looked> {
    const { state } = this.#subject.turn;
    const resting: Resting = state === "New" ? "PendingProposal" : state;
    const proposal = await this.#subject.record.proposal();
    const isLeft = proposal?.hasBegun === true && !(await this.#hasEnded(proposal));
    return isLeft ? this.#again(resting) : this.#done(resting);
  }

  /** Whether nothing of it is under way any more; then nothing of it is left, throttles included. */
  async #hasEnded({ planned, throttleBytesPerSec }: RecordedProposal): Promise<boolean> {
    const { rebalance, record, signal } = this.#subject;
    const { state } = await observeCluster(this.#admin);
    const { underWay } = nextExecutionStep(planned, state, { ...limitsOf(rebalance), movementsPerBroker: 0 });
    await throttle(this.#admin, { bytesPerSec: throttleBytesPerSec, all: planned.movements, moving: underWay }, state);
    if (underWay.length > 0) return false;
    await record.drop({}, signal);
    return true;
  }

  async #refused({ reason, message }: Reason): Promise<Looked> {
    const { record, signal } = this.#subject;
    await record.drop(restingProgress.NotReady ?? {}, signal);
    this.#tell("Warning", reason, message);
    return { result: { ...this.#result("NotReady"), failure: { reason, message } }, outcome: { type: "done" } };
  }

  #done(state: Resting): Looked {
    return { result: this.#result(state), outcome: { type: "done" } };
  }

  #again(state: Resting, warnings: readonly Reason[] = []): Looked {
    return { result: this.#result(state, warnings), outcome: { type: "done", requeueAfterMs: lookMs } };
  }

  /** What is known of it already stays as long as it is true. */
  #result(state: Resting, warnings: readonly Reason[] = []): RebalanceResult {
    const { rebalance, record } = this.#subject;
    const { sessionId, optimizationResult: figures, conditions = [] } = rebalance.status ?? {};
    const isRunning = state === "ProposalReady" || state === "Rebalancing";
    const before = conditions.find(({ type }) => type === "NotReady");
    return {
      state,
      warnings: [...this.#warnings, ...warnings],
      ...(state === "NotReady" && { failure: { reason: before?.reason ?? "RuntimeException", message: before?.message ?? "" } }),
      ...(isRunning && sessionId !== undefined && { sessionId }),
      ...((isRunning || state === "Ready") && figures !== undefined && { optimizationResult: figures }),
      ...(record.name === undefined ? {} : { configMap: record.name }),
    };
  }

  get #admin() {
    return this.#options.links.of(this.#subject.kafka).admin;
  }

  #sinceMs(): number {
    const { status } = this.#subject.rebalance;
    const since = status?.conditions?.find(({ type }) => type === "Rebalancing")?.lastTransitionTime;
    return since === undefined ? 0 : this.#options.clock.now() - Date.parse(since);
  }

  /** Once, when it becomes so. */
  #tell(type: "Normal" | "Warning", reason: string, message: string): void {
    const { rebalance } = this.#subject;
    if (type === "Normal" && rebalanceStateOf(rebalance.status) === reason) return;
    this.#options.events.record(rebalance, { type, reason, message });
  }
}

/** In the hyphenated form that Cruise Control has. */
function sessionIdFrom(random: Random): string {
  return random.memberSuffix();
}
