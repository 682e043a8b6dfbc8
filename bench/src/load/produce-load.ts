import { MillraceError, type Random, seededRandom, systemClock } from "@millrace/kit";
import { errorByCode } from "@millrace/protocol";
import { type Address, Link } from "./link.ts";
import { type BatchShape, keyedBatches, ProduceFrames, randomBatch, readProduceResponse } from "./produce-frames.ts";
import { newProducerId, type Topic } from "./topic.ts";

/** Different contents that each connection goes round, if not more are under way. */
const contentsMin = 16;

export interface ProduceShape extends BatchShape {
  readonly connections: number;
  /** Requests that each connection has under way. */
  readonly inFlight: number;
  readonly partitions: number;
  /** How many of them each connection writes to, with a batch for each in every request: the next ones for each connection (1). */
  readonly partitionsEach?: number;
  /** Records have keys: that many batches come one after the other before they come again, with keys drawn from as many as they have records. */
  readonly keyedBatches?: number;
}

/** What is sent round and round. */
function batchesOf(shape: ProduceShape): Buffer[] {
  const random: Random = seededRandom(shape.valueBytes * shape.connections);
  const timestamp = systemClock.now();
  const { keyedBatches: count } = shape;
  if (count === undefined) {
    return Array.from({ length: Math.max(shape.inFlight, contentsMin) }, () => randomBatch(shape, random, timestamp));
  }
  const next = keyedBatches(shape, count * shape.records, random);
  return Array.from({ length: count }, () => next(timestamp));
}

/** An idempotent producer on a connection of its own that keeps `inFlight` requests under way. */
class Producer {
  readonly #link: Link;
  readonly #frames: ProduceFrames;
  readonly #inFlight: number;
  readonly #partitions: number;
  #toSend = 0;
  #underWay = 0;
  #nextSlot = 0;
  #nextReply = 0;
  #answered = 0;
  #lastOffset = -1;

  constructor(link: Link, frames: ProduceFrames, inFlight: number, partitions: number) {
    this.#link = link;
    this.#frames = frames;
    this.#inFlight = inFlight;
    this.#partitions = partitions;
  }

  /** Sends `requests` and waits for their answers. Throws REQUEST_FAILED for the first that is an error. */
  run(requests: number): Promise<void> {
    this.#toSend = requests;
    return new Promise((resolve, reject) => {
      this.#link.onFailure = reject;
      this.#link.onResponse = (bytes, start) => {
        this.#check(bytes, start);
        this.#answered++;
        // Answers that came in one piece are followed by requests in one piece.
        if (this.#answered === 1) queueMicrotask(() => this.#goOn(resolve));
      };
      this.#send(this.#inFlight);
    });
  }

  close(): void {
    this.#link.close();
  }

  #goOn(done: () => void): void {
    const free = this.#answered;
    this.#answered = 0;
    this.#underWay -= free;
    if (this.#underWay === 0 && this.#toSend === 0) done();
    else this.#send(free);
  }

  /** Sends up to `count` requests from the next slot on, whose answers have come. */
  #send(count: number): void {
    let left = Math.min(count, this.#toSend);
    this.#toSend -= left;
    this.#underWay += left;
    while (left > 0) {
      const from = this.#nextSlot;
      const to = Math.min(from + left, this.#frames.slots);
      for (let slot = from; slot < to; slot++) this.#frames.ready(slot);
      this.#link.send(this.#frames.bytes.subarray(from * this.#frames.frameBytes, to * this.#frames.frameBytes));
      left -= to - from;
      this.#nextSlot = to % this.#frames.slots;
    }
  }

  #check(bytes: Buffer, start: number): void {
    const { correlationId, errorCode, baseOffset } = readProduceResponse(bytes, start, this.#partitions);
    if (errorCode !== 0) throw new MillraceError("REQUEST_FAILED", `A batch was refused with ${errorByCode(errorCode).name}`);
    if (correlationId !== this.#nextReply || baseOffset <= this.#lastOffset) {
      throw new MillraceError("PROTOCOL_VIOLATION", `Answer ${correlationId}, offset ${baseOffset}, came for request ${this.#nextReply}`);
    }
    this.#nextReply++;
    this.#lastOffset = baseOffset;
  }
}

/** Producers that go on where they stopped, so that what warms the broker up and what is measured are one stream. */
export class ProduceLoad {
  /** Of one batch. */
  readonly batchBytes: number;
  readonly #producers: readonly Producer[];

  private constructor(producers: readonly Producer[], batchBytes: number) {
    this.#producers = producers;
    this.batchBytes = batchBytes;
  }

  static async open(address: Address, topic: Topic, shape: ProduceShape): Promise<ProduceLoad> {
    const batches = batchesOf(shape);
    const producers: Producer[] = [];
    for (let n = 0; n < shape.connections; n++) {
      const link = await Link.open(address);
      const each = shape.partitionsEach ?? 1;
      const partitions = Array.from({ length: each }, (_, at) => (n * each + at) % shape.partitions);
      const frames = new ProduceFrames(batches, { topicId: topic.id, partitions }, { producerId: await newProducerId(link) });
      producers.push(new Producer(link, frames, shape.inFlight, each));
    }
    return new ProduceLoad(producers, batches[0]?.length ?? 0);
  }

  /** Sends at least `requests`, the same number on each connection; how many it were. */
  async run(requests: number): Promise<number> {
    const each = Math.ceil(requests / this.#producers.length);
    await Promise.all(this.#producers.map((producer) => producer.run(each)));
    return each * this.#producers.length;
  }

  close(): void {
    for (const producer of this.#producers) producer.close();
  }
}
