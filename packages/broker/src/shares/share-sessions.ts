import { errors, type KafkaError } from "@millrace/protocol";
import type { LedSharePartition } from "./led-share-partition.ts";

/** A partition that a member fetches. */
export interface ShareSessionPartition {
  readonly topicId: string;
  readonly index: number;
  /** The topic's name when the member named its id; undefined if there was none. */
  readonly topic: string | undefined;
  /** It is told of even if there is nothing new. */
  isDue: boolean;
  /** What it led to when it was last fetched. */
  led: LedSharePartition | undefined;
}

/** A partition as requests name it, and the name of its topic if there is one. */
export type NamedPartition = Pick<ShareSessionPartition, "topicId" | "index" | "topic">;

/** What a member fetches over its connection, so that not every request has to say so (KIP-932). */
export interface ShareSession {
  readonly groupId: string;
  readonly memberId: string;
  readonly connectionId: number;
  /** In the order in which they are told of: those that gave records go to the end. */
  readonly partitions: Map<string, ShareSessionPartition>;
  /** Which the next request has to have. */
  epoch: number;
}

const initialEpoch = 0;
export const finalEpoch = -1;

/** The epoch after `epoch`: 1 follows the largest int32, since 0 opens a session and −1 ends one. */
export function nextShareEpoch(epoch: number): number {
  if (epoch < initialEpoch) return finalEpoch;
  return epoch === 2_147_483_647 ? 1 : epoch + 1;
}

export function partitionKey({ topicId, index }: Pick<NamedPartition, "topicId" | "index">): string {
  return `${index}:${topicId}`;
}

/** Open share sessions, at most `group.share.max.share.sessions` of them. */
export class ShareSessions {
  readonly #sessionsMax: () => number;
  readonly #byGroup = new Map<string, Map<string, ShareSession>>();
  readonly #byConnection = new Map<number, Set<ShareSession>>();
  #count = 0;

  constructor(sessionsMax: () => number) {
    this.#sessionsMax = sessionsMax;
  }

  get count(): number {
    return this.#count;
  }

  get partitionCount(): number {
    let count = 0;
    for (const sessions of this.#byGroup.values()) for (const { partitions } of sessions.values()) count += partitions.size;
    return count;
  }

  get(groupId: string, memberId: string): ShareSession | undefined {
    return this.#byGroup.get(groupId)?.get(memberId);
  }

  hasGroup(groupId: string): boolean {
    return this.#byGroup.has(groupId);
  }

  /** Those that were opened over the connection and not again over another one. */
  of(connectionId: number): readonly ShareSession[] {
    return [...(this.#byConnection.get(connectionId) ?? [])];
  }

  /** Opens a session in the place of the one that the member may have; undefined if there are too many. */
  open(owner: Pick<ShareSession, "groupId" | "memberId" | "connectionId">, asked: readonly NamedPartition[]): ShareSession | undefined {
    const { groupId, memberId, connectionId } = owner;
    const former = this.get(groupId, memberId);
    if (former !== undefined) this.remove(former);
    if (this.#count >= this.#sessionsMax()) return undefined;
    const session: ShareSession = { ...owner, partitions: new Map(), epoch: nextShareEpoch(initialEpoch) };
    add(session, asked, false);
    setOf(this.#byConnection, connectionId).add(session);
    const ofGroup = this.#byGroup.get(groupId) ?? new Map<string, ShareSession>();
    this.#byGroup.set(groupId, ofGroup.set(memberId, session));
    this.#count++;
    return session;
  }

  /** The member's session, if the request that names the epoch is the next one in it; otherwise why not. */
  expect(groupId: string, memberId: string, epoch: number): ShareSession | KafkaError {
    const session = this.get(groupId, memberId);
    if (session === undefined) return errors.SHARE_SESSION_NOT_FOUND;
    if (epoch !== finalEpoch && session.epoch !== epoch) return errors.INVALID_SHARE_SESSION_EPOCH;
    return session;
  }

  remove(session: ShareSession): void {
    const { groupId, memberId, connectionId } = session;
    const ofGroup = this.#byGroup.get(groupId);
    if (ofGroup?.get(memberId) !== session) return;
    ofGroup.delete(memberId);
    if (ofGroup.size === 0) this.#byGroup.delete(groupId);
    const ofConnection = this.#byConnection.get(connectionId);
    ofConnection?.delete(session);
    if (ofConnection?.size === 0) this.#byConnection.delete(connectionId);
    this.#count--;
  }
}

function setOf(sets: Map<number, Set<ShareSession>>, key: number): Set<ShareSession> {
  const set = sets.get(key) ?? new Set();
  sets.set(key, set);
  return set;
}

/** Takes in what the next request of a session adds and drops. What comes anew is told of at once. */
export function updateSession(session: ShareSession, asked: readonly NamedPartition[], forgotten: readonly NamedPartition[]): void {
  add(session, asked, true);
  for (const partition of forgotten) session.partitions.delete(partitionKey(partition));
  session.epoch = nextShareEpoch(session.epoch);
}

function add({ partitions }: ShareSession, asked: readonly NamedPartition[], isDue: boolean): void {
  for (const { topicId, index, topic } of asked) {
    const key = partitionKey({ topicId, index });
    if (!partitions.has(key)) partitions.set(key, { topicId, index, topic, isDue, led: undefined });
  }
}
