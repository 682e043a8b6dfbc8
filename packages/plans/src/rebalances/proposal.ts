import { type Assignment, at, range } from "./assignment.ts";
import { type MeasureName, measureNames } from "./measures.ts";

/** A partition that goes to other brokers, or that another replica shall lead. Ids of brokers, the preferred leader first. */
export interface Movement {
  readonly topic: string;
  readonly partition: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** To be copied, all new replicas together. */
  readonly bytes: number;
}

/** A replica that goes to another log directory of its broker. */
export interface DiskMovement {
  readonly topic: string;
  readonly partition: number;
  readonly brokerId: number;
  readonly from: string;
  readonly to: string;
  readonly bytes: number;
}

export interface LeaderMovement {
  readonly topic: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

export type BrokerLoad = Readonly<Record<MeasureName, number>>;

export interface Proposal {
  /** Partitions whose replicas change, be it only in their order. */
  readonly movements: readonly Movement[];
  readonly diskMovements: readonly DiskMovement[];
  readonly leaderMovements: readonly LeaderMovement[];
  /** By the ids of brokers. */
  readonly before: ReadonlyMap<number, BrokerLoad>;
  readonly after: ReadonlyMap<number, BrokerLoad>;
  /** How well all goals are reached, from 0 to 100. */
  readonly balancedness: { readonly before: number; readonly after: number };
}

/** The load of each broker. */
export function loadsOf({ brokers, loads }: Assignment): ReadonlyMap<number, BrokerLoad> {
  return new Map(
    brokers.map(({ id }, broker) => {
      const entries = measureNames.map((name, measure) => [name, loads[measure]?.[broker] ?? 0] as const);
      return [id, Object.fromEntries(entries) as Record<MeasureName, number>] as const;
    }),
  );
}

export function movementsOf(assignment: Assignment): readonly Movement[] {
  return [...assignment.partitions.entries()].flatMap(([number, { topic, partition, replicas }]) => {
    const from = replicas.map(({ brokerId }) => brokerId);
    const to = assignment.holders(number);
    if (from.every((id, place) => id === to[place])) return [];
    const moved = range(at(assignment.firstReplica, number), at(assignment.firstReplica, number + 1)).filter(
      (replica) => assignment.brokerOf[replica] !== assignment.brokerBefore[replica],
    );
    const size = Math.max(...replicas.map(({ sizeBytes }) => sizeBytes));
    return [{ topic, partition, from, to, bytes: moved.length * size }];
  });
}

/** Partitions that somebody else leads than shall. `everywhere`: those that nothing else is done to, too. */
export function leaderMovementsOf(assignment: Assignment, everywhere: boolean): readonly LeaderMovement[] {
  return [...assignment.partitions.entries()].flatMap(([number, { topic, partition, replicas, leaderId }]) => {
    const holders = assignment.holders(number);
    const [to = -1] = holders;
    const isTouched = replicas.some(({ brokerId }, place) => brokerId !== holders[place]);
    return leaderId === to || leaderId === -1 || !(everywhere || isTouched) ? [] : [{ topic, partition, from: leaderId, to }];
  });
}
