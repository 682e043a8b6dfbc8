import type { TopicPartition } from "@millrace/client";
import { MillraceError } from "@millrace/kit";
import {
  type Api,
  apis,
  batchHeader,
  type Draft,
  decodeRecords,
  type ErrorName,
  errorByCode,
  errors,
  type ShareFetchRequest,
  type ShareFetchResponse,
  splitBatches,
} from "@millrace/protocol";
import type { Caller } from "../caller.ts";
import type { Asking, Outcome, Place } from "../deliveries.ts";
import { sharersGroup as groupId } from "./groups.ts";
import { type Said, topicsOf } from "./said.ts";
import type { Workplace } from "./workplace.ts";

type FetchedPartition = ShareFetchResponse["responses"][number]["partitions"][number];

const joinEpoch = 0;
const leaveEpoch = -1;
const firstEpoch = 0;
const finalEpoch = -1;
/** Says of acknowledgements that they ask for more time, which only this version can (KIP-1222). */
const versionWithRenewals = 2;

/** What a member says did not happen if it is answered so. */
const refusals: ReadonlySet<ErrorName> = new Set<ErrorName>(["INVALID_RECORD_STATE", "INVALID_REQUEST"]);

/** A member of a share group (KIP-932): what it is told of records, and what it says of them. After a failure it begins a new session. */
export class ShareMember {
  readonly memberId: string;
  readonly #place: Workplace;
  readonly #caller: Caller;
  #epoch = joinEpoch;
  #assigned: readonly TopicPartition[] = [];
  /** What the session has. */
  #fetched: readonly TopicPartition[] = [];
  #sessionEpoch = firstEpoch;
  #sessions = 0;
  #isOut = false;

  constructor(place: Workplace, memberId: string) {
    this.memberId = memberId;
    this.#place = place;
    this.#caller = place.clients.caller();
  }

  /** It has learned that it is no member any more. */
  get isOut(): boolean {
    return this.#isOut;
  }

  get assigned(): readonly TopicPartition[] {
    return this.#assigned;
  }

