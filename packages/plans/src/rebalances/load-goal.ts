import { type Assignment, at } from "./assignment.ts";
import { type Bounds, excess } from "./bounds.ts";
import { apply, type Change, exchanging, handingOver, moving, none } from "./change.ts";
import type { Accepts, Goal } from "./goal.ts";
import { measureTable } from "./measures.ts";

/** Replicas that are tried for an exchange. */
const exchangedMax = 10;

/** Tries to relieve a replica's broker at the cost of another one. Whether something was changed. */
type Way = (replica: number, to: number, accepts: Accepts) => boolean;

/** The load of brokers by a measure is within bounds. */
export class LoadGoal implements Goal {
  readonly #assignment: Assignment;
  readonly #bounds: Bounds;
  readonly #loads: Float64Array;
  /** Differences that come of counting with fractions. */
  readonly #fraction: number;
  readonly #staying: readonly number[];
  /** By broker, until something changes there: in which order its replicas are tried, and which would be given back for one. */
  readonly #order = new Map<number, readonly number[]>();
  readonly #light = new Map<number, readonly number[]>();
  readonly #ways: readonly Way[];

  /** What each broker's data shall be, if that is aimed at later. */
  readonly #dataBounds: Bounds | undefined;

  constructor(assignment: Assignment, bounds: Bounds, dataBounds?: Bounds) {
    this.#assignment = assignment;
    this.#dataBounds = dataBounds;
    this.#bounds = bounds;
    this.#loads = assignment.loads[bounds.measure] ?? new Float64Array();
    this.#fraction = 1e-9 * Math.max(1, ...this.#loads);
    this.#staying = [...assignment.brokers.keys()].filter((broker) => assignment.stays[broker]);
    const byData: readonly Way[] = [this.#move, this.#exchange];
    this.#ways = measureTable[bounds.measure]?.goesWithLeadership === true ? [this.#handOver, ...byData] : byData;
  }

  violation(): number {
    const sum = this.#staying.reduce((sum, broker) => sum + excess(this.#bounds, broker, at(this.#loads, broker)), 0);
    return sum <= this.#fraction ? 0 : sum;
  }

  accepts({ from, to, net }: Change): boolean {
    const taken = at(net, this.#bounds.measure);
    if (taken === 0) return true;
    const [load, other] = [at(this.#loads, from), at(this.#loads, to)];
    const before = Math.max(excess(this.#bounds, from, load), excess(this.#bounds, to, other));
    return Math.max(excess(this.#bounds, from, load - taken), excess(this.#bounds, to, other + taken)) <= before + this.#fraction;
  }

  pursue(accepts: Accepts): void {
    const { isDestination } = this.#assignment;
    const { lower, upper } = this.#bounds;
    this.#order.clear();
    this.#light.clear();
    const over = (broker: number) => at(this.#loads, broker) > at(upper, broker) + this.#fraction;
    const under = (broker: number) => at(this.#loads, broker) < at(lower, broker) - this.#fraction;
    for (const way of this.#ways) for (const from of this.#heaviestFirst(over)) this.#relieve(from, over, way, accepts);
    for (const way of this.#ways) {
      for (const to of this.#heaviestFirst((broker) => isDestination[broker] === true && under(broker)).reverse()) {
        this.#fill(to, under, way, accepts);
      }
    }
  }

  #relieve(from: number, isOver: (broker: number) => boolean, way: Way, accepts: Accepts): void {
    const { isDestination, brokerOf } = this.#assignment;
    const lightestFirst = () => this.#heaviestFirst((broker) => isDestination[broker] === true && broker !== from).reverse();
    let tos = lightestFirst();
    for (const replica of this.#inOrder(from)) {
      if (!isOver(from)) return;
      if (brokerOf[replica] === from && tos.some((to) => way.call(this, replica, to, accepts))) tos = lightestFirst();
    }
  }

  #fill(to: number, isUnder: (broker: number) => boolean, way: Way, accepts: Accepts): void {
    const { brokerOf } = this.#assignment;
    for (const from of this.#heaviestFirst((broker) => broker !== to)) {
      for (const replica of this.#inOrder(from)) {
        if (!isUnder(to)) return;
        if (brokerOf[replica] === from) way.call(this, replica, to, accepts);
      }
    }
  }

  #handOver(replica: number, to: number, accepts: Accepts): boolean {
    const { isMovable, partitionOf } = this.#assignment;
    if (!this.#assignment.isLeader(replica) || !isMovable[at(partitionOf, replica)]) return false;
    const follower = this.#assignment.siblingOn(replica, to);
    return follower !== none && this.#tries(handingOver(this.#assignment, replica, follower), accepts);
  }

  #move(replica: number, to: number, accepts: Accepts): boolean {
    if (!this.#improves(at(this.#assignment.brokerOf, replica), to, this.#weight(replica))) return false;
    return this.#assignment.mayMove(replica, to) && this.#tries(moving(this.#assignment, replica, to), accepts);
  }

  #exchange(replica: number, to: number, accepts: Accepts): boolean {
    const from = at(this.#assignment.brokerOf, replica);
    if (this.#assignment.isDestination[from] !== true || !this.#assignment.mayMove(replica, to)) return false;
    return this.#lightest(to).some((other) => {
      if (!this.#improves(from, to, this.#weight(replica) - this.#weight(other)) || !this.#assignment.mayMove(other, from)) return false;
      return this.#tries(exchanging(this.#assignment, replica, other), accepts);
    });
  }

  #tries(change: Change, accepts: Accepts): boolean {
    if (!this.#improves(change.from, change.to, at(change.net, this.#bounds.measure)) || !accepts(change)) return false;
    apply(this.#assignment, change);
    for (const known of [this.#order, this.#light]) for (const broker of [change.from, change.to]) known.delete(broker);
    return true;
  }

  #improves(from: number, to: number, taken: number): boolean {
    const [load, other] = [at(this.#loads, from), at(this.#loads, to)];
    const before = excess(this.#bounds, from, load) + excess(this.#bounds, to, other);
    return excess(this.#bounds, from, load - taken) + excess(this.#bounds, to, other + taken) < before - this.#fraction;
  }

  #weight(replica: number): number {
    return this.#assignment.weight(replica, this.#bounds.measure);
  }

  /** Replicas on a broker, those first that take the least data for what they weigh, of these the weightiest. */
  #inOrder(broker: number): readonly number[] {
    const known = this.#order.get(broker);
    if (known !== undefined) return known;
    const sizeToSpare = this.#sizeToSpare(broker);
    const weighed = [...(this.#assignment.replicasOn[broker] ?? [])].map((replica) => {
      const weight = this.#weight(replica);
      return { replica, weight, price: Math.abs(this.#assignment.cost(replica) - sizeToSpare) / weight };
    });
    const sorted = weighed.sort((one, other) => one.price - other.price || other.weight - one.weight).map(({ replica }) => replica);
    this.#order.set(broker, sorted);
    return sorted;
  }

  /** Where a broker has too much data as well, as much goes with each replica as has to go anyway. */
  #sizeToSpare(broker: number): number {
    if (this.#dataBounds === undefined) return 0;
    const beyond = (bounds: Bounds, load: number) => Math.max(0, load - (at(bounds.lower, broker) + at(bounds.upper, broker)) / 2);
    const tooMany = beyond(this.#bounds, at(this.#loads, broker));
    const data = this.#assignment.loads[this.#dataBounds.measure] ?? new Float64Array();
    return tooMany === 0 ? 0 : beyond(this.#dataBounds, at(data, broker)) / tooMany;
  }

  #lightest(broker: number): readonly number[] {
    const known = this.#light.get(broker);
    if (known !== undefined) return known;
    const sorted = [...(this.#assignment.replicasOn[broker] ?? [])].sort((one, other) => this.#weight(one) - this.#weight(other));
    const lightest = sorted.slice(0, exchangedMax);
    this.#light.set(broker, lightest);
    return lightest;
  }

  #heaviestFirst(which: (broker: number) => boolean): number[] {
    const over = (broker: number) => at(this.#loads, broker) - at(this.#bounds.upper, broker);
    return this.#staying.filter(which).sort((one, other) => over(other) - over(one));
  }
}
