import { type Assignment, at } from "./assignment.ts";
import { apply, type Change, moving, none } from "./change.ts";
import type { Accepts, Goal } from "./goal.ts";

/** By how much a broker may have more replicas of a topic than an even share: Cruise Control's defaults of `topic.replica.count.balance.*`. */
const thresholdFactor = 3;
const gapMin = 2;
const gapMax = 40;

/** No broker has by far the most of a topic's replicas. */
export class TopicGoal implements Goal {
  readonly #assignment: Assignment;
  /** How many replicas of each topic a broker may have. */
  readonly #limits: readonly number[];

  constructor(assignment: Assignment) {
    this.#assignment = assignment;
    const staying = Math.max(1, assignment.stays.filter(Boolean).length);
    this.#limits = Array.from({ length: assignment.topicCount }, (_, topic) => limitOf(this.#countsOf(topic).reduce(sum, 0) / staying));
  }

  violation(): number {
    return this.#limits
      .map((limit, topic) => this.#countsOf(topic).reduce((total, count) => total + Math.max(0, count - limit), 0))
      .reduce(sum, 0);
  }

  accepts({ from, to, moved, returned }: Change): boolean {
    return this.#mayGo(moved, to) && this.#mayGo(returned, from);
  }

  pursue(accepts: Accepts): void {
    for (const [topic, limit] of this.#limits.entries()) {
      const counts = this.#countsOf(topic);
      for (const [from, count] of counts.entries()) if (count > limit) this.#spread(topic, from, accepts);
    }
  }

  #spread(topic: number, from: number, accepts: Accepts): void {
    const { topicOf, partitionOf, replicasOn } = this.#assignment;
    const counts = this.#countsOf(topic);
    const own = [...(replicasOn[from] ?? [])].filter((replica) => topicOf[at(partitionOf, replica)] === topic);
    for (const replica of own.sort((one, other) => this.#assignment.cost(one) - this.#assignment.cost(other))) {
      if (at(counts, from) <= (this.#limits[topic] ?? 0)) return;
      const tos = [...counts.keys()].sort((one, other) => at(counts, one) - at(counts, other));
      const to = tos.find((broker) => {
        return (
          this.#assignment.mayMove(replica, broker) &&
          at(counts, broker) < (this.#limits[topic] ?? 0) &&
          accepts(moving(this.#assignment, replica, broker))
        );
      });
      if (to !== undefined) apply(this.#assignment, moving(this.#assignment, replica, to));
    }
  }

  #mayGo(replica: number, to: number): boolean {
    if (replica === none) return true;
    const { topicOf, partitionOf, brokerOf } = this.#assignment;
    const topic = at(topicOf, at(partitionOf, replica));
    const counts = this.#countsOf(topic);
    return at(counts, to) + 1 <= Math.max(this.#limits[topic] ?? 0, at(counts, at(brokerOf, replica)));
  }

  #countsOf(topic: number): Int32Array {
    const { brokers, topicReplicas } = this.#assignment;
    return topicReplicas.subarray(topic * brokers.length, (topic + 1) * brokers.length);
  }
}

const limitOf = (even: number): number => Math.ceil(even + Math.min(gapMax, Math.max(gapMin, even * (thresholdFactor - 1))));

const sum = (one: number, other: number): number => one + other;
