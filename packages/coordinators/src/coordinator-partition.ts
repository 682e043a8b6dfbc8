import { javaHashCode } from "./java-hash-code.ts";

const int32Min = -2_147_483_648;

/** The partition of the internal topic that a group or transactional id lives in, as every Kafka tool computes it. */
export function coordinatorPartition(id: string, partitionCount: number): number {
  const hash = javaHashCode(id);
  return (hash === int32Min ? 0 : Math.abs(hash)) % partitionCount;
}
