import type { ProducerIdentity } from "@millrace/coordinators";
import { type Clock, sleep } from "@millrace/kit";
import type { Verification } from "@millrace/log";
import { errors, type KafkaError } from "@millrace/protocol";
import type { Partition, TransactionOptions } from "../partitions/partition.ts";
import type { Joining, TransactionRuntime } from "./transaction-runtime.ts";

export interface AdmissionSettings {
  readonly transactionPartitionVerificationEnable: boolean;
  readonly addPartitionsToTxnRetryBackoffMs: number;
  readonly addPartitionsToTxnRetryBackoffMaxMs: number;
  readonly requestTimeoutMs: number;
}

/** What a producer wants to write in its transaction: to each partition, from which sequence number on (-1: none). */
export interface Writing extends ProducerIdentity {
  readonly transactionalId: string;
  readonly how: Joining;
  readonly batches: ReadonlyArray<{ readonly partition: Partition; readonly baseSequence: number }>;
}

/** What is to be handed to the log with the batch, or why it may not be written. */
export type Admission = TransactionOptions | KafkaError;

type Started = Verification | KafkaError | undefined;

/**
 * Sees to it that what is written in a transaction is part of it (KIP-890): the first batch for a partition only after the transaction
 * coordinator has agreed, so that it will end what the batch begins.
 */
export class Admissions {
  readonly #transactions: Pick<TransactionRuntime, "join">;
  readonly #clock: Clock;
  readonly #settings: () => AdmissionSettings;

  constructor(options: { transactions: Pick<TransactionRuntime, "join">; clock: Clock; settings: () => AdmissionSettings }) {
    this.#transactions = options.transactions;
    this.#clock = options.clock;
    this.#settings = options.settings;
  }

  /** In the order of the batches. */
  admit(writing: Writing): readonly Admission[] | Promise<readonly Admission[]> {
    const unverified = !this.#settings().transactionPartitionVerificationEnable;
    if (writing.how !== "add") return unverified ? writing.batches.map(() => ({ unverified })) : this.#join(writing, unverified);
    const first = this.#join(writing, unverified);
    if (!(first instanceof Promise) && !first.includes(errors.CONCURRENT_TRANSACTIONS)) return first;
    return this.#patiently(writing, unverified, first);
  }

  /** The markers of the transaction before may still be under way; the producer would come back later than need be. */
  async #patiently(
    writing: Writing,
    unverified: boolean,
    first: readonly Admission[] | Promise<readonly Admission[]>,
  ): Promise<readonly Admission[]> {
    const { addPartitionsToTxnRetryBackoffMs, addPartitionsToTxnRetryBackoffMaxMs, requestTimeoutMs } = this.#settings();
    const untilMs = this.#clock.monotonicMs() + Math.min(addPartitionsToTxnRetryBackoffMaxMs, requestTimeoutMs);
    let admissions = await first;
    while (admissions.includes(errors.CONCURRENT_TRANSACTIONS) && this.#clock.monotonicMs() < untilMs) {
      await sleep(this.#clock, addPartitionsToTxnRetryBackoffMs);
      admissions = await this.#join(writing, unverified);
    }
    return admissions;
  }

  #join(writing: Writing, unverified: boolean): readonly Admission[] | Promise<readonly Admission[]> {
    const started = writing.batches.map((batch) => start(batch, writing));
    const partitions = writing.batches.flatMap(({ partition: { topic, index } }, at) =>
      isVerification(started[at]) ? { topic: topic.name, partition: index } : [],
    );
    const { transactionalId, producerId, producerEpoch, how } = writing;
    const verdicts =
      partitions.length === 0 ? [] : this.#transactions.join({ transactionalId, producerId, producerEpoch, partitions }, how);
    return verdicts instanceof Promise
      ? verdicts.then((late) => admissions(started, late, unverified))
      : admissions(started, verdicts, unverified);
  }
}

function start({ partition, baseSequence }: Writing["batches"][number], { producerId, producerEpoch, how }: Writing): Started {
  const supportsEpochBump = how === "add";
  const started = partition.log.startVerification({ producerId, producerEpoch, baseSequence, supportsEpochBump });
  return started !== undefined && "error" in started ? started.error : started;
}

function isVerification(started: Started): started is Verification {
  return started !== undefined && !("code" in started);
}

/** `verdicts` holds one for each verification that was started. */
function admissions(started: readonly Started[], verdicts: ReadonlyArray<KafkaError | undefined>, unverified: boolean): Admission[] {
  let next = 0;
  return started.map((each) => {
    if (!isVerification(each)) return each ?? { unverified };
    return verdicts[next++] ?? { verification: each, unverified };
  });
}
