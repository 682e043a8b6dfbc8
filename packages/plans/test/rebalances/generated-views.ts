import fc from "fast-check";
import type { RebalancePartition, RebalanceView } from "../../src/rebalances/index.ts";

/** Clusters of up to ten brokers in up to three racks, or in none, with replicas anywhere. */
export const generatedView = fc
  .record({ brokers: fc.integer({ min: 1, max: 10 }), racks: fc.integer({ min: 0, max: 3 }) })
  .chain(({ brokers: count, racks }) => {
    const ids = Array.from({ length: count }, (_, at) => at);
    const partition = fc
      .record({
        topic: fc.constantFrom("a", "b", "c", "d"),
        replicas: fc.shuffledSubarray(ids, { minLength: 1, maxLength: Math.min(3, count) }),
        sizeBytes: fc.oneof(fc.nat(1000), fc.nat(10_000_000_000)),
        bytesInPerSec: fc.oneof(fc.constant(0), fc.nat(1_000_000)),
        led: fc.nat(2),
      })
      .map(({ topic, replicas, sizeBytes, bytesInPerSec, led }) => ({
        ...{ topic, bytesInPerSec },
        partition: 0,
        replicas: replicas.map((brokerId) => ({ brokerId, path: "/data", sizeBytes })),
        leaderId: replicas[led % replicas.length] ?? -1,
      }));
    return fc.record<RebalanceView>({
      brokers: fc.constant(
        ids.map((id) => ({ id, rack: racks === 0 ? null : `rack-${id % racks}`, disks: [{ path: "/data", capacityBytes: 1e12 }] })),
      ),
      partitions: fc.array(partition, { maxLength: 60 }).map(numbered),
    });
  });

/** Partitions are told apart by their numbers. */
function numbered(partitions: readonly RebalancePartition[]): readonly RebalancePartition[] {
  return partitions.map((each, partition) => ({ ...each, partition }));
}
