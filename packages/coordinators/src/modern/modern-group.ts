import { type Assignment, noAssignment, sameAssignment } from "./assignment.ts";
import type { ModernMember } from "./modern-member.ts";
import { Tally } from "./tally.ts";

/** Epoch of a group of which nothing is stored yet, and of its target assignment. */
const firstEpoch = 1;

/**
 * A group whose assignment the coordinator computes (KIP-848): what all such kinds of groups have. It is changed by replayed records
 * alone.
 * - Its epoch grows with each change of members, subscriptions or subscribed topics.
 * - Its target assignment was made for one of those epochs; members are led to it at their own pace.
 */
export class ModernGroup<Member extends ModernMember> {
  readonly groupId: string;
  epoch: number = firstEpoch;
  metadataHash = 0;
  assignmentEpoch: number = firstEpoch;
  /** When the target assignment was made, in milliseconds; 0 if never. */
  assignmentTimestamp = 0;
  protected readonly membersById = new Map<string, Member>();
  readonly #targets = new Map<string, Assignment>();
  readonly #named = new Tally();
  /** Up to which change of topics the group knows its topics, and its epoch by then. Not stored. */
  #checked = { topicsVersion: -1, epoch: 0 };

  constructor(groupId: string) {
    this.groupId = groupId;
  }

  get size(): number {
    return this.membersById.size;
  }

  members(): Iterable<Member> {
    return this.membersById.values();
  }

  member(memberId: string): Member | undefined {
    return this.membersById.get(memberId);
  }

  /** Puts the member in the place of the one that has its id. */
  put(member: Member): void {
    const old = this.membersById.get(member.memberId);
    if (old !== undefined) this.#named.remove(old.subscribedTopicNames);
    this.#named.add(member.subscribedTopicNames);
    this.membersById.set(member.memberId, member);
  }

  remove(memberId: string): void {
    const old = this.membersById.get(memberId);
    if (old === undefined) return;
    this.#named.remove(old.subscribedTopicNames);
    this.membersById.delete(memberId);
  }

  target(memberId: string): Assignment {
    return this.#targets.get(memberId) ?? noAssignment;
  }

  targets(): Iterable<readonly [memberId: string, target: Assignment]> {
    return this.#targets;
  }

  /** Those of new targets that are not what members were to have already. */
  changedTargets(targets: Iterable<readonly [memberId: string, target: Assignment]>): [memberId: string, target: Assignment][] {
    return Array.from(targets, ([memberId, target]): [string, Assignment] => [memberId, target]).filter(([memberId, target]) => {
      const known = this.#targets.get(memberId);
      return known === undefined || !sameAssignment(known, target);
    });
  }

  putTarget(memberId: string, target: Assignment): void {
    this.#targets.set(memberId, target);
  }

  removeTarget(memberId: string): void {
    this.#targets.delete(memberId);
  }

  /** How many members name each topic, once these have gone and that one has come. */
  namedTopics(gone: Iterable<Member> = [], come?: Member): Tally {
    const named = this.#named.copy();
    for (const { subscribedTopicNames } of gone) named.remove(subscribedTopicNames);
    if (come !== undefined) named.add(come.subscribedTopicNames);
    return named;
  }

  isNamed(topic: string): boolean {
    return this.#named.count(topic) > 0;
  }

  /** Whether topics may have changed since the group last looked. What it saw before an epoch that was never stored does not count. */
  topicsMayDiffer(topicsVersion: number): boolean {
    return this.#checked.topicsVersion !== topicsVersion || this.epoch < this.#checked.epoch;
  }

  topicsChecked(topicsVersion: number, epoch: number): void {
    this.#checked = { topicsVersion, epoch };
  }
}
