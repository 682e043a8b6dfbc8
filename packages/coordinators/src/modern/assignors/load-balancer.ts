import { assert } from "@millrace/kit";

/**
 * Hands out the subscribers of one topic from both ends: those with the fewest partitions, to give to, and those with the most, to take
 * from. Each end is a range of members that had equally many; it grows inwards as its members are evened out.
 */
export class LoadBalancer {
  /** Partitions that each member holds, by the member's index. Read, never changed. */
  readonly #loads: readonly number[];
  #members: number[] = [];
  #leastEnd = 0;
  #leastLoad = -1;
  #nextLeast = 0;
  #mostStart = 0;
  #mostEnd = 0;
  #mostLoad = 1;
  #nextMost = -1;

  constructor(loads: readonly number[]) {
    this.#loads = loads;
  }

  /** Begins with another topic; gives back by how much its subscribers' loads differ. */
  begin(subscribers: readonly number[]): number {
    this.#members = [...subscribers].sort((first, second) => this.#load(first) - this.#load(second) || first - second);
    const least = this.#loadAt(0);
    const most = this.#loadAt(this.#members.length - 1);
    this.#leastEnd = 0;
    this.#leastLoad = least - 1;
    this.#nextLeast = 0;
    this.#mostStart = this.#members.length;
    this.#mostEnd = this.#members.length;
    this.#mostLoad = most + 1;
    this.#nextMost = this.#members.length - 1;
    return most - least;
  }

  /** The subscriber to give the next partition to. */
  nextLeastLoaded(): number {
    if (this.#nextLeast >= this.#leastEnd) {
      this.#leastLoad++;
      while (this.#leastEnd < this.#members.length && this.#loadAt(this.#leastEnd) === this.#leastLoad) this.#leastEnd++;
      this.#nextLeast = 0;
    }
    return this.#memberAt(this.#nextLeast++);
  }

  /** The subscriber to take the next partition from; undefined if none is left. */
  nextMostLoaded(): number | undefined {
    if (this.#nextMost < this.#mostStart) {
      if (this.#mostEnd <= this.#mostStart && this.#mostStart > 0) this.#mostLoad = this.#loadAt(this.#mostStart - 1);
      else this.#mostLoad--;
      while (this.#mostStart > 0 && this.#loadAt(this.#mostStart - 1) === this.#mostLoad) this.#mostStart--;
      this.#nextMost = this.#mostEnd - 1;
    }
    return this.#nextMost < 0 ? undefined : this.#memberAt(this.#nextMost--);
  }

  /** The last subscriber that was to be taken from has nothing of this topic. */
  excludeMostLoaded(): void {
    const at = this.#nextMost + 1;
    const excluded = this.#memberAt(at);
    this.#members[at] = this.#memberAt(this.#mostEnd - 1);
    this.#members[this.#mostEnd - 1] = excluded;
    this.#mostEnd--;
  }

  /** Moving another partition from one end to the other would not help. */
  get balanced(): boolean {
    return this.#mostLoad - this.#leastLoad <= 1;
  }

  #memberAt(index: number): number {
    const member = this.#members[index];
    assert(member !== undefined, "a topic without subscribers is balanced");
    return member;
  }

  #loadAt(index: number): number {
    return this.#load(this.#memberAt(index));
  }

  #load(member: number): number {
    return this.#loads[member] ?? 0;
  }
}
