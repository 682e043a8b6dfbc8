import { MillraceError, seededRandom, sleep, systemClock } from "@millrace/kit";
import { apis, type EndTxnResponse, errorByCode, errors, type KafkaError } from "@millrace/protocol";
import { transactionCoordinator } from "./coordinators.ts";
import { requestFrame } from "./frames.ts";
import { type Address, decodeResponse, Link } from "./link.ts";
import { type BatchShape, ProduceFrames, randomBatch, readProduceResponse } from "./produce-frames.ts";
import { newProducerId, type Topic } from "./topic.ts";

const contents = 16;
/** Before what can't be done yet is asked again. */
const retryMs = 1;
/** The transaction before is still being ended. */
const passing: ReadonlySet<KafkaError> = new Set([errors.CONCURRENT_TRANSACTIONS]);

/** A producer whose every batch is a transaction of its own: written, answered, committed, answered (KIP-890, version 2 of transactions). */
class TransactionalProducer {
  readonly #link: Link;
  readonly #frames: ProduceFrames;
  readonly #transactionalId: string;
  #producer: { readonly producerId: number; readonly producerEpoch: number };
  #transactions = 0;

  constructor(link: Link, frames: ProduceFrames, transactionalId: string, producerId: number) {
    this.#link = link;
    this.#frames = frames;
    this.#transactionalId = transactionalId;
    this.#producer = { producerId, producerEpoch: 0 };
  }

  async run(transactions: number): Promise<void> {
    for (let left = transactions; left > 0; left--) {
      const slot = this.#transactions++ % this.#frames.slots;
      this.#frames.ready(slot);
      const { bytes, frameBytes } = this.#frames;
      const batch = bytes.subarray(slot * frameBytes, (slot + 1) * frameBytes);
      await this.#untilDone("A batch", () => this.#ask(batch, (answer, start) => readProduceResponse(answer, start)));
      const transaction = { transactionalId: this.#transactionalId, ...this.#producer, committed: true };
      const end = requestFrame(apis.endTxn, transaction);
      const decode = (answer: Buffer, start: number, to: number) => decodeResponse(apis.endTxn, answer.subarray(start, to));
      const { producerId, producerEpoch }: EndTxnResponse = await this.#untilDone("A commit", () => this.#ask(end, decode));
      this.#producer = { producerId, producerEpoch };
      this.#frames.goOnAs(producerId, producerEpoch);
    }
  }

  close(): void {
    this.#link.close();
  }

  /** Throws REQUEST_FAILED for an error that does not pass by itself. */
  async #untilDone<T extends { readonly errorCode: number }>(what: string, ask: () => Promise<T>): Promise<T> {
    for (;;) {
      const answer = await ask();
      const error = errorByCode(answer.errorCode);
      if (error === errors.NONE) return answer;
      if (!passing.has(error)) throw new MillraceError("REQUEST_FAILED", `${what} was answered with ${error.name}`);
      await sleep(systemClock, retryMs);
    }
  }

  #ask<T>(frame: Buffer, read: (bytes: Buffer, start: number, end: number) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#link.onFailure = reject;
      this.#link.onResponse = (bytes, start, end) => resolve(read(bytes, start, end));
      this.#link.send(frame);
    });
  }
}

/** Transactional producers, each on a connection of its own, with a transactional id and a partition of its own. */
export class TransactionLoad {
  readonly #producers: readonly TransactionalProducer[];

  private constructor(producers: readonly TransactionalProducer[]) {
    this.#producers = producers;
  }

  static async open(address: Address, topic: Topic, count: number, shape: BatchShape): Promise<TransactionLoad> {
    const random = seededRandom(count);
    const timestamp = systemClock.now();
    const batches = Array.from({ length: contents }, () => randomBatch(shape, random, timestamp, true));
    const producers: TransactionalProducer[] = [];
    for (let n = 0; n < count; n++) {
      const link = await Link.open(address);
      const transactionalId = `${topic.name}-${n}`;
      await transactionCoordinator(link, transactionalId);
      const producerId = await newProducerId(link, transactionalId);
      const frames = new ProduceFrames(batches, { topicId: topic.id, partitions: [n] }, { producerId, transactionalId });
      producers.push(new TransactionalProducer(link, frames, transactionalId, producerId));
    }
    return new TransactionLoad(producers);
  }

  /** At least so many transactions, the same number for each producer; how many it were. */
  async run(transactions: number): Promise<number> {
    const each = Math.ceil(transactions / this.#producers.length);
    await Promise.all(this.#producers.map((producer) => producer.run(each)));
    return each * this.#producers.length;
  }

  close(): void {
    for (const producer of this.#producers) producer.close();
  }
}
