import assert from "node:assert/strict";
import { type Api, apis, type Draft, encodeBatch, errorByCode } from "@millrace/protocol";

/** Sends a request; undefined if no answer came. */
export type Ask = <Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>) => Promise<Response | undefined>;

/** What a producer wrote in one transaction. */
export interface Attempt {
  readonly values: Array<{ readonly topic: string; readonly value: string; offset: number | undefined }>;
  /** Committed along with it. */
  offset: number | undefined;
  /** Its end was asked for. */
  asked: "commit" | "abort" | undefined;
  /** Its end was promised. */
  told: boolean;
}

interface Identity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

const timeoutMs = 60_000;

/** After these a producer tries the same again. */
const passing = new Set([
  "KAFKA_STORAGE_ERROR",
  "NOT_ENOUGH_REPLICAS",
  "CONCURRENT_TRANSACTIONS",
  "COORDINATOR_LOAD_IN_PROGRESS",
  "COORDINATOR_NOT_AVAILABLE",
  "NOT_COORDINATOR",
  "NOT_LEADER_OR_FOLLOWER",
]);

/**
 * A transactional producer as clients have it, with `transaction.version` 2 or as before: it tries again what failed in passing, and takes
 * a new epoch when it does not know how it stands with the broker.
 */
export class TransactionalProducer {
  readonly transactionalId: string;
  readonly groupId: string;
  readonly attempts: Attempt[] = [];
  readonly #ask: Ask;
  readonly #isOld: boolean;
  #identity: Identity | undefined;
  #attempt: Attempt | undefined;
  /** Next numbers by topic. */
  readonly #sequences = new Map<string, number>();
  /** Batches that may be stored or not. */
  readonly #doubtful = new Map<string, Attempt["values"][number]>();
  /** Something of the transaction failed: it can't be committed. */
  #isSpoilt = false;

  constructor(name: string, ask: Ask, isOld: boolean) {
    this.transactionalId = name;
    this.groupId = `group of ${name}`;
    this.#ask = ask;
    this.#isOld = isOld;
  }

  /** It has an id and an epoch. */
  get isReady(): boolean {
    return this.#identity !== undefined;
  }

  async init(): Promise<void> {
    this.#leave();
    const reply = await this.#ask(apis.initProducerId, this.#isOld ? 4 : 5, {
      transactionalId: this.transactionalId,
      transactionTimeoutMs: timeoutMs,
    });
    if (reply === undefined) return;
    if (reply.errorCode === 0) this.#identity = reply;
    else assert.ok(isPassing(reply.errorCode), `InitProducerId: ${errorByCode(reply.errorCode).name}`);
  }

  async write(topic: string, value: string): Promise<void> {
    if (this.#identity === undefined || this.#attempt?.asked !== undefined) return;
    const record = this.#doubtful.get(topic) ?? { topic, value, offset: undefined };
    const attempt = this.#begun();
    if (!attempt.values.includes(record)) attempt.values.push(record);
    this.#doubtful.set(topic, record);
    if (this.#isOld && !(await this.#added([{ name: topic, partitions: [0] }]))) return;
    await this.#produce(topic, record, this.#identity);
  }

  async commitOffset(committedOffset: number): Promise<void> {
    if (this.#identity === undefined || this.#attempt?.asked !== undefined) return;
    const attempt = this.#begun();
    const { groupId, transactionalId } = this;
    const { producerId, producerEpoch } = this.#identity;
    attempt.offset = committedOffset;
    if (this.#isOld) {
      const reply = await this.#ask(apis.addOffsetsToTxn, 3, { transactionalId, producerId, producerEpoch, groupId });
      if (!this.#isFine(reply?.errorCode)) return;
    }
    const topics = [{ name: "t", partitions: [{ partitionIndex: 0, committedOffset, committedMetadata: "" }] }];
    const draft = { transactionalId, groupId, producerId, producerEpoch, topics };
    const reply = await this.#ask(apis.txnOffsetCommit, this.#isOld ? 4 : 5, draft);
    this.#isFine(reply?.topics[0]?.partitions[0]?.errorCode);
  }

  /** What can't be committed is aborted; an end of which nothing was heard is asked for again. */
  async end(committed: boolean): Promise<void> {
    if (this.#identity === undefined || this.#attempt === undefined) return;
    const attempt = this.#attempt;
    attempt.asked ??= committed && !this.#isSpoilt && this.#doubtful.size === 0 ? "commit" : "abort";
    const { producerId, producerEpoch } = this.#identity;
    const { transactionalId } = this;
    const isCommit = attempt.asked === "commit";
    const draft = { transactionalId, producerId, producerEpoch, committed: isCommit };
    const reply = await this.#ask(apis.endTxn, this.#isOld ? 4 : 5, draft);
    if (reply === undefined || isPassing(reply.errorCode)) return;
    if (reply.errorCode !== 0) {
      this.#leave();
      return;
    }
    attempt.told = true;
    const next = this.#isOld ? this.#identity : { producerId: reply.producerId, producerEpoch: reply.producerEpoch };
    const isUnsure = this.#isOld && (this.#isSpoilt || this.#doubtful.size > 0);
    const numbers = [...this.#sequences];
    this.#leave();
    if (isUnsure) return;
    this.#identity = next;
    if (this.#isOld) for (const [topic, sequence] of numbers) this.#sequences.set(topic, sequence);
  }

  async #produce(topic: string, record: Attempt["values"][number], identity: Identity): Promise<void> {
    const baseSequence = this.#sequences.get(topic) ?? 0;
    const { producerId, producerEpoch } = identity;
    const bytes = Buffer.from(record.value);
    const drafts = [{ key: bytes, value: bytes, timestamp: -1 }];
    const records = encodeBatch({ records: drafts, producerId, producerEpoch, baseSequence, transactional: true });
    const reply = await this.#ask(apis.produce, this.#isOld ? 11 : 12, {
      transactionalId: this.transactionalId,
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: topic, partitionData: [{ index: 0, records }] }],
    });
    const answer = reply?.responses[0]?.partitionResponses[0];
    if (!this.#isFine(answer?.errorCode, true)) return;
    record.offset = answer?.baseOffset;
    this.#doubtful.delete(topic);
    this.#sequences.set(topic, baseSequence + 1);
  }

  async #added(topics: Array<{ name: string; partitions: number[] }>): Promise<boolean> {
    const { producerId, producerEpoch } = this.#identity as Identity;
    const reply = await this.#ask(apis.addPartitionsToTxn, 3, {
      v3AndBelowTransactionalId: this.transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: topics,
    });
    return this.#isFine(reply?.resultsByTopicV3AndBelow[0]?.resultsByPartition[0]?.partitionErrorCode, true);
  }

  /** Whether it worked. What failed for good leaves nothing but to abort. */
  #isFine(code: number | undefined, mayTryAgain = false): boolean {
    if (code === 0) return true;
    if (!mayTryAgain || (code !== undefined && !isPassing(code))) this.#isSpoilt = true;
    return false;
  }

  #begun(): Attempt {
    if (this.#attempt !== undefined) return this.#attempt;
    this.#attempt = { values: [], offset: undefined, asked: undefined, told: false };
    this.attempts.push(this.#attempt);
    return this.#attempt;
  }

  #leave(): void {
    this.#identity = undefined;
    this.#attempt = undefined;
    this.#isSpoilt = false;
    this.#sequences.clear();
    this.#doubtful.clear();
  }
}

function isPassing(code: number): boolean {
  return passing.has(errorByCode(code).name);
}
