import { MillraceError } from "@millrace/kit";
import { apis, type BatchDraft, type EndTxnResponse } from "@millrace/protocol";
import type { Answer } from "./talk.ts";
import { batch, type Talk } from "./talk.ts";

export interface Identity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR, CONCURRENT_TRANSACTIONS: a client tries again. */
const passing = new Set([14, 15, 16, 51]);

/** A transactional producer, request by request. */
export class TransactionalTalk {
  readonly transactionalId: string;
  readonly #talk: Talk;

  constructor(talk: Talk, transactionalId: string) {
    this.#talk = talk;
    this.transactionalId = transactionalId;
  }

  /** Waits for the coordinator and takes the id, as a producer does that starts. */
  async init(): Promise<Identity> {
    const { transactionalId } = this;
    await this.#talk.untilProducerIds();
    let identity: (Identity & { readonly errorCode: number }) | undefined;
    await this.#talk.until(`${transactionalId} has a coordinator`, async () => {
      const { coordinators } = await this.#talk.call(apis.findCoordinator, 6, { keyType: 1, coordinatorKeys: [transactionalId] });
      if (coordinators[0]?.errorCode !== 0) return false;
      identity = await this.#talk.call(apis.initProducerId, 5, { transactionalId, transactionTimeoutMs: 60_000 });
      return !passing.has(identity.errorCode);
    });
    if (identity?.errorCode !== 0) throw new MillraceError("REQUEST_FAILED", `InitProducerId: error ${identity?.errorCode}`);
    return identity;
  }

  /** As producers before `transaction.version` 2 do. */
  async add({ producerId, producerEpoch }: Identity, topic: string, partitions: readonly number[] = [0]): Promise<number | undefined> {
    const request = {
      v3AndBelowTransactionalId: this.transactionalId,
      v3AndBelowProducerId: producerId,
      v3AndBelowProducerEpoch: producerEpoch,
      v3AndBelowTopics: [{ name: topic, partitions }],
    };
    let error: number | undefined;
    await this.#talk.until("the partition is added", async () => {
      const { resultsByTopicV3AndBelow } = await this.#talk.call(apis.addPartitionsToTxn, 3, request);
      error = resultsByTopicV3AndBelow[0]?.resultsByPartition[0]?.partitionErrorCode;
      return error === undefined || !passing.has(error);
    });
    return error;
  }

  /** Answers once the partitions have their markers. */
  async end(identity: Identity, committed: boolean, version = 5): Promise<EndTxnResponse> {
    const { transactionalId } = this;
    const { producerId, producerEpoch } = identity;
    let answer: EndTxnResponse | undefined;
    await this.#talk.until("the transaction can be ended", async () => {
      answer = await this.#talk.call(apis.endTxn, version, { transactionalId, producerId, producerEpoch, committed });
      return !passing.has(answer.errorCode);
    });
    await this.#talk.until("the transaction is complete", async () => {
      const { transactionStates } = await this.#talk.call(apis.describeTransactions, 0, { transactionalIds: [transactionalId] });
      return !/^(Ongoing|Prepare)/.test(transactionStates[0]?.transactionState ?? "");
    });
    return answer as EndTxnResponse;
  }

  /** Appends one transactional batch. */
  produce(
    topic: string,
    values: readonly string[],
    draft: Partial<BatchDraft>,
    { version = 12, transactionalId = this.transactionalId } = {},
  ) {
    return this.append(topic, batch(values, { transactional: true, baseSequence: 0, ...draft }), { version, transactionalId });
  }

  /** Appends some batch. */
  async append(
    topic: string,
    records: Buffer,
    { version = 12, transactionalId = this.transactionalId as string | null, index = 0 } = {},
  ): Promise<Answer<unknown>> {
    const topicData = [{ name: topic, partitionData: [{ index, records }] }];
    const answer = await this.#talk.ask(apis.produce, version, { transactionalId, acks: -1, timeoutMs: 10_000, topicData });
    return typeof answer === "string" ? answer : (answer.responses[0]?.partitionResponses[0] ?? "silent");
  }
}
