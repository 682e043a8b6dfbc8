import { javaHashCode } from "../../java-hash-code.ts";

/**
 * The texts in the order in which a Java HashMap has them as keys: by bucket, then as they came. Kafka considers members in that order, so
 * the same members get the same partitions from both.
 */
export function javaHashOrder(texts: readonly string[]): string[] {
  let capacity = 16;
  while (texts.length > capacity * 0.75) capacity *= 2;
  const bucketOf = (text: string) => {
    const hash = javaHashCode(text);
    return (hash ^ (hash >>> 16)) & (capacity - 1);
  };
  const keyed = texts.map((text) => ({ text, bucket: bucketOf(text) }));
  return keyed.sort((first, second) => first.bucket - second.bucket).map(({ text }) => text);
}
