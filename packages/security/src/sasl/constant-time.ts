import { createHash, timingSafeEqual } from "node:crypto";

/** Whether two secrets are the same. How long it takes tells nothing of where they differ, nor of how long they are. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** As `isSameSecret`, of digests, whose length is no secret. */
export function isSameDigest(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
