import { type Assignment, at } from "./assignment.ts";
import { measureTable } from "./measures.ts";

/** Something to try on an assignment, from one broker to another. `none` stands for no replica. */
export interface Change {
  readonly from: number;
  readonly to: number;
  /** Goes from `from` to `to`. */
  readonly moved: number;
  /** Goes the other way, in exchange. */
  readonly returned: number;
  /** On `to`, becomes its partition's leader in place of that on `from`. */
  readonly led: number;
  /** What is taken from `from` and given to `to`, by each measure. */
  readonly net: Float64Array;
}

export const none = -1;

/** Moves a replica. */
export function moving(assignment: Assignment, moved: number, to: number): Change {
  const net = difference((measure) => assignment.weight(moved, measure));
  return { from: at(assignment.brokerOf, moved), to, moved, returned: none, led: none, net };
}

/** Moves a replica, and another one back for it. */
export function exchanging(assignment: Assignment, moved: number, returned: number): Change {
  const net = difference((measure) => assignment.weight(moved, measure) - assignment.weight(returned, measure));
  return { from: at(assignment.brokerOf, moved), to: at(assignment.brokerOf, returned), moved, returned, led: none, net };
}

/** Hands the leadership of a partition to another of its replicas. */
export function handingOver(assignment: Assignment, leader: number, led: number): Change {
  const net = difference((measure) => assignment.weight(leader, measure, true) - assignment.weight(leader, measure, false));
  return { from: at(assignment.brokerOf, leader), to: at(assignment.brokerOf, led), moved: none, returned: none, led, net };
}

/** Made a million times, hence by a plain loop. */
function difference(of: (measure: number) => number): Float64Array {
  const net = new Float64Array(measureTable.length);
  for (let measure = 0; measure < net.length; measure++) net[measure] = of(measure);
  return net;
}

export function apply(assignment: Assignment, { from, to, moved, returned, led }: Change): void {
  if (moved !== none) assignment.move(moved, to);
  if (returned !== none) assignment.move(returned, from);
  if (led !== none) assignment.lead(led);
}
