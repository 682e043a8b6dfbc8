import type { TopicPartition } from "@millrace/client";
import { MillraceError } from "@millrace/kit";
import { apis, type ConsumerGroupHeartbeatResponse, type ErrorName, errorByCode, errors } from "@millrace/protocol";
import type { Caller } from "../caller.ts";
import { followerSessionMs } from "../drawn-world.ts";
import { followersGroup as groupId } from "./groups.ts";
import type { Workplace } from "./workplace.ts";

export interface MembershipOptions {
  readonly memberId: string;
  /** `group.instance.id` of a static member. */
  readonly instanceId: string | null;
  readonly topics: readonly string[];
  readonly rebalanceTimeoutMs: number;
}

const joinEpoch = 0;
const leaveEpochs = { forEver: -1, toBeBack: -2 };

/** With these a member learns that it is none any more. */
const outErrors: ReadonlySet<ErrorName> = new Set<ErrorName>([
  "UNKNOWN_MEMBER_ID",
  "GROUP_ID_NOT_FOUND",
  "FENCED_MEMBER_EPOCH",
  "FENCED_INSTANCE_ID",
  "UNRELEASED_INSTANCE_ID",
]);

/** A member of a group as KIP-848 has it: what it is told of its partitions, what it says of them, and what it commits. */
export class ConsumerMembership {
  readonly options: MembershipOptions;
  readonly #place: Workplace;
  readonly #caller: Caller;
  #epoch = joinEpoch;
  #owned: readonly TopicPartition[] = [];
  #assigned: readonly TopicPartition[] = [];
  /** Everything is said: the member joins, or the last answer was lost. */
  #saysAll = true;
  /** When it was asked what came back as partitions to give up, which others get at last though the member keeps them. */
  #revokedMs = Number.POSITIVE_INFINITY;
  #isOut = false;

