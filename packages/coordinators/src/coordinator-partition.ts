/** Java's `String.hashCode`: over UTF-16 units, in 32 bits. */
function javaHashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

const int32Min = -2_147_483_648;

/** The partition of the internal topic that a group or transactional id lives in, as every Kafka tool computes it. */
export function coordinatorPartition(id: string, partitionCount: number): number {
  const hash = javaHashCode(id);
  return (hash === int32Min ? 0 : Math.abs(hash)) % partitionCount;
}