  /** Throws. */
  async beat(): Promise<void> {
    const subscribedTopicNames = this.#epoch === joinEpoch ? ["kept"] : null;
    const { assignment, memberEpoch } = await this.#heartbeat(this.#epoch, subscribedTopicNames);
    this.#epoch = memberEpoch;
    if (assignment === null) return;
    const names = new Map(Array.from(this.#place.topicIds, ([name, id]) => [id, name]));
    this.#assigned = assignment.topicPartitions.flatMap(({ topicId, partitions }) =>
      partitions.map((partition) => ({ topic: names.get(topicId) ?? topicId, partition })),
    );
  }

  /** Acquires records, and says something of others along with it, if their session still goes on. Throws. */
  async fetch(unsaid: readonly Said[], limits: Draft<ShareFetchRequest>): Promise<readonly Place[]> {
    const { topicIds, random } = this.#place;
    const said = this.#hasSession() ? unsaid : [];
    const forgotten = this.#fetched.filter((each) => !has(this.#assigned, each));
    const fresh = this.#assigned.filter((each) => !has(this.#fetched, each));
    const session = {
      topics: topicsOf(said, fresh, topicIds),
      forgottenTopicsData: forgotten.map(({ topic, partition }) => ({ topicId: topicIds.get(topic) ?? "", partitions: [partition] })),
    };
    return this.#inSession(said, true, async (asking, names) => {
      this.#fetched = this.#assigned;
      const answer = await this.#call(apis.shareFetch, 1 + random.below(2), { ...names, ...session, ...limits });
      this.#check("records", answer.errorCode);
      return this.#take(asking, answer, said);
    });
  }

  /** Says something of records, if their session still goes on. `isLast`: and ends it. Throws. */
  async acknowledge(said: readonly Said[], { isRenewal = false, isLast = false } = {}): Promise<void> {
    const { topicIds, random } = this.#place;
    if (!this.#hasSession()) return;
    if (isLast) this.#place.deliveries.ends(this.#session);
    const session = { topics: topicsOf(said, [], topicIds), isRenewAck: isRenewal };
    await this.#inSession(said, false, async (asking, names) => {
      const version = isRenewal ? versionWithRenewals : 1 + random.below(2);
      const shareSessionEpoch = isLast ? finalEpoch : names.shareSessionEpoch;
      const answer = await this.#call(apis.shareAcknowledge, version, { ...names, shareSessionEpoch, ...session });
      this.#check("what it says", answer.errorCode);
      for (const { topicId, partitions } of answer.responses)
        for (const { partitionIndex, errorCode } of partitions)
          this.#settle(asking, said, this.#partition(topicId, partitionIndex), errorCode);
    });
    if (isLast) this.#endSession();
  }

  /** Throws. */
  async leave(): Promise<void> {
    if (!this.#isOut && this.#epoch !== joinEpoch) await this.#heartbeat(leaveEpoch, null);
  }

  /** Is gone without a word, or after one. */
  close(): void {
    this.#caller.close();
    this.#endSession();
  }

  /** Of a session that fails nobody knows what became of it. */
  async #inSession<T>(
    said: readonly Said[],
    forRecords: boolean,
    ask: (asking: Asking, names: { groupId: string; memberId: string; shareSessionEpoch: number }) => Promise<T>,
  ): Promise<T> {
    const { deliveries } = this.#place;
    if (this.#sessionEpoch === firstEpoch) this.#sessions++;
    const asking = deliveries.asks(this.#session, forRecords, () => this.#caller.isConnected);
    for (const { place, verdict } of said) deliveries.says(asking, place, verdict);
    try {
      const told = await ask(asking, { groupId, memberId: this.memberId, shareSessionEpoch: this.#sessionEpoch });
      this.#sessionEpoch++;
      deliveries.answered(asking, true);
      return told;
    } catch (thrown) {
      deliveries.answered(asking, false);
      this.#endSession();
      throw thrown;
    }
  }

  /** A session ends with its connection: to be called before that is made anew. */
  #endBroken(): void {
    if (!this.#caller.isConnected) this.#endSession();
  }

  #hasSession(): boolean {
    this.#endBroken();
    return this.#sessionEpoch !== firstEpoch;
  }

  get #session(): string {
    return `${this.memberId}.${this.#sessions}`;
  }

  #endSession(): void {
    this.#place.deliveries.ends(this.#session);
    this.#sessionEpoch = firstEpoch;
    this.#fetched = [];
  }

  #take(asking: Asking, { responses }: ShareFetchResponse, said: readonly Said[]): Place[] {
    return responses.flatMap(({ topicId, partitions }) =>
      partitions.flatMap((told) => {
        const partition = this.#partition(topicId, told.partitionIndex);
        this.#settle(asking, said, partition, told.acknowledgeErrorCode);
        if (told.errorCode !== 0)
          this.#place.ledger.note(
            `${asking.session} gets ${errorByCode(told.errorCode).name} of ${partition.topic}-${partition.partition}`,
          );
        return this.#acquired(asking, partition, told);
      }),
    );
  }

  #acquired(asking: Asking, partition: TopicPartition, { acquiredRecords, records }: FetchedPartition): Place[] {
    const { deliveries, ledger } = this.#place;
    const places = acquiredRecords.flatMap(({ firstOffset, lastOffset, deliveryCount }) =>
      Array.from({ length: lastOffset - firstOffset + 1 }, (_, at) => {
        const place = { ...partition, offset: firstOffset + at };
        deliveries.acquired(asking, place, deliveryCount);
        return place;
      }),
    );
    this.#meet(asking, partition, places, records ?? Buffer.alloc(0));
    if (places.length > 0)
      ledger.note(
        `${asking.session} is handed ${places.map(({ offset }) => offset).join(", ")} of ${partition.topic}-${partition.partition}`,
      );
    return places;
  }

  /** What it holds comes along, among other records. */
  #meet({ session }: Asking, partition: TopicPartition, places: readonly Place[], records: Buffer): void {
    const { ledger, world } = this.#place;
    const missing = new Set(places.map(({ offset }) => offset));
    for (const batch of splitBatches(records)) {
      const [first, last] = [batchHeader.baseOffset(batch), batchHeader.lastOffset(batch)];
      const held = new Set([...missing].filter((offset) => offset >= first && offset <= last));
      for (const offset of held) missing.delete(offset);
      if (batchHeader.isControl(batch)) continue;
      for (const read of decodeRecords(batch)) if (held.has(read.offset)) ledger.met(session, partition, read, world.sharesIsolation);
    }
    const [lacking] = missing;
    if (lacking !== undefined) ledger.fail("what is handed out comes along", `${session} is handed ${lacking} without its record`);
  }

  #settle(asking: Asking, said: readonly Said[], { topic, partition }: TopicPartition, code: number): void {
    const { deliveries, ledger } = this.#place;
    const about = said.filter(({ place }) => place.topic === topic && place.partition === partition);
    const { name } = errorByCode(code);
    const outcome: Outcome = code === 0 ? "stored" : refusals.has(name) ? "refused" : "unknown";
    for (const { place, verdict } of about) deliveries.settled(asking, place, verdict, outcome);
    const list = about.map(({ place, verdict }) => `${place.offset}:${verdict}`).join(" ");
    if (about.length > 0) ledger.note(`${asking.session} has said ${list} of ${topic}-${partition}: ${name}`);
  }

  async #heartbeat(memberEpoch: number, subscribedTopicNames: string[] | null) {
    const { memberId } = this;
    this.#endBroken();
    const answer = await this.#call(apis.shareGroupHeartbeat, 1, { groupId, memberId, memberEpoch, subscribedTopicNames });
    // Whoever looks for the coordinator has the topic of groups made.
    if (answer.errorCode === errors.NOT_COORDINATOR.code || answer.errorCode === errors.COORDINATOR_NOT_AVAILABLE.code)
      await this.#call(apis.findCoordinator, 6, { keyType: 0, coordinatorKeys: [groupId] });
    this.#isOut ||= answer.errorCode === errors.UNKNOWN_MEMBER_ID.code || answer.errorCode === errors.FENCED_MEMBER_EPOCH.code;
    this.#check("its heartbeat", answer.errorCode);
    return answer;
  }

  async #call<Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>): Promise<Response> {
    try {
      return await this.#caller.call(api, version, draft);
    } catch (thrown) {
      this.#endSession(); // with the connection
      throw thrown;
    }
  }

  #check(what: string, code: number): void {
    if (code !== 0) throw new MillraceError("REQUEST_FAILED", `${this.memberId} is refused ${what}: ${errorByCode(code).name}`);
  }

  #partition(topicId: string, partition: number): TopicPartition {
    const [topic] = [...this.#place.topicIds].find(([, id]) => id === topicId) ?? [topicId];
    return { topic, partition };
  }
}

function has(partitions: readonly TopicPartition[], { topic, partition }: TopicPartition): boolean {
  return partitions.some((each) => each.topic === topic && each.partition === partition);
}
