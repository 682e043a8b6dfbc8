import { measureNames, measureTable } from "./measures.ts";
import type { RebalanceBroker, RebalancePartition, RebalanceView } from "./view.ts";

export interface AssignmentRules {
  /** Whether replicas of a topic may be moved at all. */
  readonly isMovable: (topic: string) => boolean;
  /** Whether a broker may get replicas and leaders. */
  readonly isDestination: (broker: RebalanceBroker) => boolean;
  /** Whether a broker is to keep what it has, or get something: load is shared among those. */
  readonly stays: (broker: RebalanceBroker) => boolean;
}

const measureCount = measureTable.length;

/**
 * Who holds which replica, to try changes on: brokers, partitions and replicas are numbers here, so that tens of thousands are looked at in a moment.
 * The first replica of a partition is its leader, as it is once preferred leaders have been elected.
 */
export class Assignment {
  readonly brokers: readonly RebalanceBroker[];
  readonly partitions: readonly RebalancePartition[];
  /** Where a partition's replicas begin; they go on to where those of the next one do. */
  readonly firstReplica: Int32Array;
  readonly partitionOf: Int32Array;
  readonly brokerOf: Int32Array;
  readonly brokerBefore: Int32Array;
  /** The leading replica of each partition. */
  readonly leaderOf: Int32Array;
  readonly topicOf: Int32Array;
  readonly topicCount: number;
  /** Replicas of a topic on a broker, at `topic * brokers.length + broker`. */
  readonly topicReplicas: Int32Array;
  /** Of each broker. */
  readonly replicasOn: ReadonlyArray<Set<number>>;
  readonly isDestination: readonly boolean[];
  readonly stays: readonly boolean[];
  readonly isMovable: readonly boolean[];
  /** By measure, then by broker. */
  readonly loads: readonly Float64Array[];
  readonly rackOf: Int32Array;
  /** How many racks there are to spread replicas over. */
  readonly rackCount: number;
  /** What each replica weighs as a leader and as a follower, by each measure. */
  readonly #weights: readonly [asFollower: Float64Array, asLeader: Float64Array];

  constructor(view: RebalanceView, rules: AssignmentRules) {
    this.brokers = view.brokers;
    this.partitions = view.partitions;
    const places = new Map(view.brokers.map(({ id }, at) => [id, at]));
    const topics = indexed(view.partitions.map(({ topic }) => topic));
    const racks = indexed(view.brokers.map(rackName));
    const replicas = view.partitions.flatMap((partition, at) => partition.replicas.map((replica) => ({ replica, partition, at })));
    this.isDestination = view.brokers.map((broker) => rules.isDestination(broker));
    this.stays = view.brokers.map((broker) => rules.stays(broker));
    this.isMovable = view.partitions.map(({ topic }) => rules.isMovable(topic));
    this.rackOf = racks.numbers;
    this.rackCount = new Set(this.rackOf.filter((_, broker) => this.stays[broker])).size;
    this.topicOf = topics.numbers;
    this.topicCount = topics.count;
    this.partitionOf = Int32Array.from(replicas, ({ at }) => at);
    this.brokerOf = Int32Array.from(replicas, ({ replica }) => places.get(replica.brokerId) ?? -1);
    this.brokerBefore = this.brokerOf.slice();
    this.firstReplica = new Int32Array(view.partitions.length + 1);
    for (const [at, partition] of view.partitions.entries()) {
      this.firstReplica[at + 1] = (this.firstReplica[at] ?? 0) + partition.replicas.length;
    }
    this.leaderOf = this.firstReplica.slice(0, -1);
    const weigh = (isLeader: boolean) =>
      Float64Array.from(
        replicas.flatMap(({ replica, partition }) => measureTable.map((measure) => measure.of(replica, partition, isLeader))),
      );
    this.#weights = [weigh(false), weigh(true)];
    this.loads = measureTable.map(() => new Float64Array(view.brokers.length));
    this.topicReplicas = new Int32Array(this.topicCount * view.brokers.length);
    this.replicasOn = view.brokers.map(() => new Set<number>());
    for (const replica of replicas.keys()) this.#count(replica, 1);
  }

