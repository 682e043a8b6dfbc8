import type { QuorumNode, QuorumReplica, QuorumState } from "./state.ts";

/** What is done next to who votes in the quorum of controllers. */
export type QuorumStep =
  /** Those vote that shall, and nobody else. */
  | { readonly type: "done" }
  | { readonly type: "add" | "remove"; readonly replica: QuorumReplica; readonly why: string }
  /** It goes on when something has changed. */
  | { readonly type: "wait"; readonly why: string };

/**
 * The next step towards a quorum of those controllers that shall vote: level-triggered, one voter at a time, as Kafka takes it (KIP-853). New ones join
 * before others go, and whatever is done leaves a majority of voters that are caught up.
 */
export function nextQuorumStep(state: QuorumState): QuorumStep {
  return replaced(state) ?? joined(state) ?? left(state) ?? { type: "done" };
}

/** A voter that runs with another directory by now has lost the one that it voted by, and would be counted as missing for good. */
function replaced(state: QuorumState): QuorumStep | undefined {
  const lost = state.voters.find(
    ({ id, directoryId }) =>
      state.nodes.some((node) => node.id === id && node.votes) &&
      state.observers.some((observer) => observer.id === id && observer.directoryId !== directoryId && isCaughtUp(observer, state)),
  );
  return lost === undefined ? undefined : removal(lost, state, `controller ${lost.id} has lost the volume that it voted by`);
}

function joined(state: QuorumState): QuorumStep | undefined {
  const missing = state.nodes.filter(({ id, votes }) => votes && !state.voters.some((voter) => voter.id === id));
  const steps = missing.map((node) => joining(node, state));
  return steps.find(({ type }) => type === "add") ?? steps[0];
}

function joining({ id, podName }: QuorumNode, state: QuorumState): QuorumStep {
  const replica = state.observers.find((observer) => observer.id === id && isCaughtUp(observer, state));
  if (replica === undefined) return { type: "wait", why: `controller ${podName} does not follow the quorum yet, in which it shall vote` };
  const hindrance = majorityHindrance([...state.voters, replica], state);
  if (hindrance !== undefined) return { type: "wait", why: `controller ${podName} can't join the quorum now: ${hindrance}` };
  return { type: "add", replica, why: `controller ${podName} joins the quorum` };
}

/** Whoever serves least goes first, and the leader last. */
function left(state: QuorumState): QuorumStep | undefined {
  const rank = (voter: QuorumReplica): number => (voter.id === state.leaderId ? 2 : isCaughtUp(voter, state) ? 1 : 0);
  const leaving = state.voters
    .filter(({ id }) => !state.nodes.some((node) => node.id === id && node.votes))
    .toSorted((one, other) => rank(one) - rank(other) || one.id - other.id);
  const steps = leaving.map((voter) => leave(voter, state));
  return steps.find(({ type }) => type === "remove") ?? steps[0];
}

function leave(voter: QuorumReplica, state: QuorumState): QuorumStep {
  const node = state.nodes.find(({ id }) => id === voter.id);
  if (node !== undefined && !node.isSettled) {
    return { type: "wait", why: `controller ${node.podName} is about to be restarted, and leaves the quorum then` };
  }
  return removal(voter, state, `controller ${node?.podName ?? voter.id} leaves the quorum`);
}

function removal(voter: QuorumReplica, state: QuorumState, why: string): QuorumStep {
  const rest = state.voters.filter((other) => other !== voter);
  const hindrance = majorityHindrance(rest, state);
  return hindrance === undefined ? { type: "remove", replica: voter, why } : { type: "wait", why: `${why}, but not now: ${hindrance}` };
}

/** Why some voters would be no quorum: no majority of them is caught up. */
function majorityHindrance(voters: readonly QuorumReplica[], state: QuorumState): string | undefined {
  const behind = voters.filter((voter) => !isCaughtUp(voter, state));
  const needed = Math.floor(voters.length / 2) + 1;
  const caughtUp = voters.length - behind.length;
  if (caughtUp >= needed) return undefined;
  if (voters.length === 0) return "nobody else votes";
  return `${caughtUp} of ${voters.length} voters would be caught up, and ${needed} are needed; behind: ${behind.map(({ id }) => id).join(", ")}`;
}

const isCaughtUp = ({ id, lagMs }: QuorumReplica, { leaderId, fetchTimeoutMs, voters }: QuorumState): boolean =>
  (id === leaderId && voters.some((voter) => voter.id === id)) || (lagMs !== undefined && lagMs < fetchTimeoutMs);
