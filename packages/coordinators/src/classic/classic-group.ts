import { assert } from "@millrace/kit";
import { type ClassicMember, emptyAssignment, type JoinTicket, type MemberProtocol, metadataFor } from "./classic-member.ts";
import { type ClassicState, successors } from "./classic-state.ts";
import { elect, ProtocolCounts } from "./protocol-votes.ts";
import { consumerProtocolType, subscribedTopics } from "./subscription.ts";

/** What is known of a group before anyone joins. */
export interface ClassicGroupStart {
  readonly state: ClassicState;
  readonly generation: number;
  readonly protocolType: string | null;
  readonly protocolName: string | null;
  readonly leaderId: string | null;
  /** When the group came into its state; null if a record of old does not say. */
  readonly stateSinceMs: number | null;
}

/** A classic group (KIP-62 and before, KIP-345, KIP-394) with its members and who of them waits for what. */
export class ClassicGroup {
  readonly type = "classic";
  readonly groupId: string;
  #state: ClassicState;
  #previousState: ClassicState = "Dead";
  #stateSinceMs: number | null;
  #generation: number;
  #protocolType: string | null;
  #protocolName: string | null;
  #leaderId: string | null;
  /** Undefined: not known. */
  #subscription: ReadonlySet<string> | undefined;
  readonly #members = new Map<string, ClassicMember>();
  readonly #memberIdByInstance = new Map<string, string>();
  readonly #offered = new ProtocolCounts();
  #joining = 0;
  /** Ids that were given out (KIP-394) and have not been used yet. */
  readonly pendingJoins = new Set<string>();
  /** Members of this generation that have not asked for their assignment yet. */
  readonly pendingSyncs = new Set<string>();
  /** Someone joined since the last extension of the initial rebalance delay. */
  newMemberAdded = false;

  constructor(groupId: string, start: ClassicGroupStart) {
    this.groupId = groupId;
    this.#state = start.state;
    this.#stateSinceMs = start.stateSinceMs;
    this.#generation = start.generation;
    this.#protocolType = start.protocolType;
    this.#protocolName = start.protocolName;
    this.#leaderId = start.leaderId;
  }

  get state(): ClassicState {
    return this.#state;
  }

  get previousState(): ClassicState {
    return this.#previousState;
  }

  get stateSinceMs(): number | null {
    return this.#stateSinceMs;
  }

  get generation(): number {
    return this.#generation;
  }

  get protocolType(): string | null {
    return this.#protocolType;
  }

  get protocolName(): string | null {
    return this.#protocolName;
  }

  get leaderId(): string | null {
    return this.#leaderId;
  }

  get size(): number {
    return this.#members.size;
  }

  /** How many members have a JoinGroup parked. */
  get joiningCount(): number {
    return this.#joining;
  }

  get usesConsumerProtocol(): boolean {
    return this.#protocolType === consumerProtocolType;
  }

  /** Whether the subscription is known. */
  get knowsSubscription(): boolean {
    return this.#subscription !== undefined;
  }

  get allJoined(): boolean {
    return this.#joining === this.#members.size && this.pendingJoins.size === 0;
  }

