// ShareFetch, versions 1 and 2: hands records to members of share groups (KIP-932), and takes in what they say of those that they have;
// with a strict limit of records (version 2, KIP-1206) and more time for records (KIP-1222).
//
// Differences from Apache Kafka: a client beyond its quota gets what it has acquired, and waits afterwards; there the records would be held
// back until their locks end. How much is read depends on how many records may be had, not on `MaxBytes` alone. Where a group begins is
// stored before the first records are handed out. Over a topic id that is not known Kafka stumbles (UNKNOWN_SERVER_ERROR); here its partitions
// are told with UNKNOWN_TOPIC_ID.
import { apis, type Draft, errors, type KafkaError, type ShareFetchRequest, type ShareFetchResponse } from "@millrace/protocol";
import { type Acknowledged, acknowledge } from "../shares/acknowledgements.ts";
import type { LedSharePartition } from "../shares/led-share-partition.ts";
import { shareFetch as fetchShares, type ShareFetchOptions, type ShareReads, type WaitingShareFetch } from "../shares/share-fetch.ts";
import { finalEpoch, type NamedPartition, type ShareSession, updateSession } from "../shares/share-sessions.ts";
import { handler, Parked, type RequestContext } from "./handler.ts";
import { answerShareFetch, type ToldPartition } from "./share-fetch-answer.ts";
import { mayReadTopic, type ShareMember, shareMember } from "./share-member.ts";

const initialEpoch = 0;
const firstVersionWithRenew = 2;
/** Ways to acquire: batches as they are, or never more records than asked for. */
const acquireModes = { batchOptimized: 0, recordLimit: 1 } as const;

export const shareFetch = handler({
  api: apis.shareFetch,
  versions: [1, 2],
  borrowsFrame: true,
  handle(request: ShareFetchRequest, context: RequestContext) {
    const member = shareMember(request, context);
    if ("code" in member) return refused(member);
    const isRenewal = context.apiVersion >= firstVersionWithRenew && request.isRenewAck;
    if (isRenewal && !fetchesNothing(request)) return refused(errors.INVALID_REQUEST);
    const session = sessionOf(request, member, context);
    if (session === errors.SHARE_SESSION_LIMIT_REACHED) return refusedAfter(request.maxWaitMs, session, context);
    if ("code" in session) return refused(session);
    return new ShareFetchAnswer(request, context, session).give(isRenewal);
  },
});

function refused({ code }: KafkaError): Draft<ShareFetchResponse> {
  return { errorCode: code };
}

/** A client that finds no room for its session is to ask again, but not all the time. */
function refusedAfter(waitMs: number, error: KafkaError, { broker }: RequestContext): Parked<ShareFetchResponse> {
  let cancel = () => {};
  const done = new Promise<Draft<ShareFetchResponse>>((resolve) => {
    cancel = broker.clock.after(waitMs, () => resolve(refused(error)));
  });
  return new Parked<ShareFetchResponse>(done, () => cancel());
}

/** Nobody waits for records while the time of others runs that he holds (KIP-1222). */
function fetchesNothing({ maxBytes, minBytes, maxRecords, maxWaitMs }: ShareFetchRequest): boolean {
  return maxBytes === 0 && minBytes === 0 && maxRecords === 0 && maxWaitMs === 0;
}

/** Opens a session, or goes on with the member's. */
function sessionOf(request: ShareFetchRequest, member: ShareMember, { broker, connection }: RequestContext): ShareSession | KafkaError {
  const { sessions } = broker.deliveries;
  const { shareSessionEpoch, topics, forgottenTopicsData } = request;
  const name = (topicId: string) => broker.metadata.image.topicById(topicId)?.name;
  const asked = topics.flatMap(({ topicId, partitions }) =>
    partitions.map(({ partitionIndex: index }): NamedPartition => ({ topicId, index, topic: name(topicId) })),
  );
  if (shareSessionEpoch === initialEpoch) {
    if (acknowledges(request)) return errors.INVALID_REQUEST;
    return sessions.open({ ...member, connectionId: connection.id }, asked) ?? errors.SHARE_SESSION_LIMIT_REACHED;
  }
  const session = sessions.expect(member.groupId, member.memberId, shareSessionEpoch);
  if ("code" in session || shareSessionEpoch === finalEpoch) return session;
  const forgotten = forgottenTopicsData.flatMap(({ topicId, partitions }) =>
    partitions.map((index) => ({ topicId, index, topic: undefined })),
  );
  updateSession(session, asked, forgotten);
  return session;
}

function acknowledges({ topics }: ShareFetchRequest): boolean {
  return topics.some(({ partitions }) => partitions.some(({ acknowledgementBatches }) => acknowledgementBatches.length > 0));
}

/** One request in a session, on its way to its answer. */
class ShareFetchAnswer {
  readonly #request: ShareFetchRequest;
  readonly #context: RequestContext;
  readonly #session: ShareSession;
  /** Of the session, as long as no other request comes between. */
  readonly #epoch: number;
  readonly #isLast: boolean;
  /** What can't be fetched, and what led to what can. */
  readonly #told: ToldPartition[] = [];
  readonly #wanted: LedSharePartition[] = [];

  constructor(request: ShareFetchRequest, context: RequestContext, session: ShareSession) {
    this.#request = request;
    this.#context = context;
    this.#session = session;
    this.#epoch = session.epoch;
    this.#isLast = request.shareSessionEpoch === finalEpoch;
  }

