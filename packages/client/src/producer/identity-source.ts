import type { MillraceError } from "@millrace/kit";
import { apis } from "@millrace/protocol";
import type { Cluster } from "../cluster/cluster.ts";
import { Again, retrying } from "../cluster/retrying.ts";
import { requestFailed } from "../errors.ts";
import type { ProducerIdentity } from "./partition-queue.ts";

/** Where partitions' queues get the identity from that their batches carry. */
export interface Identities {
  /** An identity other than the one that is `used` up; undefined while there is none. */
  next(used: ProducerIdentity | undefined): ProducerIdentity | undefined;
  /** Why there won't be one; once. */
  takeFailure(): MillraceError | undefined;
}

/** Gets the producer id under which brokers tell repeated batches from new ones (KIP-98). */
export class IdentitySource implements Identities {
  readonly #cluster: Cluster;
  readonly #onNews: () => void;
  #current: ProducerIdentity | undefined;
  #asking = false;
  #failure: MillraceError | undefined;

  /** `onNews` is called when there is an identity or a failure. */
  constructor(cluster: Cluster, onNews: () => void) {
    this.#cluster = cluster;
    this.#onNews = onNews;
  }

  /** An identity with another id than the one that is `used` up; undefined while it is being asked for. */
  next(used: ProducerIdentity | undefined): ProducerIdentity | undefined {
    if (this.#current !== undefined && this.#current.producerId !== used?.producerId) return this.#current;
    if (!this.#asking) void this.#ask();
    return undefined;
  }

  /** Why asking was given up; once, because asking again may go better. */
  takeFailure(): MillraceError | undefined {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    const options = { ...this.#cluster.options, deadlineMs: Number.POSITIVE_INFINITY };
    try {
      this.#current = await retrying(options, async () => {
        const reply = await this.#cluster.requestAny(apis.initProducerId, () => ({
          transactionalId: null,
          transactionTimeoutMs: 0x7fff_ffff,
        }));
        if (reply.errorCode === 0) return { producerId: reply.producerId, epoch: reply.producerEpoch };
        const failure = requestFailed("no producer id was given out", reply.errorCode);
        if (!failure.error.retriable) throw failure;
        return new Again(failure);
      });
    } catch (thrown) {
      this.#failure = thrown as MillraceError;
    }
    this.#asking = false;
    this.#onNews();
  }
}
