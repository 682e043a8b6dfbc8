import type { KafkaRebalance, KafkaRebalanceStatus } from "@millrace/resources";

/** Annotation of a KafkaRebalance by which somebody asks for what is next. It is taken away once that was heard. */
export const rebalanceAnnotation = "strimzi.io/rebalance";
/** Annotation by which, set to `true`, proposals are carried out unasked. */
export const autoApprovalAnnotation = "strimzi.io/rebalance-auto-approval";
/** Annotation by which, set to `true`, a KafkaRebalance is nothing but a template for others. */
export const templateAnnotation = "strimzi.io/rebalance-template";

type Asked = "approve" | "stop" | "refresh";

/** What is done about a KafkaRebalance. */
export type RebalanceAction =
  /** Work out a proposal. */
  | "propose"
  /** Carry out what was proposed, from the beginning. */
  | "begin"
  /** Carry on. */
  | "continue"
  /** End what is under way. */
  | "stop"
  | "stop and propose"
  /** Leave it as it is. */
  | "stay";

interface Transitions {
  /** Where nobody asks for anything. */
  readonly unasked: RebalanceAction;
  /** What can be asked for, in the order in which messages name it. */
  readonly asked: Readonly<Partial<Record<Asked, RebalanceAction>>>;
}

/** Strimzi's states, which are the types of conditions, and what comes next in each. */
export const rebalanceStates = {
  New: { unasked: "propose", asked: {} },
  PendingProposal: { unasked: "propose", asked: { stop: "stop", refresh: "propose" } },
  ProposalReady: { unasked: "stay", asked: { approve: "begin", refresh: "propose" } },
  Rebalancing: { unasked: "continue", asked: { stop: "stop", refresh: "stop and propose" } },
  Stopped: { unasked: "stay", asked: { refresh: "propose" } },
  NotReady: { unasked: "stay", asked: { refresh: "propose" } },
  Ready: { unasked: "stay", asked: { refresh: "propose" } },
  ReconciliationPaused: { unasked: "propose", asked: {} },
} as const satisfies Readonly<Record<string, Transitions>>;

export type RebalanceState = keyof typeof rebalanceStates;

const isState = (type: string | undefined): type is RebalanceState => type !== undefined && Object.hasOwn(rebalanceStates, type);

/** The state that a status tells. */
export function rebalanceStateOf(status: KafkaRebalanceStatus | undefined): RebalanceState {
  return status?.conditions?.map(({ type }) => type).find(isState) ?? "New";
}

export interface RebalanceTurn {
  readonly state: RebalanceState;
  readonly action: RebalanceAction;
  /** Whether what was asked for by annotation is heard by this. */
  readonly isHeard: boolean;
  /** What somebody asks for and can't have now. */
  readonly warning?: string;
}

/** What there is to be done about a KafkaRebalance. `isCured`: what was wrong with it when it was last looked at is not wrong any more. */
export function rebalanceTurn({ metadata, status }: KafkaRebalance, isCured = false): RebalanceTurn {
  const state = rebalanceStateOf(status);
  const { unasked, asked }: Transitions = rebalanceStates[state];
  const raw = metadata.annotations?.[rebalanceAnnotation];
  const isChanged = status?.observedGeneration !== undefined && status.observedGeneration !== metadata.generation;
  if (isChanged && asked.refresh !== undefined) return { state, action: asked.refresh, isHeard: raw === undefined || isAsked(raw) };
  const isApproved = state === "ProposalReady" && metadata.annotations?.[autoApprovalAnnotation] === "true";
  if (isApproved) return { state, action: "begin", isHeard: raw !== undefined && Object.hasOwn(asked, raw) };
  if (raw === undefined) return { state, action: isCured ? "propose" : unasked, isHeard: false };
  const action = isAsked(raw) ? asked[raw] : undefined;
  if (action !== undefined) return { state, action, isHeard: true };
  const known = Object.keys(asked).join(", ");
  const warning = `Wrong annotation value: ${raw}. The rebalance resource supports the following annotations in ${state} state: [${known}]`;
  const said = state === "New" || state === "ReconciliationPaused" ? {} : { warning };
  return { state, action: isCured ? "propose" : unasked, isHeard: false, ...said };
}

const isAsked = (value: string): value is Asked => value === "approve" || value === "stop" || value === "refresh";
