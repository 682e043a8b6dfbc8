import type { ShareSnapshotValue, ShareUpdateValue } from "@millrace/protocol";
import { combineBatches, unknownStartOffset } from "./state-batches.ts";

/** What is known of a share partition, as a snapshot has it. */
export type ShareState = ShareSnapshotValue;

/** Stands for an epoch that is not known, and is not looked at. */
export const unknownEpoch = -1;

/** The state after an update. What an update does not say stays as it was. */
export function updated(state: ShareState, update: ShareUpdateValue): ShareState {
  const startOffset = update.startOffset === unknownStartOffset ? state.startOffset : update.startOffset;
  return {
    ...state,
    startOffset,
    leaderEpoch: update.leaderEpoch === unknownEpoch ? state.leaderEpoch : update.leaderEpoch,
    deliveryCompleteCount: update.deliveryCompleteCount,
    stateBatches: [...combineBatches(state.stateBatches, update.stateBatches, startOffset)],
  };
}

/** What an update says of which no snapshot is known: all else was lost. */
export function stateOfUpdate(update: ShareUpdateValue): ShareState {
  return { ...update, stateEpoch: unknownEpoch, createTimestamp: 0, writeTimestamp: 0 };
}
