import type { EpochAssignment } from "../modern/assignment.ts";
import { ModernGroup } from "../modern/modern-group.ts";
import { isReconciled } from "../modern/reconcile.ts";
import { Tally } from "../modern/tally.ts";
import type { ConsumerMember } from "./consumer-member.ts";

/** Kafka's names, as ConsumerGroupDescribe and ListGroups print them. */
export type ConsumerGroupState = "Empty" | "Assigning" | "Reconciling" | "Stable";

/** Topics that a regular expression matched. */
export interface ResolvedRegex {
  readonly topics: ReadonlySet<string>;
  /** Version of the topics that it was matched against. */
  readonly version: number;
  readonly timestamp: number;
}

/** A consumer group (KIP-848). Changed by replayed records alone, but for what is said not to be stored. */
export class ConsumerGroup extends ModernGroup<ConsumerMember> {
  readonly type = "consumer";
  readonly protocolType = "consumer";
  readonly regexes = new Map<string, ResolvedRegex>();
  readonly #staticIds = new Map<string, string>();
  readonly #assignors = new Tally();
  readonly #regexSubscribers = new Tally();
  readonly #offeredByClassic = new Tally();
  #classicCount = 0;
  /** Epoch of the member that holds each partition. */
  readonly #ownerEpochs = new Map<string, Map<number, number>>();
  /** Version of the topics that they were last matched against since the group was loaded. Not stored. */
  resolvedVersion = -1;
  /** Classic members that have been told to join again and for which a timer runs. Not stored. */
  readonly awaitedJoins = new Set<string>();

  /** Computed when asked for: nothing on the way of a heartbeat needs it. */
  get state(): ConsumerGroupState {
    if (this.size === 0) return "Empty";
    if (this.epoch > this.assignmentEpoch) return "Assigning";
    for (const member of this.members()) if (!isReconciled(member, this.assignmentEpoch)) return "Reconciling";
    return "Stable";
  }

  /** How many members speak the classic protocol. */
  get classicCount(): number {
    return this.#classicCount;
  }

  override put(member: ConsumerMember): void {
    this.#forget(this.member(member.memberId));
    super.put(member);
    this.#remember(member);
  }

  override remove(memberId: string): void {
    this.#forget(this.member(memberId));
    super.remove(memberId);
  }

  staticMember(instanceId: string | null): ConsumerMember | undefined {
    const memberId = instanceId === null ? undefined : this.#staticIds.get(instanceId);
    return memberId === undefined ? undefined : this.member(memberId);
  }

  /** Epoch of the member that holds the partition; undefined if none does. */
  ownerEpoch(topicId: string, partition: number): number | undefined {
    return this.#ownerEpochs.get(topicId)?.get(partition);
  }

  /** How many members subscribe to each regular expression, once this one has gone and that one has come. */
  regexSubscribers(gone: Iterable<ConsumerMember> = [], come?: ConsumerMember): Tally {
    const subscribers = this.#regexSubscribers.copy();
    for (const member of gone) subscribers.remove(regexOf(member));
    if (come !== undefined) subscribers.add(regexOf(come));
    return subscribers;
  }

  get hasRegexes(): boolean {
    return this.#regexSubscribers.size > 0;
  }

  regexSubscriberCount(regex: string): number {
    return this.#regexSubscribers.count(regex);
  }

  /** Every topic that a member names or whose name a regular expression matches, once these have gone and that one has come. */
  subscribedTopics(gone: readonly ConsumerMember[] = [], come?: ConsumerMember): Set<string> {
    const topics = new Set(this.namedTopics(gone, come).keys());
    const subscribers = this.regexSubscribers(gone, come);
    for (const [regex, resolved] of this.regexes) {
      if (subscribers.count(regex) > 0) for (const topic of resolved.topics) topics.add(topic);
    }
    return topics;
  }

  isSubscribedTo(topic: string): boolean {
    if (this.isNamed(topic)) return true;
    for (const { topics } of this.regexes.values()) if (topics.has(topic)) return true;
    return false;
  }

  /** What the member subscribes to by name and by expression. */
  topicsOf(member: ConsumerMember): ReadonlySet<string> {
    const resolved = this.regexes.get(member.subscribedTopicRegex);
    if (resolved === undefined || resolved.topics.size === 0) return member.subscribedTopicNames;
    return member.subscribedTopicNames.size === 0 ? resolved.topics : new Set([...member.subscribedTopicNames, ...resolved.topics]);
  }

  /** The assignor that most members prefer, once this one has gone and that one has come; undefined if none prefers any. */
  preferredAssignor(gone?: ConsumerMember, come?: ConsumerMember): string | undefined {
    const preferences = this.#assignors.copy();
    if (gone !== undefined) preferences.remove(assignorOf(gone));
    if (come !== undefined) preferences.add(assignorOf(come));
    let preferred: readonly [name: string, count: number] | undefined;
    for (const entry of preferences.entries()) if (preferred === undefined || entry[1] > preferred[1]) preferred = entry;
    return preferred?.[0];
  }

  /** Whether every classic member offers one of these protocols. */
  allOffer(protocols: Iterable<string>): boolean {
    for (const name of protocols) if (this.#offeredByClassic.count(name) === this.#classicCount) return true;
    return false;
  }

  #remember(member: ConsumerMember): void {
    if (member.instanceId !== null) this.#staticIds.set(member.instanceId, member.memberId);
    this.#assignors.add(assignorOf(member));
    this.#regexSubscribers.add(regexOf(member));
    if (member.classic !== null) {
      this.#classicCount++;
      this.#offeredByClassic.add(offeredBy(member));
    }
    this.#own(member.assigned, member.memberEpoch);
    this.#own(member.revoking, member.memberEpoch);
  }

  #forget(member: ConsumerMember | undefined): void {
    if (member === undefined) return;
    const { instanceId, memberId, memberEpoch } = member;
    if (instanceId !== null && this.#staticIds.get(instanceId) === memberId) this.#staticIds.delete(instanceId);
    this.#assignors.remove(assignorOf(member));
    this.#regexSubscribers.remove(regexOf(member));
    if (member.classic !== null) {
      this.#classicCount--;
      this.#offeredByClassic.remove(offeredBy(member));
    }
    this.#disown(member.assigned, memberEpoch);
    this.#disown(member.revoking, memberEpoch);
  }

  #own(assignment: EpochAssignment, epoch: number): void {
    for (const [topicId, partitions] of assignment) {
      let epochs = this.#ownerEpochs.get(topicId);
      if (epochs === undefined) {
        epochs = new Map();
        this.#ownerEpochs.set(topicId, epochs);
      }
      for (const partition of partitions.keys()) epochs.set(partition, epoch);
    }
  }

  /** A partition that another has taken meanwhile, at another epoch, is that one's. */
  #disown(assignment: EpochAssignment, epoch: number): void {
    for (const [topicId, partitions] of assignment) {
      const epochs = this.#ownerEpochs.get(topicId);
      if (epochs === undefined) continue;
      for (const partition of partitions.keys()) if (epochs.get(partition) === epoch) epochs.delete(partition);
      if (epochs.size === 0) this.#ownerEpochs.delete(topicId);
    }
  }
}

function assignorOf({ serverAssignor }: ConsumerMember): readonly string[] {
  return serverAssignor === null ? [] : [serverAssignor];
}

function regexOf({ subscribedTopicRegex }: ConsumerMember): readonly string[] {
  return subscribedTopicRegex === "" ? [] : [subscribedTopicRegex];
}

function offeredBy({ classic }: ConsumerMember): string[] {
  return classic?.supportedProtocols.map(({ name }) => name) ?? [];
}
