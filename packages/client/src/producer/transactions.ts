import { MillraceError } from "@millrace/kit";
import { apis, errorByCode, errors } from "@millrace/protocol";
import type { OffsetToCommit } from "../admin/group-offsets.ts";
import { partitionAnswers } from "../admin/offsets.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { routed, toTransactionCoordinators } from "../cluster/routing.ts";
import { byTopic } from "../cluster/topic-partition.ts";
import { isRetriable, RequestFailedError, requestFailed } from "../errors.ts";
import type { Identities } from "./identity-source.ts";
import type { ProducerIdentity } from "./partition-queue.ts";

/** Whose offsets are committed along with a transaction: a consumer's membership, or a group that is only used for its offsets. */
export interface OffsetCommitter {
  readonly groupId: string;
  readonly memberId?: string;
  readonly generationId?: number;
  readonly groupInstanceId?: string | null;
}

type State = "new" | "ready" | "open" | "failed" | "ending" | "committing" | "aborting" | "dead";
type Step = "init" | "begin" | "write" | "commit" | "abort";

/** From which states each step may be taken. */
const legal: Readonly<Record<Step, readonly State[]>> = {
  init: ["new", "ready"],
  begin: ["ready"],
  write: ["open"],
  commit: ["open", "committing"],
  abort: ["open", "failed", "aborting"],
};

const hints: Readonly<Record<State, string>> = {
  new: "call initTransactions first",
  ready: "call beginTransaction first",
  open: "the transaction that is open has to be committed or aborted first",
  failed: "the transaction has to be aborted",
  ending: "the transaction is being ended",
  // What is written now could become part of a transaction that has ended, or has not.
  committing: "whether the transaction was committed is not known; call commitTransaction again to find out",
  aborting: "whether the transaction was aborted is not known; call abortTransaction again to find out",
  dead: "another producer has this transactional id now, or the id may not be used; this producer has to be closed",
};

