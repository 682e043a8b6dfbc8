import type { StateBatch } from "../share-state/state-batches.ts";

/** What is to be stored of a share partition. Records that it is about change with its success, if they have not already. */
export interface StateWrite {
  readonly id: number;
  readonly startOffset: number;
  readonly deliveryCompleteCount: number;
  readonly stateBatches: readonly StateBatch[];
}

/** Adds what became of further records, which lie behind those before. */
export function addStateBatch(batches: StateBatch[], batch: StateBatch): void {
  const last = batches.at(-1);
  const isSame = last?.deliveryState === batch.deliveryState && last.deliveryCount === batch.deliveryCount;
  if (last !== undefined && isSame && last.lastOffset + 1 === batch.firstOffset)
    batches[batches.length - 1] = { ...last, lastOffset: batch.lastOffset };
  else batches.push(batch);
}