  /** How long a rebalance waits: as long as the most patient member asks for. */
  get rebalanceTimeoutMs(): number {
    let longestMs = 0;
    for (const { rebalanceTimeoutMs } of this.#members.values()) longestMs = Math.max(longestMs, rebalanceTimeoutMs);
    return longestMs;
  }

  members(): Iterable<ClassicMember> {
    return this.#members.values();
  }

  member(memberId: string): ClassicMember | undefined {
    return this.#members.get(memberId);
  }

  memberIdOf(groupInstanceId: string): string | undefined {
    return this.#memberIdByInstance.get(groupInstanceId);
  }

  /** While the members can't tell, a consumer group is taken to be subscribed to everything. */
  isSubscribedTo(topic: string): boolean {
    return this.#subscription?.has(topic) ?? this.usesConsumerProtocol;
  }

  /** Whether a member that offers this can be with the others. */
  accepts(protocolType: string, protocols: readonly MemberProtocol[]): boolean {
    if (this.#state === "Empty") return protocolType !== "" && protocols.length > 0;
    return this.#protocolType === protocolType && protocols.some(({ name }) => this.#offered.count(name) === this.#members.size);
  }

  transitionTo(state: ClassicState, nowMs: number): void {
    assert(successors[this.#state].includes(state), `group ${this.groupId} can't go from ${this.#state} to ${state}`);
    this.#previousState = this.#state;
    this.#state = state;
    this.#stateSinceMs = nowMs;
  }

  add(member: ClassicMember, protocolType: string): void {
    assert(!this.#members.has(member.memberId), `${member.memberId} is in group ${this.groupId} already`);
    if (member.groupInstanceId !== null) this.#memberIdByInstance.set(member.groupInstanceId, member.memberId);
    if (this.#members.size === 0) this.#protocolType = protocolType;
    this.#leaderId ??= member.memberId;
    this.#members.set(member.memberId, member);
    this.#offered.add(member.protocols);
    if (member.joins.length > 0) this.#joining++;
    this.pendingJoins.delete(member.memberId);
  }

  /** Takes the member out, its parked requests with it: they are the caller's to answer. */
  remove(memberId: string): ClassicMember | undefined {
    this.pendingJoins.delete(memberId);
    this.pendingSyncs.delete(memberId);
    const member = this.#members.get(memberId);
    if (member === undefined) return undefined;
    this.#members.delete(memberId);
    this.#offered.remove(member.protocols);
    if (member.joins.length > 0) this.#joining--;
    if (member.groupInstanceId !== null) this.#memberIdByInstance.delete(member.groupInstanceId);
    if (this.#leaderId === memberId) this.#leaderId = this.#members.keys().next().value ?? null;
    return member;
  }

  /**
   * Gives a static member a new id (KIP-345); it stays leader if it was. Returns the member under its new id and the old one, whose
   * parked requests are the caller's to answer.
   */
  replace(old: ClassicMember, newMemberId: string): ClassicMember {
    const member: ClassicMember = { ...old, memberId: newMemberId, isNew: false, joins: [], syncs: [] };
    const wasLeader = this.#leaderId === old.memberId;
    this.remove(old.memberId);
    this.add(member, this.#protocolType ?? "");
    if (wasLeader) this.#leaderId = newMemberId;
    return member;
  }

  /** Takes over what the member says of itself this time. */
  update(member: ClassicMember, said: Pick<ClassicMember, "protocols" | "rebalanceTimeoutMs" | "sessionTimeoutMs">): void {
    this.#offered.remove(member.protocols);
    this.#offered.add(said.protocols);
    Object.assign(member, {
      protocols: said.protocols,
      rebalanceTimeoutMs: said.rebalanceTimeoutMs,
      sessionTimeoutMs: said.sessionTimeoutMs,
    });
  }

  parkJoin(member: ClassicMember, ticket: JoinTicket): void {
    if (member.joins.length === 0) this.#joining++;
    member.joins = [...member.joins, ticket];
  }

  /** The member's parked JoinGroups, which are no longer parked. */
  takeJoins(member: ClassicMember): readonly JoinTicket[] {
    const { joins } = member;
    if (joins.length > 0) this.#joining--;
    member.joins = [];
    return joins;
  }

  /** Makes sure that the leader is one of those that have joined; false if nobody has. */
  electJoinedLeader(): boolean {
    const leader = this.#leaderId === null ? undefined : this.#members.get(this.#leaderId);
    if (leader === undefined) return false;
    if (leader.joins.length > 0) return true;
    for (const member of this.#members.values()) {
      if (member.joins.length === 0) continue;
      this.#leaderId = member.memberId;
      return true;
    }
    return false;
  }

  /** The protocol that the members would settle on if `changed` offered `protocols`. */
  protocolIf(changed: ClassicMember, protocols: readonly MemberProtocol[]): string {
    return elect(Array.from(this.#members.values(), (member) => (member === changed ? protocols : member.protocols)));
  }

  /** Starts the next generation with those who are there: CompletingRebalance, or Empty. */
  nextGeneration(nowMs: number): void {
    this.#generation++;
    this.pendingSyncs.clear();
    const empty = this.#members.size === 0;
    this.#protocolName = empty ? null : elect(Array.from(this.#members.values(), (member) => member.protocols));
    this.transitionTo(empty ? "Empty" : "CompletingRebalance", nowMs);
    this.learnSubscription();
  }

  /** The protocol that the members settle on, for a group that did not come about by generations of its own. */
  settleProtocol(): void {
    this.#protocolName = elect(Array.from(this.#members.values(), (member) => member.protocols));
    this.learnSubscription();
  }

  /** Sets every member's assignment; those that are not named get an empty one. */
  assign(assignments: ReadonlyMap<string, Buffer>): void {
    for (const member of this.#members.values()) member.assignment = assignments.get(member.memberId) ?? emptyAssignment;
  }

  /** Reads from the members' metadata what they subscribe to. */
  learnSubscription(): void {
    this.#subscription = this.#readSubscription();
  }

  #readSubscription(): ReadonlySet<string> | undefined {
    if (!this.usesConsumerProtocol) return undefined;
    const topics = new Set<string>();
    for (const member of this.#members.values()) {
      const metadata = metadataFor(member, this.#protocolName);
      const subscribed = metadata && subscribedTopics(metadata);
      if (subscribed === undefined) return undefined;
      for (const topic of subscribed) topics.add(topic);
    }
    return topics;
  }
}
