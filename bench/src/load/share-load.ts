import { MillraceError, sleep, systemClock } from "@millrace/kit";
import { apis, type Draft, errorByCode, type ShareFetchRequest, type ShareFetchResponse } from "@millrace/protocol";
import { requestFrame } from "./frames.ts";
import { type Address, decodeResponse, Link } from "./link.ts";
import { setConfig, type Topic } from "./topic.ts";

/** As Kafka's own share consumer asks: `max.poll.records`, `fetch.max.bytes` and `fetch.max.wait.ms`. */
const limits = { maxRecords: 500, batchSize: 500, maxBytes: 50 << 20, minBytes: 1, maxWaitMs: 500 };
const accept = 1;
const settleMsMax = 120_000;
const roundMs = 250;

type Acquired = ShareFetchResponse["responses"][number]["partitions"][number]["acquiredRecords"][number];
type Held = ReadonlyMap<number, readonly Acquired[]>;

/** A member that accepts what it was given with its next fetch. */
class Member {
  readonly #link: Link;
  readonly #id: { readonly groupId: string; readonly memberId: string };
  readonly #topicId: string;
  #partitions: readonly number[] = [];
  #memberEpoch = 0;
  #sessionEpoch = 0;
  #held: Held = new Map();

  constructor(link: Link, groupId: string, memberId: string, topicId: string) {
    this.#link = link;
    this.#id = { groupId, memberId };
    this.#topicId = topicId;
  }

  get partitions(): readonly number[] {
    return this.#partitions;
  }

  async beat(topic: string): Promise<void> {
    const joining = this.#memberEpoch === 0 ? { subscribedTopicNames: [topic] } : {};
    // Kafka makes the groups' topic when somebody asks for a coordinator.
    if (this.#memberEpoch === 0) await this.#link.call(apis.findCoordinator, { keyType: 0, coordinatorKeys: [this.#id.groupId] });
    const answer = await this.#link.call(apis.shareGroupHeartbeat, { ...this.#id, memberEpoch: this.#memberEpoch, ...joining });
    if (answer.errorCode !== 0) return;
    this.#memberEpoch = answer.memberEpoch;
    if (answer.assignment !== null) this.#partitions = answer.assignment.topicPartitions.flatMap(({ partitions }) => partitions);
  }

  /** Fetches and accepts until `isEnough`, which is told each time how many records were given. What it then has it accepts as well. */
  run(isEnough: (given: number) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      let isLast = false;
      this.#link.onFailure = reject;
      this.#link.onResponse = (bytes, start, end) => {
        const given = this.#take(decodeResponse(apis.shareFetch, bytes.subarray(start, end)));
        if (isLast) return resolve();
        isLast = isEnough(given);
        this.#ask(isLast ? { maxRecords: 0, maxWaitMs: 0 } : {});
      };
      this.#ask({});
    });
  }

  #ask(overrides: Draft<ShareFetchRequest>): void {
    const isFirst = this.#sessionEpoch === 0;
    const asked = isFirst ? this.#partitions.map((partition) => [partition, []] as const) : this.#held;
    const partitions = [...asked].map(([partitionIndex, acquired]) => ({
      partitionIndex,
      acknowledgementBatches: acquired.map(({ firstOffset, lastOffset }) => ({ firstOffset, lastOffset, acknowledgeTypes: [accept] })),
    }));
    const topics = partitions.length === 0 ? [] : [{ topicId: this.#topicId, partitions }];
    const request = { ...this.#id, shareSessionEpoch: this.#sessionEpoch++, ...limits, topics, ...overrides };
    this.#link.send(requestFrame(apis.shareFetch, request));
  }

  #take({ errorCode, responses }: ShareFetchResponse): number {
    const held = new Map<number, readonly Acquired[]>();
    let given = 0;
    let failure = errorCode;
    for (const partition of responses[0]?.partitions ?? []) {
      failure ||= partition.errorCode || partition.acknowledgeErrorCode;
      if (partition.acquiredRecords.length === 0) continue;
      held.set(partition.partitionIndex, partition.acquiredRecords);
      for (const { firstOffset, lastOffset } of partition.acquiredRecords) given += lastOffset - firstOffset + 1;
    }
    if (failure !== 0) throw new MillraceError("REQUEST_FAILED", `ShareFetch was answered with ${errorByCode(failure).name}`);
    this.#held = held;
    return given;
  }

  close(): void {
    this.#link.close();
  }
}

/** Members of one share group (KIP-932), each on a connection of its own. */
export class ShareLoad {
  readonly #members: readonly Member[];

  private constructor(members: readonly Member[]) {
    this.#members = members;
  }

  /** Joined, each with the partitions that were assigned to it; the group begins at the start of the topic. */
  static async open(address: Address, topic: Topic, memberCount: number): Promise<ShareLoad> {
    const groupId = `${memberCount} sharing ${topic.name}`;
    const admin = await Link.open(address);
    await setConfig(admin, { group: groupId }, "share.auto.offset.reset", "earliest");
    admin.close();
    const members: Member[] = [];
    for (let index = 0; index < memberCount; index++) {
      members.push(new Member(await Link.open(address), groupId, `member-${index}`, topic.id));
    }
    const endMs = systemClock.monotonicMs() + settleMsMax;
    while (!members.every(({ partitions }) => partitions.length > 0)) {
      if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", "not every member of the share group got a partition");
      for (const member of members) await member.beat(topic.name);
      await sleep(systemClock, roundMs);
    }
    // Assignments may change once more while members come.
    for (let round = 0; round < 10; round++) {
      for (const member of members) await member.beat(topic.name);
      await sleep(systemClock, roundMs);
    }
    return new ShareLoad(members);
  }

  /** Until so many records were handed out, and accepted. */
  async run(records: number): Promise<void> {
    let given = 0;
    const isEnough = (more: number): boolean => {
      given += more;
      return given >= records;
    };
    await Promise.all(this.#members.map((member) => member.run(isEnough)));
  }

  close(): void {
    for (const member of this.#members) member.close();
  }
}
