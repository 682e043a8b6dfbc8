/** The partition's part in a producer's transaction is being verified with, or added at, the transaction coordinator (KIP-890). */
export class Verification {
  readonly startedMs: number;
  /** The coordinator adds the partition by itself, and every transaction has an epoch of its own. */
  readonly supportsEpochBump: boolean;
  epoch: number;
  /** No batch behind it may be written before it. */
  lowestSequence: number;

  constructor({ nowMs, epoch, sequence, supportsEpochBump }: VerificationStart) {
    this.startedMs = nowMs;
    this.epoch = epoch;
    this.lowestSequence = sequence;
    this.supportsEpochBump = supportsEpochBump;
  }

  /** Takes account of a further batch that asks for it. */
  also(epoch: number, sequence: number): void {
    if (epoch > this.epoch || (epoch === this.epoch && sequence < this.lowestSequence)) this.lowestSequence = sequence;
    this.epoch = Math.max(this.epoch, epoch);
  }
}

export interface VerificationStart {
  readonly producerId: number;
  readonly epoch: number;
  /** Of the first record to be written; -1: none. */
  readonly sequence: number;
  readonly supportsEpochBump: boolean;
  readonly nowMs: number;
}

/**
 * The verifications that are under way, by producer. One is good for the first batch of the transaction that it was begun for and for nothing
 * else: an end of the transaction in between takes it away, so that no batch can open a transaction that nobody will end.
 */
export class Verifications {
  readonly #byProducer = new Map<number, Verification>();

  of(producerId: number): Verification | undefined {
    return this.#byProducer.get(producerId);
  }

  start(start: VerificationStart): Verification {
    const running = this.#byProducer.get(start.producerId);
    running?.also(start.epoch, start.sequence);
    const verification = running ?? new Verification(start);
    this.#byProducer.set(start.producerId, verification);
    return verification;
  }

  /** The transaction has begun. */
  used(producerId: number): void {
    this.#byProducer.delete(producerId);
  }

  /** A marker with `epoch` has been written. It may belong to the transaction before the one that is being verified. */
  ended(producerId: number, epoch: number): void {
    const running = this.#byProducer.get(producerId);
    if (running?.supportsEpochBump && running.epoch === epoch) return;
    this.#byProducer.delete(producerId);
  }

  removeExpired(nowMs: number, expirationMs: number): void {
    for (const [producerId, { startedMs }] of this.#byProducer) {
      if (nowMs - startedMs >= expirationMs) this.#byProducer.delete(producerId);
    }
  }
}
