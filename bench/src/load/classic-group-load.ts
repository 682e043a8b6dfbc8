import { MillraceError, systemClock } from "@millrace/kit";
import { type Api, apis, errorByCode, errors, type JoinGroupResponse } from "@millrace/protocol";
import { groupCoordinator } from "./coordinators.ts";
import { type Address, Link } from "./link.ts";

const sessionTimeoutMs = 45_000;
const rebalanceTimeoutMs = 60_000;
const protocol = "range";
/** What a consumer says of its subscription, which Kafka reads: version 0 of ConsumerProtocolSubscription, one topic, no data of its own. */
const metadata = Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 1, 0, 7]), Buffer.from("orders!"), Buffer.from([255, 255, 255, 255])]);
/** Of its partitions it is told about as much. */
const assignment = Buffer.from(metadata);

/** A member of a group that rebalances all at once, on a connection of its own. */
class Member {
  readonly #link: Link;
  readonly #groupId: string;
  #memberId = "";
  #generationId = -1;

  constructor(link: Link, groupId: string) {
    this.#link = link;
    this.#groupId = groupId;
  }

  get generationId(): number {
    return this.#generationId;
  }

  /** Joins, and syncs with what the leader makes of it; again when the next rebalance has begun meanwhile. */
  async join(): Promise<void> {
    for (;;) {
      const joined = await this.#joinGroup();
      if (joined === undefined) continue;
      this.#generationId = joined.generationId;
      const members = joined.leader === this.#memberId ? joined.members : [];
      const assignments = members.map(({ memberId }) => ({ memberId, assignment }));
      const synced = await this.#link.call(apis.syncGroup, {
        ...this.#sender(),
        protocolType: "consumer",
        protocolName: protocol,
        assignments,
      });
      if (synced.errorCode === 0) return;
      if (errorByCode(synced.errorCode) !== errors.REBALANCE_IN_PROGRESS) throw refusal(apis.syncGroup, synced.errorCode);
    }
  }

  /** Sends heartbeats, one after the other, until it is told of a rebalance; then takes part. */
  async rejoin(): Promise<void> {
    for (;;) {
      const { errorCode } = await this.#link.call(apis.heartbeat, this.#sender());
      if (errorByCode(errorCode) === errors.REBALANCE_IN_PROGRESS) return this.join();
      if (errorCode !== 0) throw refusal(apis.heartbeat, errorCode);
    }
  }

  async leave(): Promise<void> {
    const members = [{ memberId: this.#memberId, groupInstanceId: null }];
    const { errorCode } = await this.#link.call(apis.leaveGroup, { groupId: this.#groupId, members });
    if (errorCode !== 0) throw refusal(apis.leaveGroup, errorCode);
    this.#link.close();
  }

  close(): void {
    this.#link.close();
  }

  /** Undefined where it has to be asked again, with the id that the member was given. */
  async #joinGroup(): Promise<JoinGroupResponse | undefined> {
    const answer = await this.#link.call(apis.joinGroup, {
      groupId: this.#groupId,
      memberId: this.#memberId,
      sessionTimeoutMs,
      rebalanceTimeoutMs,
      protocolType: "consumer",
      protocols: [{ name: protocol, metadata }],
    });
    this.#memberId = answer.memberId;
    if (answer.errorCode === 0) return answer;
    if (errorByCode(answer.errorCode) !== errors.MEMBER_ID_REQUIRED) throw refusal(apis.joinGroup, answer.errorCode);
    return undefined;
  }

  #sender() {
    return { groupId: this.#groupId, generationId: this.#generationId, memberId: this.#memberId };
  }
}

function refusal(api: Pick<Api, "name">, errorCode: number): MillraceError {
  return new MillraceError("REQUEST_FAILED", `${api.name} was answered with ${errorByCode(errorCode).name}`);
}

/** Members of a classic group. Each says at once that it is there when a rebalance begins, where clients wait for up to three seconds. */
export class ClassicGroupLoad {
  readonly #address: Address;
  readonly #groupId: string;
  readonly #members: Member[] = [];

  private constructor(address: Address, groupId: string) {
    this.#address = address;
    this.#groupId = groupId;
  }

  /** A group whose members have joined and are at rest. */
  static async open(address: Address, groupId: string, memberCount: number): Promise<ClassicGroupLoad> {
    const group = new ClassicGroupLoad(address, groupId);
    const link = await Link.open(address);
    await groupCoordinator(link, groupId);
    link.close();
    for (let n = 0; n < memberCount; n++) group.#members.push(await group.#newMember());
    await Promise.all(group.#members.map((member) => member.join()));
    await group.#settle();
    return group;
  }

  /** One member more; how long until all have the assignment that follows, in milliseconds. */
  async rebalanceByJoin(): Promise<number> {
    const newcomer = await this.#newMember();
    const beganMs = systemClock.monotonicMs();
    await Promise.all([newcomer.join(), ...this.#members.map((member) => member.rejoin())]);
    this.#members.push(newcomer);
    await this.#settle();
    return systemClock.monotonicMs() - beganMs;
  }

  /** The newest member leaves; how long until all others have the assignment that follows, in milliseconds. */
  async rebalanceByLeave(): Promise<number> {
    const leaver = this.#members.pop();
    const beganMs = systemClock.monotonicMs();
    await Promise.all([leaver?.leave(), ...this.#members.map((member) => member.rejoin())]);
    await this.#settle();
    return systemClock.monotonicMs() - beganMs;
  }

  close(): void {
    for (const member of this.#members) member.close();
  }

  async #newMember(): Promise<Member> {
    return new Member(await Link.open(this.#address), this.#groupId);
  }

  /** Whoever is behind the others was in a rebalance that another one has followed. */
  async #settle(): Promise<void> {
    for (;;) {
      const newest = Math.max(...this.#members.map(({ generationId }) => generationId));
      const behind = this.#members.filter(({ generationId }) => generationId < newest);
      if (behind.length === 0) return;
      await Promise.all(behind.map((member) => member.rejoin()));
    }
  }
}
