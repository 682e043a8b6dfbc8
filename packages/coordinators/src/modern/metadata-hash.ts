import type { TopicImage } from "./topic-image.ts";

/**
 * Tells whether the topics that a group is subscribed to have changed since its last epoch (KIP-1101): they were made, removed, made anew
 * or grown. Kafka hashes the same facts by XXH3 into 64 bits; only the coordinator that wrote a hash ever compares it, and 53 bits are
 * what a number holds.
 */
export function metadataHash(names: Iterable<string>, image: TopicImage): number {
  const facts: string[] = [];
  for (const name of names) {
    const topic = image.topic(name);
    if (topic !== undefined) facts.push(`${topic.name}\0${topic.id}\0${topic.partitionCount}`);
  }
  return facts.length === 0 ? 0 : hash53(facts.sort().join("\n"));
}

const lowBits = 32;
const highMask = 0x1f_ffff;

/** Two FNV-like passes with different primes, each mixed at its end as MurmurHash3 does. */
function hash53(text: string): number {
  let low = 0x811c_9dc5;
  let high = 0x41c6_ce57;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x0100_0193);
    high = Math.imul(high ^ unit, 0x5f35_6495);
  }
  return (mixed(high ^ low) & highMask) * 2 ** lowBits + (mixed(low) >>> 0);
}

function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2_ae35);
  return bits ^ (bits >>> 16);
}
