import type { RollNode, RollQuorum } from "./cluster-state.ts";

/**
 * Why a controller can't be started anew now: without it the rest must have a majority of voters that are caught up. A sole voter can always:
 * the quorum is gone meanwhile, whatever is waited for. Undefined: it can.
 */
export function controllerHindrance({ id }: RollNode, quorum: RollQuorum | undefined): string | undefined {
  if (quorum === undefined) return "the controllers' quorum can't be read";
  const voters = [...quorum.lagMs.keys()];
  if (!voters.includes(id) || voters.length === 1) return undefined;
  const others = voters.filter((voter) => voter !== id);
  const behind = others.filter((voter) => !isCaughtUp(voter, quorum));
  const needed = voters.length === 2 ? 1 : Math.floor((voters.length + 2) / 2);
  const caughtUp = others.length - behind.length;
  if (caughtUp >= needed) return undefined;
  return `without it ${caughtUp} of ${voters.length} controllers would be caught up, and ${needed} are needed; behind: ${behind.join(", ")}`;
}

function isCaughtUp(voter: number, { leaderId, lagMs, fetchTimeoutMs }: RollQuorum): boolean {
  const lag = voter === leaderId ? 0 : lagMs.get(voter);
  return lag !== undefined && lag < fetchTimeoutMs;
}