  get replicaCount(): number {
    return this.brokerOf.length;
  }

  isLeader(replica: number): boolean {
    return this.leaderOf[at(this.partitionOf, replica)] === replica;
  }

  weight(replica: number, measure: number, isLeader = this.isLeader(replica)): number {
    return this.#weights[isLeader ? 1 : 0][replica * measureCount + measure] ?? 0;
  }

  /** The replica of the same partition that a broker has; -1: none. */
  siblingOn(replica: number, broker: number): number {
    const partition = at(this.partitionOf, replica);
    const end = at(this.firstReplica, partition + 1);
    for (let each = at(this.firstReplica, partition); each < end; each++) if (this.brokerOf[each] === broker) return each;
    return -1;
  }

  /** Whether a replica may go to a broker. */
  mayMove(replica: number, to: number): boolean {
    return this.isMovable[at(this.partitionOf, replica)] === true && this.isDestination[to] === true && this.siblingOn(replica, to) === -1;
  }

  /** Bytes that the replica's place costs: none of one that is moved anyway. */
  cost(replica: number): number {
    return this.brokerOf[replica] === this.brokerBefore[replica] ? this.weight(replica, sizeMeasure) : 0;
  }

  move(replica: number, to: number): void {
    this.#count(replica, -1);
    this.brokerOf[replica] = to;
    this.#count(replica, 1);
  }

  /** Makes a replica its partition's leader. */
  lead(replica: number): void {
    const partition = at(this.partitionOf, replica);
    const before = at(this.leaderOf, partition);
    for (const each of [before, replica]) this.#count(each, -1);
    this.leaderOf[partition] = replica;
    for (const each of [before, replica]) this.#count(each, 1);
  }

  /** Brokers that hold the partition now, the preferred leader first. */
  holders(partition: number): readonly number[] {
    const leader = at(this.leaderOf, partition);
    const others = range(at(this.firstReplica, partition), at(this.firstReplica, partition + 1)).filter((replica) => replica !== leader);
    return [leader, ...others].map((replica) => this.#brokerId(replica));
  }

  /** The id that was given of a replica on a broker which nobody knows stays as it was. */
  #brokerId(replica: number): number {
    const partition = at(this.partitionOf, replica);
    const given = this.partitions[partition]?.replicas[replica - at(this.firstReplica, partition)];
    return this.brokers[at(this.brokerOf, replica)]?.id ?? given?.brokerId ?? -1;
  }

  #count(replica: number, sign: 1 | -1): void {
    const broker = at(this.brokerOf, replica);
    const held = this.replicasOn[broker];
    if (held === undefined) return;
    if (sign === 1) held.add(replica);
    else held.delete(replica);
    const isLeader = this.isLeader(replica);
    for (const [measure, load] of this.loads.entries()) load[broker] = (load[broker] ?? 0) + sign * this.weight(replica, measure, isLeader);
    const place = at(this.topicOf, at(this.partitionOf, replica)) * this.brokers.length + broker;
    this.topicReplicas[place] = (this.topicReplicas[place] ?? 0) + sign;
  }
}

const sizeMeasure = measureNames.indexOf("diskBytes");

/** An element that is known to be there. */
export function at(numbers: Int32Array | Float64Array, place: number): number {
  return numbers[place] ?? -1;
}

export const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, offset) => from + offset);

const rackName = ({ id, rack }: RebalanceBroker): string => (rack === null || rack === "" ? `broker ${id}` : `rack ${rack}`);

/** Numbers for names, by their first appearance. */
function indexed(names: readonly string[]): { readonly numbers: Int32Array; readonly count: number } {
  const numbers = new Map<string, number>();
  for (const name of names) if (!numbers.has(name)) numbers.set(name, numbers.size);
  return { numbers: Int32Array.from(names, (name) => numbers.get(name) ?? -1), count: numbers.size };
}