  give(isRenewal: boolean): Draft<ShareFetchResponse> | Promise<Draft<ShareFetchResponse>> | Parked<ShareFetchResponse> {
    const { shareAcquireMode } = this.#request;
    const acknowledged = acknowledges(this.#request) ? this.#acknowledge() : undefined;
    if (this.#isLast || isRenewal) return this.#answer(new Map(), acknowledged);
    if (shareAcquireMode !== acquireModes.batchOptimized && shareAcquireMode !== acquireModes.recordLimit)
      return refused(errors.UNKNOWN_SERVER_ERROR);
    this.#find();
    const fetched = fetchShares(this.#options());
    if (!("abandon" in fetched)) return this.#answer(fetched, acknowledged);
    return this.#park(fetched, acknowledged);
  }

  #acknowledge(): Promise<readonly Acknowledged[]> {
    const { topics, isRenewAck } = this.#request;
    const { broker } = this.#context;
    const { groupId, memberId } = this.#session;
    const mayRead = (topic: string) => mayReadTopic(this.#context, topic);
    const { deliveries, partitions } = broker;
    return acknowledge({ groupId, memberId, topics, isRenewAck }, { deliveries, partitions, mayRead });
  }

  #find(): void {
    for (const asked of this.#session.partitions.values()) {
      const error = this.#problemOf(asked);
      const led = error === undefined ? this.#context.broker.deliveries.lead(this.#session.groupId, asked) : undefined;
      if (led === undefined) this.#told.push({ asked, error: error ?? errors.UNKNOWN_TOPIC_OR_PARTITION, read: undefined });
      else this.#wanted.push(led);
    }
  }

  #problemOf({ topic }: NamedPartition): KafkaError | undefined {
    if (topic === undefined) return errors.UNKNOWN_TOPIC_ID;
    return mayReadTopic(this.#context, topic) ? undefined : errors.TOPIC_AUTHORIZATION_FAILED;
  }

  #options(): ShareFetchOptions {
    const { maxRecords, batchSize, shareAcquireMode, minBytes, maxBytes, maxWaitMs, shareSessionEpoch } = this.#request;
    const { broker, meter, lender, recordBytesMax } = this.#context;
    const ofQuota = meter?.fetchBytesMax ?? Number.POSITIVE_INFINITY;
    const bytesMax = Math.min(maxBytes, broker.configs.broker.fetchMaxBytes, recordBytesMax, ofQuota);
    return {
      clock: broker.clock,
      wanted: rotated(this.#wanted, shareSessionEpoch),
      memberId: this.#session.memberId,
      maxRecords,
      batchSize,
      recordLimit: shareAcquireMode === acquireModes.recordLimit,
      bytesMin: Math.min(minBytes, bytesMax),
      bytesMax,
      maxWaitMs,
      allocate: lender.allocate,
      resumed: () => meter?.resume(),
      paused: () => meter?.pause(broker.clock.monotonicMs()),
    };
  }

  #park(fetched: WaitingShareFetch, acknowledged: Promise<readonly Acknowledged[]> | undefined): Parked<ShareFetchResponse> {
    const { counts } = this.#context.broker;
    counts.parkedFetches++;
    // The client may still go away while what it said is stored.
    let isWaiting = true;
    const waited = () => {
      if (isWaiting) counts.parkedFetches--;
      isWaiting = false;
    };
    const done = fetched.done.then((reads) => {
      waited();
      return this.#answer(reads, acknowledged);
    });
    return new Parked<ShareFetchResponse>(done, () => {
      waited();
      fetched.abandon();
    });
  }

  #answer(
    reads: ShareReads,
    acknowledged: Promise<readonly Acknowledged[]> | undefined,
  ): Draft<ShareFetchResponse> | Promise<Draft<ShareFetchResponse>> {
    const starts = [...reads].flatMap(([led, { acquired }]) => (acquired.length > 0 ? (led.storeStart() ?? []) : []));
    if (acknowledged === undefined && starts.length === 0) return this.#reply(reads, []);
    return Promise.all([acknowledged ?? [], ...starts]).then(([outcomes]) => this.#reply(reads, outcomes));
  }

  #reply(reads: ShareReads, acknowledged: readonly Acknowledged[]): Draft<ShareFetchResponse> {
    const { deliveries } = this.#context.broker;
    if (this.#isLast) deliveries.endSession(this.#session);
    const isCurrent = this.#isLast || this.#session.epoch === this.#epoch;
    const isFirst = this.#request.shareSessionEpoch === initialEpoch;
    const told = [...this.#told, ...readPartitions(this.#session, reads)];
    const session = this.#session;
    return answerShareFetch({ context: this.#context, session, isCurrent, isFirst, told, acknowledged });
  }
}

function readPartitions({ partitions }: ShareSession, reads: ShareReads): ToldPartition[] {
  const told: ToldPartition[] = [];
  for (const asked of partitions.values()) {
    const read = asked.led === undefined ? undefined : reads.get(asked.led);
    if (read !== undefined) told.push({ asked, error: read.error, read });
  }
  return told;
}

/** Each request of a session begins at another partition, so that none waits for ever behind the others. */
function rotated<Item>(items: readonly Item[], by: number): readonly Item[] {
  const from = by < 1 ? 0 : by % Math.max(1, items.length);
  return [...items.slice(from), ...items.slice(0, from)];
}
