import { type Assignment, at, range } from "./assignment.ts";
import { apply, type Change, moving, none } from "./change.ts";
import type { Accepts, Goal } from "./goal.ts";

/** Replicas of a partition are spread over racks as evenly as there are racks: one that is lost takes as few as can be. */
export class RackGoal implements Goal {
  readonly #assignment: Assignment;

  constructor(assignment: Assignment) {
    this.#assignment = assignment;
  }

  violation(): number {
    return range(0, this.#assignment.partitions.length).reduce((sum, partition) => sum + this.#excess(partition), 0);
  }

  accepts({ from, to, moved, returned }: Change): boolean {
    return (moved === none || this.gain(moved, to) >= 0) && (returned === none || this.gain(returned, from) >= 0);
  }

  pursue(accepts: Accepts): void {
    const { partitions } = this.#assignment;
    for (const partition of partitions.keys()) {
      if (this.#excess(partition) === 0) continue;
      for (const replica of this.#replicas(partition)) {
        for (const to of destinations(this.#assignment)) {
          if (!this.#assignment.mayMove(replica, to) || this.gain(replica, to) <= 0) continue;
          const change = moving(this.#assignment, replica, to);
          if (!accepts(change)) continue;
          apply(this.#assignment, change);
          break;
        }
      }
    }
  }

  /** How many replicas fewer are too many in their racks once a replica is on another broker. */
  gain(replica: number, to: number): number {
    const { rackOf, brokerOf, partitionOf } = this.#assignment;
    const [from, there] = [rackOf[at(brokerOf, replica)] ?? none, at(rackOf, to)];
    if (from === there) return 0;
    const partition = at(partitionOf, replica);
    const max = this.#perRack(partition);
    const here = from === none ? 0 : this.#inRack(partition, from);
    return (here > max ? 1 : 0) - (this.#inRack(partition, there) >= max ? 1 : 0);
  }

  #excess(partition: number): number {
    const max = this.#perRack(partition);
    const counts = new Map<number, number>();
    for (const replica of this.#replicas(partition)) {
      const rack = this.#rack(replica);
      if (rack !== none) counts.set(rack, (counts.get(rack) ?? 0) + 1);
    }
    return [...counts.values()].reduce((sum, count) => sum + Math.max(0, count - max), 0);
  }

  #inRack(partition: number, rack: number): number {
    const { firstReplica } = this.#assignment;
    const end = at(firstReplica, partition + 1);
    let count = 0;
    for (let replica = at(firstReplica, partition); replica < end; replica++) if (this.#rack(replica) === rack) count++;
    return count;
  }

  #rack(replica: number): number {
    return this.#assignment.rackOf[at(this.#assignment.brokerOf, replica)] ?? none;
  }

  #perRack(partition: number): number {
    const { firstReplica, rackCount } = this.#assignment;
    return Math.ceil((at(firstReplica, partition + 1) - at(firstReplica, partition)) / Math.max(1, rackCount));
  }

  #replicas(partition: number): readonly number[] {
    return range(at(this.#assignment.firstReplica, partition), at(this.#assignment.firstReplica, partition + 1));
  }
}

/** Brokers that may get something, those with the fewest replicas first. */
function destinations({ brokers, isDestination, replicasOn }: Assignment): readonly number[] {
  const open = [...brokers.keys()].filter((broker) => isDestination[broker]);
  return open.sort((one, other) => (replicasOn[one]?.size ?? 0) - (replicasOn[other]?.size ?? 0));
}
