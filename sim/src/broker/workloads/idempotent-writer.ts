import { sendDrawn } from "./send-record.ts";
import { rest, type Work } from "./workplace.ts";

const burstMax = 7;
const pauseMsMax = 200;
const compressions = ["none", "none", "gzip"] as const;

/** Sends records in bursts, mostly without waiting for anything. */
export const idempotentWriter: Work = async (place, name) => {
  const { random, clients } = place;
  const compression = compressions[random.below(compressions.length)] ?? "none";
  // Small batches are sent one behind the other before any is answered.
  const producer = clients.producer({ compression, batchBytes: random.below(2) === 0 ? 1 : 16_384 });
  while (!place.isOver()) {
    for (let left = 1 + random.below(burstMax); left > 0; left--) sendDrawn(place, producer, name);
    if (random.below(4) === 0) await producer.flush();
    await rest(place, pauseMsMax);
  }
  await producer.close();
};
