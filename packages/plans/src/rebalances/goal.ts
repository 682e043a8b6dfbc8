import type { Change } from "./change.ts";

/** What a rebalance aims at. */
export interface Goal {
  /** How far the assignment is from it; 0: it is reached. */
  violation(): number;
  /** Whether a change leaves it no worse than it is. */
  accepts(change: Change): boolean;
  /** Changes the assignment towards it, as far as everything that was aimed at before accepts. */
  pursue(accepts: Accepts): void;
}

export type Accepts = (change: Change) => boolean;
