import { assert } from "@millrace/kit";
import type { Assignment } from "../assignment.ts";
import type { Assignor, AssignorInput } from "./assignor.ts";
import { LoadBalancer } from "./load-balancer.ts";

/** Where subscriptions overlap without being the same, balance comes in steps; after so many it is good enough. */
const balancingRoundsMax = 16;
const nobody = -1;

interface TopicShares {
  readonly topicId: string;
  /** Indexes of members, ascending. */
  readonly subscribers: readonly number[];
  /** The member that holds each partition. */
  readonly owners: Int32Array;
}

/**
 * Subscriptions differ: each member keeps what it still subscribes to, free partitions go to the least loaded subscribers, topics with
 * the most partitions for each subscriber first; then partitions move from the most to the least loaded, topic by topic, until that no
 * longer helps.
 */
export const uniformHeterogeneous: Assignor = (input) => new Shares(input).assign();

class Shares {
  readonly #input: AssignorInput;
  readonly #topics: readonly TopicShares[];
  readonly #loads: number[];
  readonly #balancer: LoadBalancer;

  constructor(input: AssignorInput) {
    this.#input = input;
    this.#loads = input.members.map(() => 0);
    this.#topics = sorted(topicShares(input));
    this.#balancer = new LoadBalancer(this.#loads);
  }

  assign(): ReadonlyMap<string, Assignment> {
    this.#keep();
    for (const topic of this.#topics) this.#giveOut(topic);
    this.#balance();
    return this.#collect();
  }

  #keep(): void {
    const byId = new Map(this.#topics.map((topic) => [topic.topicId, topic]));
    this.#input.members.forEach(({ topicIds, assigned }, member) => {
      for (const [topicId, partitions] of assigned) {
        const topic = topicIds.has(topicId) ? byId.get(topicId) : undefined;
        if (topic !== undefined) for (const partition of partitions) this.#give(topic, partition, member);
      }
    });
  }

  #giveOut(topic: TopicShares): void {
    if (!topic.owners.includes(nobody)) return;
    this.#balancer.begin(topic.subscribers);
    topic.owners.forEach((owner, partition) => {
      if (owner === nobody) this.#give(topic, partition, this.#balancer.nextLeastLoaded());
    });
  }

  #balance(): void {
    const topics = this.#topics.filter(({ subscribers }) => subscribers.length > 1);
    let lastMoved = -1;
    for (let round = 0; round < balancingRoundsMax; round++) {
      for (const [index, topic] of topics.entries()) {
        // Once around without a move.
        if (index === lastMoved) return;
        if (this.#balanceTopic(topic) || lastMoved === -1) lastMoved = index;
      }
    }
  }

  /** Whether a partition has moved. */
  #balanceTopic(topic: TopicShares): boolean {
    if (this.#balancer.begin(topic.subscribers) <= 1) return false;
    const held = partitionsByOwner(topic);
    let moved = false;
    while (!this.#balancer.balanced) {
      const partition = this.#takeFromMostLoaded(held);
      if (partition === undefined) break;
      const receiver = this.#balancer.nextLeastLoaded();
      if (this.#balancer.balanced) break;
      this.#give(topic, partition, receiver);
      moved = true;
    }
    return moved;
  }

  #takeFromMostLoaded(held: ReadonlyMap<number, number[]>): number | undefined {
    for (let member = this.#balancer.nextMostLoaded(); member !== undefined; member = this.#balancer.nextMostLoaded()) {
      const partition = held.get(member)?.pop();
      if (partition !== undefined) return partition;
      this.#balancer.excludeMostLoaded();
    }
    return undefined;
  }

  #give({ owners }: TopicShares, partition: number, member: number): void {
    const owner = owners[partition] ?? nobody;
    if (owner !== nobody) this.#load(owner, -1);
    owners[partition] = member;
    this.#load(member, 1);
  }

  #load(member: number, change: number): void {
    this.#loads[member] = (this.#loads[member] ?? 0) + change;
  }

  #collect(): ReadonlyMap<string, Assignment> {
    const assignments = this.#input.members.map(() => new Map<string, Set<number>>());
    for (const { topicId, owners } of this.#topics) {
      owners.forEach((owner, partition) => {
        const assignment = assignments[owner];
        assert(assignment !== undefined, "a partition was left unassigned");
        const partitions = assignment.get(topicId);
        if (partitions === undefined) assignment.set(topicId, new Set([partition]));
        else partitions.add(partition);
      });
    }
    return new Map(this.#input.members.map(({ memberId }, index) => [memberId, assignments[index] ?? new Map()]));
  }
}

function topicShares({ members, partitionCount }: AssignorInput): TopicShares[] {
  const subscribers = new Map<string, number[]>();
  members.forEach(({ topicIds }, member) => {
    for (const topicId of topicIds) {
      const known = subscribers.get(topicId);
      if (known === undefined) subscribers.set(topicId, [member]);
      else known.push(member);
    }
  });
  return Array.from(subscribers, ([topicId, indexes]) => {
    return { topicId, subscribers: indexes, owners: new Int32Array(partitionCount(topicId)).fill(nobody) };
  });
}

/** Most partitions for each subscriber first, then fewest subscribers, then by id. */
function sorted(topics: TopicShares[]): TopicShares[] {
  const share = ({ owners, subscribers }: TopicShares) => owners.length / subscribers.length;
  return topics.sort(
    (first, second) =>
      share(second) - share(first) || first.subscribers.length - second.subscribers.length || byBytes(first.topicId, second.topicId),
  );
}

/** Ids are base64 of the bytes that Kafka compares as two signed numbers. */
function byBytes(first: string, second: string): number {
  const [one, other] = [first, second].map((id) => Buffer.from(id, "base64url"));
  if (one === undefined || other === undefined || one.length < 16 || other.length < 16) return first < second ? -1 : 1;
  const high = one.readBigInt64BE(0) - other.readBigInt64BE(0);
  const order = high === 0n ? one.readBigInt64BE(8) - other.readBigInt64BE(8) : high;
  return order < 0n ? -1 : 1;
}

/** What each member holds of the topic, in ascending order. */
function partitionsByOwner({ owners }: TopicShares): Map<number, number[]> {
  const held = new Map<number, number[]>();
  owners.forEach((owner, partition) => {
    const partitions = held.get(owner);
    if (partitions === undefined) held.set(owner, [partition]);
    else partitions.push(partition);
  });
  return held;
}