  constructor(place: Workplace, options: MembershipOptions) {
    this.#place = place;
    this.#caller = place.clients.caller();
    this.options = options;
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** What it is to read now. */
  get assigned(): readonly TopicPartition[] {
    return this.#assigned;
  }

  /** It has given up all that is not its own any more. */
  get isSettled(): boolean {
    return this.#owned.every((each) => has(this.#assigned, each));
  }

  /** It has learned that it is no member any more. */
  get isOut(): boolean {
    return this.#isOut;
  }

  /** Sends a heartbeat. True: what it is to read has changed. Throws. */
  async beat(): Promise<boolean> {
    const { clock } = this.#place;
    const [sentMs, before, saysAll] = [clock.monotonicMs(), this.#assigned, this.#saysAll];
    const isNews = !this.isSettled;
    this.#giveUp(this.#owned.filter((each) => !has(this.#assigned, each)));
    const { options, epoch: memberEpoch } = this;
    const all = { rebalanceTimeoutMs: options.rebalanceTimeoutMs, subscribedTopicNames: [...options.topics] };
    this.#saysAll = true;
    const answer = await this.#heartbeat({
      ...{ memberEpoch, instanceId: options.instanceId, topicPartitions: saysAll || isNews ? this.#byTopic() : null },
      ...(saysAll ? all : {}),
    });
    this.#saysAll = false;
    this.#take(answer, sentMs);
    return !isSame(before, this.#assigned);
  }

  /** Leaves the group; a static member may say that it will be back. Throws. */
  async leave(): Promise<void> {
    if (this.#isOut || this.#epoch === joinEpoch) return;
    const { instanceId } = this.options;
    const memberEpoch = instanceId === null ? leaveEpochs.forEver : leaveEpochs.toBeBack;
    this.#giveUp(this.#owned);
    this.#isOut = true;
    await this.#heartbeat({ memberEpoch, instanceId });
  }

  /** Is gone without a word, or after one. */
  close(): void {
    this.#caller.close();
  }

  /** What the group has committed of its partitions; -1: nothing. Throws. */
  async committed(): Promise<ReadonlyMap<TopicPartition, number>> {
    const { ledger, topicIds } = this.#place;
    const { memberId } = this.options;
    const asked = [...this.#assigned];
    const floors = asked.map((each) => ledger.reached(ledger.committedBy(groupId, each)));
    const topics = asked.map(({ topic, partition }) => ({ topicId: topicIds.get(topic) ?? "", partitionIndexes: [partition] }));
    const { groups } = await this.#caller.call(apis.offsetFetch, 10, { groups: [{ groupId, memberId, memberEpoch: this.#epoch, topics }] });
    this.#check("its offsets", groups[0]?.errorCode ?? 0);
    const told = groups[0]?.topics.flatMap(({ partitions }) => partitions) ?? [];
    return new Map(
      asked.map((each, at) => {
        const { committedOffset, errorCode } = told[at] ?? { committedOffset: -1, errorCode: 0 };
        this.#check("an offset", errorCode);
        ledger.isTold(ledger.committedBy(groupId, each), committedOffset, floors[at] ?? -1);
        return [each, committedOffset];
      }),
    );
  }

  /** Throws; what came of it is not known then. */
  async commit({ topic, partition }: TopicPartition, offset: number): Promise<void> {
    const { ledger, random, topicIds } = this.#place;
    const { memberId, instanceId } = this.options;
    const what = ledger.committedBy(groupId, { topic, partition });
    const floor = ledger.reached(what);
    const partitions = [{ partitionIndex: partition, committedOffset: offset, committedMetadata: "" }];
    const topics = [{ name: topic, topicId: topicIds.get(topic) ?? "", partitions }];
    const draft = { groupId, memberId, groupInstanceId: instanceId, generationIdOrMemberEpoch: this.#epoch, topics };
    const answer = await this.#caller.call(apis.offsetCommit, 9 + random.below(2), draft);
    this.#check(`its commit of ${offset}`, answer.topics[0]?.partitions[0]?.errorCode ?? 0);
    ledger.note(`${memberId} has committed ${offset} of ${topic}-${partition}`);
    ledger.isTold(what, offset, floor);
  }

  async #heartbeat(draft: object): Promise<ConsumerGroupHeartbeatResponse> {
    const { memberId } = this.options;
    const answer = await this.#caller.call(apis.consumerGroupHeartbeat, 1, { groupId, memberId, ...draft });
    // Whoever looks for the coordinator has the topic of groups made.
    if (answer.errorCode === errors.NOT_COORDINATOR.code || answer.errorCode === errors.COORDINATOR_NOT_AVAILABLE.code)
      await this.#caller.call(apis.findCoordinator, 6, { keyType: 0, coordinatorKeys: [groupId] });
    this.#check("its heartbeat", answer.errorCode);
    return answer;
  }

  #take({ memberEpoch, assignment }: ConsumerGroupHeartbeatResponse, sentMs: number): void {
    const { claims, ledger, topicIds } = this.#place;
    const { memberId, rebalanceTimeoutMs } = this.options;
    this.#epoch = memberEpoch;
    if (assignment !== null) {
      const names = new Map(Array.from(topicIds, ([name, id]) => [id, name]));
      this.#assigned = assignment.topicPartitions.flatMap(({ topicId, partitions }) =>
        partitions.map((partition) => ({ topic: names.get(topicId) ?? topicId, partition })),
      );
      ledger.note(`${memberId} has at ${memberEpoch}: ${textOf(this.#assigned)}`);
      this.#owned = [...this.#assigned, ...this.#owned.filter((each) => !has(this.#assigned, each))];
    }
    this.#revokedMs = this.isSettled ? Number.POSITIVE_INFINITY : Math.min(this.#revokedMs, sentMs);
    const untilMs = Math.min(sentMs + followerSessionMs, this.#revokedMs + rebalanceTimeoutMs);
    for (const each of this.#owned) claims.takes(memberId, each, untilMs);
  }

  #check(what: string, code: number): void {
    if (code === 0) return;
    const { name } = errorByCode(code);
    if (outErrors.has(name)) {
      this.#isOut = true;
      this.#giveUp(this.#owned);
    }
    throw new MillraceError("REQUEST_FAILED", `${this.options.memberId} is refused ${what}: ${name}`);
  }

  #giveUp(partitions: readonly TopicPartition[]): void {
    for (const each of partitions) this.#place.claims.gives(this.options.memberId, each);
    this.#owned = this.#owned.filter((each) => !has(partitions, each));
  }

  #byTopic() {
    const { topicIds } = this.#place;
    const names = [...new Set(this.#owned.map(({ topic }) => topic))];
    return names.map((name) => ({
      topicId: topicIds.get(name) ?? "",
      partitions: this.#owned.filter(({ topic }) => topic === name).map(({ partition }) => partition),
    }));
  }
}

function has(partitions: readonly TopicPartition[], { topic, partition }: TopicPartition): boolean {
  return partitions.some((each) => each.topic === topic && each.partition === partition);
}

function isSame(some: readonly TopicPartition[], others: readonly TopicPartition[]): boolean {
  return some.length === others.length && some.every((each) => has(others, each));
}

function textOf(partitions: readonly TopicPartition[]): string {
  return partitions.map(({ topic, partition }) => `${topic}-${partition}`).join(", ") || "nothing";
}
