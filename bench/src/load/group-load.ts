import { MillraceError, sleep, systemClock } from "@millrace/kit";
import { apis, type ConsumerGroupHeartbeatRequest, type ConsumerGroupHeartbeatResponse, type Draft, errorByCode } from "@millrace/protocol";
import { groupCoordinator } from "./coordinators.ts";
import { requestFrame } from "./frames.ts";
import { type Address, decodeResponse, Link } from "./link.ts";

const inFlightMax = 64;
/** Between two rounds of heartbeats while members wait for their partitions: a broker makes an assignment once a second. */
const roundMs = 250;
const settleMsMax = 120_000;

interface Member {
  readonly memberId: string;
  epoch: number;
  owned: Array<{ topicId: string; partitions: number[] }>;
}

/** Members of one consumer group (KIP-848) that send their heartbeats over one connection. */
export class GroupLoad {
  readonly #link: Link;
  readonly #groupId: string;
  readonly #topic: string;
  readonly #members: readonly Member[];
  #sent = 0;

  private constructor(link: Link, topic: string, memberCount: number) {
    this.#link = link;
    this.#topic = topic;
    this.#groupId = `readers of ${topic}`;
    this.#members = Array.from({ length: memberCount }, (_, index) => ({ memberId: `member-${index}`, epoch: 0, owned: [] }));
  }

  static async open(address: Address, topic: string, memberCount: number): Promise<GroupLoad> {
    const link = await Link.open(address);
    const load = new GroupLoad(link, topic, memberCount);
    await groupCoordinator(link, load.#groupId);
    return load;
  }

  /** Everyone joins and sends heartbeats until each partition is some member's. */
  async join(partitionCount: number): Promise<void> {
    const endMs = systemClock.monotonicMs() + settleMsMax;
    while (!this.#settled(partitionCount)) {
      if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", "the group did not come to rest");
      await this.#beat(this.#members.length);
      await sleep(systemClock, roundMs);
    }
  }

  /** So many heartbeats that change nothing, member by member. */
  heartbeats(count: number): Promise<void> {
    return this.#beat(count);
  }

  close(): void {
    this.#link.close();
  }

  #settled(partitionCount: number): boolean {
    const held = this.#members.flatMap(({ owned }) => owned.flatMap(({ partitions }) => partitions));
    const [first] = this.#members;
    return held.length === partitionCount && this.#members.every(({ epoch }) => epoch > 0 && epoch === first?.epoch);
  }

  #beat(count: number): Promise<void> {
    let asked = 0;
    const waiting: Member[] = [];
    return new Promise((resolve, reject) => {
      const ask = () => {
        const member = this.#members[asked++ % this.#members.length] as Member;
        waiting.push(member);
        this.#link.send(requestFrame(apis.consumerGroupHeartbeat, this.#request(member), this.#sent++));
      };
      this.#link.onFailure = reject;
      this.#link.onResponse = (bytes, start, end) => {
        take(waiting.shift() as Member, decodeResponse(apis.consumerGroupHeartbeat, bytes.subarray(start, end)));
        if (asked < count) ask();
        else if (waiting.length === 0) resolve();
      };
      while (asked < Math.min(inFlightMax, count)) ask();
    });
  }

  #request({ memberId, epoch, owned }: Member): Draft<ConsumerGroupHeartbeatRequest> {
    const sender = { groupId: this.#groupId, memberId, memberEpoch: epoch };
    if (epoch === 0) return { ...sender, rebalanceTimeoutMs: 60_000, subscribedTopicNames: [this.#topic], topicPartitions: [] };
    return { ...sender, topicPartitions: owned };
  }
}

function take(member: Member, { errorCode, errorMessage, memberEpoch, assignment }: ConsumerGroupHeartbeatResponse): void {
  if (errorCode !== 0) {
    throw new MillraceError("REQUEST_FAILED", `a heartbeat was answered with ${errorByCode(errorCode).name}: ${errorMessage}`);
  }
  member.epoch = memberEpoch;
  if (assignment !== null) member.owned = assignment.topicPartitions;
}
