import { MillraceError, seededRandom, sleep, systemClock } from "@millrace/kit";
import { errorByCode } from "@millrace/protocol";
import { type Address, Link } from "./link.ts";
import { type BatchShape, ProduceFrames, randomBatch, readProduceResponse } from "./produce-frames.ts";
import { newProducerId, type Topic } from "./topic.ts";

/** More than are ever under way: the memory of a request must stay as it is until its answer has come. */
const slots = 4_096;
const tickMs = 1;

/**
 * An idempotent producer of partition 0 that sends at a rate of its own, whatever the broker does: a broker that stalls meets all that would have
 * been sent meanwhile.
 */
export class PacedLoad {
  readonly #link: Link;
  readonly #frames: ProduceFrames;
  /** When each batch was sent, by its number; the clock's monotonic milliseconds. */
  readonly sentMs: number[] = [];
  #answered = 0;

  private constructor(link: Link, frames: ProduceFrames) {
    this.#link = link;
    this.#frames = frames;
  }

  static async open(address: Address, topic: Topic, shape: BatchShape): Promise<PacedLoad> {
    const random = seededRandom(shape.records);
    const timestamp = systemClock.now();
    const batches = Array.from({ length: slots }, () => randomBatch(shape, random, timestamp));
    const link = await Link.open(address);
    const frames = new ProduceFrames(batches, { topicId: topic.id, partitions: [0] }, { producerId: await newProducerId(link) });
    return new PacedLoad(link, frames);
  }

  /** Sends so many batches at that rate and waits for their answers. Throws REQUEST_FAILED for the first that is an error. */
  async run(batches: number, batchesPerSecond: number): Promise<void> {
    const failed = Promise.withResolvers<never>();
    this.#link.onFailure = failed.reject;
    this.#link.onResponse = (bytes, start) => this.#check(bytes, start);
    await Promise.race([failed.promise, this.#send(batches, batchesPerSecond)]);
  }

  close(): void {
    this.#link.close();
  }

  async #send(batches: number, batchesPerSecond: number): Promise<void> {
    const first = this.sentMs.length;
    const beganMs = systemClock.monotonicMs();
    while (this.sentMs.length < first + batches) {
      const due = Math.floor(((systemClock.monotonicMs() - beganMs) * batchesPerSecond) / 1000);
      this.#sendUpTo(first + Math.min(due, batches));
      await sleep(systemClock, tickMs);
    }
    while (this.#answered < this.sentMs.length) await sleep(systemClock, tickMs);
  }

  #sendUpTo(count: number): void {
    const { bytes, frameBytes } = this.#frames;
    while (this.sentMs.length < count) {
      if (this.sentMs.length - this.#answered >= slots) throw new MillraceError("TIMED_OUT", `${slots} requests have no answer`);
      const slot = this.sentMs.length % slots;
      this.#frames.ready(slot);
      this.sentMs.push(systemClock.monotonicMs());
      this.#link.send(bytes.subarray(slot * frameBytes, (slot + 1) * frameBytes));
    }
  }

  #check(bytes: Buffer, start: number): void {
    const { errorCode } = readProduceResponse(bytes, start);
    if (errorCode !== 0) throw new MillraceError("REQUEST_FAILED", `A batch was refused with ${errorByCode(errorCode).name}`);
    this.#answered++;
  }
}
