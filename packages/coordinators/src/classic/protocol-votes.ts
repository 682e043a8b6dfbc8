import { assert } from "@millrace/kit";
import type { MemberProtocol } from "./classic-member.ts";

type Ballot = readonly MemberProtocol[];

/** How many members offer each protocol; kept up to date as members come, change and go. */
export class ProtocolCounts {
  readonly #counts = new Map<string, number>();

  add(ballot: Ballot): void {
    for (const { name } of ballot) this.#counts.set(name, this.count(name) + 1);
  }

  remove(ballot: Ballot): void {
    for (const { name } of ballot) {
      const left = this.count(name) - 1;
      if (left > 0) this.#counts.set(name, left);
      else this.#counts.delete(name);
    }
  }

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }
}

/**
 * The protocol that most members prefer among those that all of them offer; of several with as many votes, the one that was named first.
 * The caller sees to it that there is one in common.
 */
export function elect(ballots: readonly Ballot[]): string {
  const counts = new ProtocolCounts();
  for (const ballot of ballots) counts.add(ballot);
  const votes = new Map<string, number>();
  for (const ballot of ballots) {
    const choice = ballot.find(({ name }) => counts.count(name) === ballots.length)?.name;
    assert(choice !== undefined, "the members have no protocol in common");
    votes.set(choice, (votes.get(choice) ?? 0) + 1);
  }
  const [first, ...others] = votes;
  assert(first !== undefined, "an election without voters");
  return others.reduce((leading, entry) => (entry[1] > leading[1] ? entry : leading), first)[0];
}
