import type { RollNode, RollQuorum } from "./cluster-state.ts";

/** How many others have to be caught up in quorums of a size for which it is not the majority. */
export interface SmallQuorum {
  readonly name: string;
  readonly voters: number;
  readonly needed: number;
}

export const smallQuorums: readonly SmallQuorum[] = [
  { name: "the only controller can always be restarted: the quorum is gone meanwhile, whatever is waited for", voters: 1, needed: 0 },
  { name: "of two controllers the other one has to be caught up", voters: 2, needed: 1 },
];

/** Why a controller can't be started anew now: without it the rest must have a majority of voters that are caught up. Undefined: it can. */
export function controllerHindrance({ id }: RollNode, quorum: RollQuorum | undefined, small: readonly SmallQuorum[]): string | undefined {
  if (quorum === undefined) return "the controllers' quorum can't be read";
  const voters = [...quorum.lagMs.keys()];
  if (!voters.includes(id)) return undefined;
  const others = voters.filter((voter) => voter !== id);
  const behind = others.filter((voter) => !isCaughtUp(voter, quorum));
  const needed = small.find((each) => each.voters === voters.length)?.needed ?? Math.floor((voters.length + 2) / 2);
  const caughtUp = others.length - behind.length;
  if (caughtUp >= needed) return undefined;
  return `without it ${caughtUp} of ${voters.length} controllers would be caught up, and ${needed} are needed; behind: ${behind.join(", ")}`;
}

function isCaughtUp(voter: number, { leaderId, lagMs, fetchTimeoutMs }: RollQuorum): boolean {
  const lag = voter === leaderId ? 0 : lagMs.get(voter);
  return lag !== undefined && lag < fetchTimeoutMs;
}
