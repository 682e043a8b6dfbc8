import { type DeliveryState, deliveryStates, isTerminal } from "./delivery-state.ts";

/** Offsets from the first to the last one, both included. */
export interface OffsetRange {
  readonly firstOffset: number;
  readonly lastOffset: number;
}

/**
 * Records in a row of which the same is known. However many records are in flight, only what was done differently with some of them takes
 * room.
 */
export interface Run {
  firstOffset: number;
  lastOffset: number;
  state: DeliveryState;
  /** How often the records have been handed out. */
  deliveryCount: number;
  /** Who holds acquired records; "" for others. */
  memberId: string;
  /** Until when. */
  lockedUntilMs: number;
  /** The state that held records get once the write with this number is stored; until then nothing else happens to them. */
  becoming: DeliveryState | undefined;
  writeId: number;
  /** The offsets that they were first handed out with, or stored as. */
  batchFirst: number;
  batchLast: number;
}

export function newRun(range: OffsetRange, state: DeliveryState, deliveryCount: number): Run {
  const { firstOffset, lastOffset } = range;
  const batch = { batchFirst: firstOffset, batchLast: lastOffset };
  return { firstOffset, lastOffset, state, deliveryCount, memberId: "", lockedUntilMs: 0, becoming: undefined, writeId: 0, ...batch };
}

export function lengthOf({ firstOffset, lastOffset }: OffsetRange): number {
  return lastOffset - firstOffset + 1;
}

/** Whether somebody may acquire the records. */
export function isFree({ state }: Run): boolean {
  return state === deliveryStates.AVAILABLE;
}

/** Whether a member holds the records and nothing is on its way to change that. */
export function isHeld({ state, becoming }: Run): boolean {
  return state === deliveryStates.ACQUIRED && becoming === undefined;
}

export function settle(run: Run, state: DeliveryState): void {
  run.state = state;
  run.memberId = "";
  run.lockedUntilMs = 0;
  run.becoming = undefined;
}

/** Whether records of both were handed out together at first. */
export function isOfBatch(a: Run, b: Run): boolean {
  return a.batchFirst === b.batchFirst && a.batchLast === b.batchLast;
}

/** Whether the two, one behind the other, can be one. */
export function canJoin(a: Run, b: Run): boolean {
  return (
    a.state === b.state &&
    a.becoming === b.becoming &&
    (isTerminal(a.state) ||
      (isOfBatch(a, b) &&
        a.deliveryCount === b.deliveryCount &&
        a.memberId === b.memberId &&
        a.lockedUntilMs === b.lockedUntilMs &&
        (a.becoming === undefined || a.writeId === b.writeId)))
  );
}
