import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SharePartition } from "@millrace/coordinators";
import { assert } from "@millrace/kit";
import type { Measured } from "./scenarios/scenario.ts";

const records = 1_000_000;
/** The most that a share group may have in flight of one partition. */
const ofOnePartition = 10_000;
const usualFetch = 500;
const config = {
  recordLockDurationMs: 30_000,
  deliveryCountLimit: 5,
  partitionMaxRecordLocks: ofOnePartition,
  renewAcknowledgeEnable: true,
};

/** How much memory records take that members of share groups hold: in fetches of the usual size, and each by a fetch of its own, which is the worst. */
export function measureInFlight(scale: number): Measured {
  return { "share-in-flight": megabytesOf(records * scale, usualFetch), "share-in-flight-single": megabytesOf(records * scale, 1) };
}

function megabytesOf(count: number, fetched: number): number {
  const before = usedBytes();
  const partitions = Array.from({ length: count / ofOnePartition }, () => filled(fetched));
  const megabytes = (usedBytes() - before) / 1e6;
  assert(
    partitions.every(({ inFlightCount }) => inFlightCount === ofOnePartition),
    "all of it is in flight",
  );
  return (megabytes * records) / count;
}

function filled(fetched: number): SharePartition {
  const partition = SharePartition.load({ startOffset: 5_000_000_000, stateBatches: [] });
  assert(partition !== undefined, "nothing is no wrong state");
  for (let at = 0; at < ofOnePartition; at += fetched) {
    const fetchOffset = partition.nextFetchOffset;
    const batches = [{ firstOffset: fetchOffset, lastOffset: fetchOffset + fetched - 1, withheld: false }];
    const request = { fetchOffset, batches, recordLimit: true, maxRecords: fetched, batchSize: fetched };
    partition.acquire({ memberId: `member-${at % 20}`, ...request }, config, at / 3);
  }
  return partition;
}

function usedBytes(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