/** The producer can't go on after these. */
const deadly = new Set(["PRODUCER_FENCED", "INVALID_PRODUCER_ID_MAPPING", "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "UNSUPPORTED_VERSION"]);

/** From these versions on, brokers add partitions by themselves and each transaction has an epoch of its own (KIP-890). */
export const firstProduceVersion = 12;
const firstEndTxnVersion = 5;
const firstTxnOffsetCommitVersion = 5;

/** The transactions of one producer, with `transaction.version` 2: needs Apache Kafka 4.0 or later. */
export class Transactions implements Identities {
  readonly transactionalId: string;
  readonly #cluster: Cluster;
  readonly #timeoutMs: number;
  #state: State = "new";
  #identity: ProducerIdentity | undefined;
  #failure: Error | undefined;
  /** Something may have been written since the transaction was begun. */
  #hasWritten = false;

  constructor(cluster: Cluster, transactionalId: string, timeoutMs: number) {
    this.#cluster = cluster;
    this.transactionalId = transactionalId;
    this.#timeoutMs = timeoutMs;
  }

  /** Why nothing can be written; undefined in an open transaction. */
  get refusal(): Error | undefined {
    if (this.#state === "open") return undefined;
    return this.#failure ?? this.#illegal("write");
  }

  next(used: ProducerIdentity | undefined): ProducerIdentity | undefined {
    return used === undefined ? this.#identity : undefined;
  }

  takeFailure(): undefined {
    return undefined;
  }

  /** A batch is sent. */
  wrote(): void {
    this.#hasWritten = true;
  }

  /** Something of the transaction could not be done: it can only be aborted. */
  failed(failure: Error): void {
    if (this.#state !== "open") return;
    this.#failure = failure;
    this.#state = this.#isDeadly(failure) ? "dead" : "failed";
  }

  /** Takes the transactional id, so that whoever has it is fenced, and what that one left open is aborted. */
  async init(): Promise<void> {
    this.#check("init");
    const draft = { transactionalId: this.transactionalId, transactionTimeoutMs: this.#timeoutMs };
    const { producerId, producerEpoch } = await this.#guarded(() =>
      this.#ask("the transactional id was not taken", async (broker) => {
        const value = await broker.request(apis.initProducerId, () => draft);
        return { error: errorByCode(value.errorCode), value };
      }),
    );
    this.#identity = { producerId, epoch: producerEpoch };
    this.#state = "ready";
  }

  begin(): void {
    this.#check("begin");
    this.#hasWritten = false;
    this.#state = "open";
  }

  /** Commits offsets with the transaction. Throws REQUEST_FAILED; then the transaction has to be aborted. */
  async sendOffsets(offsets: readonly OffsetToCommit[], committer: OffsetCommitter): Promise<void> {
    this.#check("write");
    if (offsets.length === 0) return;
    this.#hasWritten = true;
    try {
      await this.#commitOffsets(offsets, committer);
    } catch (thrown) {
      this.failed(thrown as Error);
      throw thrown;
    }
  }

  /**
   * To be called once nothing is under way any more. Throws what made a commit impossible. If no answer came in time, only the same end may
   * be asked for again: the first request may still arrive.
   */
  async end(committed: boolean): Promise<void> {
    if (committed && this.#failure !== undefined) throw this.#failure;
    this.#check(committed ? "commit" : "abort");
    if (this.#hasWritten) {
      this.#state = "ending";
      await this.#guarded(() => this.#end(committed)).catch((thrown) => this.#notEnded(thrown, committed));
    }
    this.#failure = undefined;
    this.#state = "ready";
  }

  #notEnded(thrown: Error, committed: boolean): never {
    if (this.#state === "ending") {
      const isRefused = !isRetriable(thrown);
      this.#failure = isRefused ? thrown : undefined;
      if (isRefused) this.#state = "failed";
      else this.#state = committed ? "committing" : "aborting";
    }
    throw thrown;
  }

  get identity(): ProducerIdentity | undefined {
    return this.#identity;
  }

  async #end(committed: boolean): Promise<void> {
    const { producerId = -1, epoch: producerEpoch = -1 } = this.#identity ?? {};
    const draft = { transactionalId: this.transactionalId, producerId, producerEpoch, committed };
    const next = await this.#ask(`the transaction was not ${committed ? "committed" : "aborted"}`, async (broker) => {
      const value = await broker.request(apis.endTxn, () => draft, { minVersion: firstEndTxnVersion });
      return { error: errorByCode(value.errorCode), value };
    });
    if (next.producerId >= 0) this.#identity = { producerId: next.producerId, epoch: next.producerEpoch };
  }

  async #commitOffsets(offsets: readonly OffsetToCommit[], committer: OffsetCommitter): Promise<void> {
    const { groupId, memberId = "", generationId = -1, groupInstanceId = null } = committer;
    const { producerId = -1, epoch: producerEpoch = -1 } = this.#identity ?? {};
    const { transactionalId } = this;
    const topics = byTopic(offsets).map(({ topic, partitions }) => ({
      name: topic,
      partitions: partitions.map(({ partition, offset, leaderEpoch = -1, metadata = "" }) => ({
        ...{ partitionIndex: partition, committedOffset: offset, committedLeaderEpoch: leaderEpoch, committedMetadata: metadata },
      })),
    }));
    const draft = { transactionalId, groupId, producerId, producerEpoch, generationId, memberId, groupInstanceId, topics };
    const answers = await routed(
      this.#cluster,
      offsets,
      async (cluster, items, deadlineMs) => [{ items, to: await cluster.coordinator(groupId, deadlineMs) }],
      async (broker, items) => {
        const reply = await broker.request(apis.txnOffsetCommit, () => draft, { minVersion: firstTxnOffsetCommitVersion });
        return partitionAnswers(items, reply.topics);
      },
    );
    const refused = answers.find(({ error }) => error !== errors.NONE);
    if (refused !== undefined) throw requestFailed(`offsets of ${groupId} were not added to the transaction`, refused.error);
  }

  /** Asks the transaction coordinator, until it is there and can answer. */
  async #ask<Value>(
    what: string,
    send: (broker: Parameters<Parameters<typeof routed>[3]>[0]) => Promise<{ error: ReturnType<typeof errorByCode>; value: Value }>,
  ): Promise<Value> {
    const [answer] = await routed(this.#cluster, [this.transactionalId], toTransactionCoordinators, async (broker) => [await send(broker)]);
    if (answer?.value === undefined || answer.error !== errors.NONE)
      throw requestFailed(what, answer?.error ?? errors.UNKNOWN_SERVER_ERROR);
    return answer.value;
  }

  async #guarded<Value>(run: () => Promise<Value>): Promise<Value> {
    try {
      return await run();
    } catch (thrown) {
      if (this.#isDeadly(thrown)) {
        this.#failure = thrown as Error;
        this.#state = "dead";
      }
      throw thrown;
    }
  }

  #isDeadly(failure: unknown): boolean {
    if (failure instanceof RequestFailedError) return deadly.has(failure.error.name);
    return failure instanceof MillraceError && failure.code === "UNSUPPORTED_VERSION";
  }

  #check(step: Step): void {
    if (!legal[step].includes(this.#state)) throw this.#illegal(step);
  }

  #illegal(step: Step): MillraceError {
    return new MillraceError("USAGE", `a transactional producer can't ${step} now`, { hint: hints[this.#state], cause: this.#failure });
  }
}
