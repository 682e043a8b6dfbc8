import { type Random, seededRandom } from "@millrace/kit";
import {
  type ExecutedPartition,
  type ExecutionState,
  type Movement,
  placeOf,
  type RebalanceBroker,
  type RebalanceView,
} from "@millrace/plans/rebalances";

/** A partition that Kafka moves. */
interface Moving {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** A partition of a cluster in which brokers come and go. */
interface MovingPartition {
  readonly topic: string;
  readonly partition: number;
  readonly sizeBytes: number;
  replicas: readonly number[];
  inSync: readonly number[];
  leaderId: number;
  move: Moving | undefined;
}

const racks = ["a", "b", "c"];
/** One in so many: how often in a second a broker goes away, and one that is away comes back. */
const oneInSoMany = { outage: 40, return: 15 };

/** A Kafka as its Admin API shows it, in which brokers go away and come back, replicas fall behind, and data takes its time. */
export class MovingCluster {
  readonly random: Random;
  readonly brokers: readonly RebalanceBroker[];
  readonly partitions: MovingPartition[];
  readonly #away = new Set<number>();
  /** How many seconds a replica takes to get in sync, on an average. */
  readonly #slowness: number;
  /** Whether brokers still go away. */
  isTroubled = true;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    const count = 2 + this.random.below(7);
    this.#slowness = 2 + this.random.below(30);
    const hasRacks = this.random.below(3) > 0;
    this.brokers = Array.from({ length: count }, (_, id) => ({
      ...{ id, rack: hasRacks ? (racks[id % racks.length] ?? null) : null },
      disks: [{ path: "/data", capacityBytes: 1e12 }],
    }));
    this.partitions = Array.from({ length: 1 + this.random.below(40) }, (_, number) => this.#drawnPartition(number));
  }

  get state(): ExecutionState {
    const partitions = this.partitions.map(({ topic, partition, replicas, inSync, leaderId, move }): [string, ExecutedPartition] => [
      placeOf({ topic, partition }),
      { replicas, inSync, leaderId, ...(move === undefined ? {} : { move }) },
    ]);
    return { brokers: new Set(this.#serving()), partitions: new Map(partitions), replicas: new Map() };
  }

  get view(): RebalanceView {
    return {
      brokers: this.brokers.map((broker) => ({ ...broker, isClosed: this.#away.has(broker.id) })),
      partitions: this.partitions.map(({ topic, partition, sizeBytes, replicas, leaderId, move }) => ({
        ...{ topic, partition, leaderId, bytesInPerSec: sizeBytes % 7 },
        replicas: (move?.to ?? replicas).map((brokerId) => ({ brokerId, path: "/data", sizeBytes })),
      })),
    };
  }

  at(place: { readonly topic: string; readonly partition: number }): MovingPartition | undefined {
    return this.partitions.find(({ topic, partition }) => topic === place.topic && partition === place.partition);
  }

  /** As the controller takes it: one whose new replicas are not there is refused. */
  reassign(movement: Movement): void {
    const found = this.at(movement);
    const serving = this.#serving();
    const added = movement.to.filter((id) => !found?.replicas.includes(id));
    if (found === undefined || found.move !== undefined || added.some((id) => !serving.includes(id))) return;
    found.move = { from: found.replicas, to: movement.to };
    found.replicas = [...movement.to, ...found.replicas.filter((id) => !movement.to.includes(id))];
  }

  elect(place: { readonly topic: string; readonly partition: number }): void {
    const found = this.at(place);
    const [preferred = -1] = found?.replicas ?? [];
    if (found?.inSync.includes(preferred)) found.leaderId = preferred;
  }

  /** A second goes by. */
  tick(): void {
    for (const { id } of this.brokers) this.#comesOrGoes(id);
    for (const partition of this.partitions) this.#catchesUp(partition);
    if (this.isTroubled && this.partitions.length > 1 && this.random.below(200) === 0) this.partitions.pop();
  }

  /** No more than one is away at a time: more would be somebody else's mistake. */
  #comesOrGoes(id: number): void {
    if (this.#away.has(id)) {
      if (!this.isTroubled || this.random.below(oneInSoMany.return) === 0) this.#away.delete(id);
      return;
    }
    if (!this.isTroubled || this.#away.size > 0 || this.random.below(oneInSoMany.outage) > 0) return;
    this.#away.add(id);
    for (const partition of this.partitions) {
      // The last one in sync stays so, and the partition waits for it.
      if (partition.inSync.length > 1) partition.inSync = partition.inSync.filter((each) => each !== id);
      if (partition.leaderId === id) partition.leaderId = partition.inSync.find((each) => each !== id) ?? -1;
    }
  }

  /** Who serves gets in sync in time, and Kafka ends a move once all that was added is. */
  #catchesUp(partition: MovingPartition): void {
    const { replicas, inSync, move } = partition;
    if (partition.leaderId === -1) partition.leaderId = inSync.find((id) => !this.#away.has(id)) ?? -1;
    if (partition.leaderId === -1) return;
    const late = replicas.filter((id) => !inSync.includes(id) && !this.#away.has(id));
    partition.inSync = [...inSync, ...late.filter(() => this.random.below(this.#slowness) === 0)];
    if (move === undefined) return;
    const added = move.to.filter((id) => !move.from.includes(id));
    const left = partition.inSync.filter((id) => move.to.includes(id));
    if (left.length === 0 || !added.every((id) => partition.inSync.includes(id))) return;
    partition.replicas = move.to;
    partition.inSync = left;
    partition.move = undefined;
    if (!left.includes(partition.leaderId)) partition.leaderId = left.find((id) => !this.#away.has(id)) ?? -1;
  }

  #serving(): readonly number[] {
    return this.brokers.map(({ id }) => id).filter((id) => !this.#away.has(id));
  }

  #drawnPartition(number: number): MovingPartition {
    const ids = this.brokers.map(({ id }) => id);
    const replicas = Array.from({ length: Math.min(ids.length, 1 + this.random.below(3)) }, () => {
      const [id = -1] = ids.splice(this.random.below(ids.length), 1);
      return id;
    });
    const leaderId = replicas[this.random.below(replicas.length)] ?? -1;
    const names = ["orders", "users", "events"];
    return {
      ...{ topic: names[number % names.length] ?? "", partition: number, sizeBytes: this.random.below(1_000_000_000) },
      ...{ replicas, inSync: replicas.filter((id) => id === leaderId || this.random.below(4) > 0), leaderId, move: undefined },
    };
  }
}
