// A record that can't be processed takes those down that are handed out with it, time and again. Records that have failed often are therefore
// handed out in ever smaller numbers, and at their last chance alone, so that only the bad one runs out of chances (KAFKA-17541).

/** From this count on, whatever the limit. */
const throttledFrom = 2;

function throttleStart(deliveryCountLimit: number): number {
  return Math.max(throttledFrom, Math.ceil(deliveryCountLimit / 2));
}

export function isThrottled(deliveryCount: number, deliveryCountLimit: number): boolean {
  return deliveryCount >= throttleStart(deliveryCountLimit);
}

/** How many records that were handed out `deliveryCount` times, once in a batch of that many, go together. */
export function throttledCount(deliveryCount: number, deliveryCountLimit: number, batchCount: number): number {
  if (deliveryCountLimit > throttledFrom && deliveryCount >= deliveryCountLimit - 1) return 1;
  return Math.max(1, Math.floor(batchCount / 2 ** (deliveryCount - throttleStart(deliveryCountLimit) + 1)));
}
