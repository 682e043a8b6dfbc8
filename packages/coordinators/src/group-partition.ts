/** Java's `String.hashCode`: over UTF-16 units, in 32 bits. */
function javaHashCode(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

const int32Min = -2_147_483_648;

/** The partition of `__consumer_offsets` that a group lives in, as every Kafka tool computes it. */
export function groupPartition(groupId: string, partitionCount: number): number {
  const hash = javaHashCode(groupId);
  return (hash === int32Min ? 0 : Math.abs(hash)) % partitionCount;
}
