import type { Assignment } from "./assignment.ts";
import { type MeasureName, measureNames, measureTable } from "./measures.ts";

/** Between what each broker's load by a measure shall be. */
export interface Bounds {
  readonly measure: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** How far loads may be from an even share, as Cruise Control has it by default (`replica.count.balance.threshold` and the others: 1.1, nine tenths of which are used). */
const tolerance = 0.09;
/** The part of a disk that differences have to exceed to be worth moving data for. */
const negligiblePart = 0.01;

/** Load is shared evenly; data by what disks can hold, where that is known of all. */
export function evenBounds(assignment: Assignment, name: MeasureName): Bounds {
  const measure = measureNames.indexOf(name);
  const { isCount, negligible } = measureTable[measure] ?? { isCount: false, negligible: 0 };
  const shares = sharesOf(assignment, name);
  const total = (assignment.loads[measure] ?? new Float64Array()).reduce((sum, load) => sum + load, 0);
  const capacities = name === "diskBytes" ? capacitiesOf(assignment) : [];
  const slackOf = (broker: number, even: number) => Math.max(even * tolerance, negligible, (capacities[broker] ?? 0) * negligiblePart);
  const bound = (sign: 1 | -1, whole: (even: number, limit: number) => number) =>
    Float64Array.from(shares, (share, broker) => {
      const even = total * share;
      const limit = Math.max(0, even + sign * slackOf(broker, even));
      return isCount ? whole(even, limit) : limit;
    });
  // What is counted differs by one where it can't be shared evenly, and by no more where there is little of it.
  const lower = bound(-1, (even, limit) => Math.min(Math.floor(even), Math.ceil(limit)));
  return { measure, lower, upper: bound(1, (even, limit) => Math.max(Math.ceil(even), Math.floor(limit))) };
}

/** Loads only have a limit. */
export function upperBounds(assignment: Assignment, name: MeasureName, limitOf: (broker: number) => number): Bounds {
  const measure = measureNames.indexOf(name);
  return { measure, lower: new Float64Array(assignment.brokers.length), upper: Float64Array.from(assignment.brokers.keys(), limitOf) };
}

/** How far a load is out of a broker's bounds. */
export function excess({ lower, upper }: Bounds, broker: number, load: number): number {
  return Math.max(0, load - (upper[broker] ?? 0)) + Math.max(0, (lower[broker] ?? 0) - load);
}

/** What a broker's disks can hold together. Undefined: not known. */
export function capacityOf({ brokers }: Assignment, broker: number): number | undefined {
  const disks = brokers[broker]?.disks ?? [];
  if (disks.length === 0 || disks.some(({ capacityBytes }) => capacityBytes === undefined)) return undefined;
  return disks.reduce((sum, { capacityBytes = 0 }) => sum + capacityBytes, 0);
}

function capacitiesOf(assignment: Assignment): readonly number[] {
  const staying = assignment.stays.map((stays, broker) => (stays ? capacityOf(assignment, broker) : 0));
  return staying.every((capacity) => capacity !== undefined) ? staying : [];
}

/** Which part of the whole each broker shall have. */
function sharesOf(assignment: Assignment, name: MeasureName): readonly number[] {
  const capacities = name === "diskBytes" ? capacitiesOf(assignment) : [];
  const weights = capacities.length > 0 ? capacities : assignment.stays.map(Number);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total === 0 ? 0 : weight / total));
}
