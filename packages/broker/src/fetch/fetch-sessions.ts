/** A partition that a client fetches, and, within a session, what it was last told about it. */
export interface SessionPartition {
  readonly topicId: string;
  readonly topic: string;
  readonly index: number;
  fetchOffset: number;
  partitionMaxBytes: number;
  currentLeaderEpoch: number;
  lastFetchedEpoch: number;
  /** The topic's name, once its id has been found. */
  foundAs: string | undefined;
  sentHighWatermark: number;
  sentLogStartOffset: number;
}

/** Partitions by topic (name or id) and index. */
export type SessionPartitions = Map<string, SessionPartition>;

/** What a client and the broker agreed upon, so that a fetch names only what has changed (KIP-227). */
export interface FetchSession {
  readonly id: number;
  /** Sessions are by name or by topic id, never both (KIP-516). */
  readonly usesTopicIds: boolean;
  /** In the order in which they are served; those that returned records go to the end, so that none is starved. */
  readonly partitions: SessionPartitions;
  readonly createdMs: number;
  epoch: number;
  lastUsedMs: number;
}

/** The epoch after `epoch`: 1 follows the largest int32, since 0 opens a session and −1 ends one. */
export function nextSessionEpoch(epoch: number): number {
  return epoch === 2_147_483_647 ? 1 : epoch + 1;
}

/** A session unused for this long may be put out by a newcomer, as may a smaller one that is older (Kafka's MIN_INCREMENTAL_FETCH_SESSION_EVICTION_MS). */
const evictableAfterMs = 120_000;

/** Open fetch sessions, at most `max.incremental.fetch.session.cache.slots` of them, in order of their last use. */
export class FetchSessions {
  readonly #slotsMax: () => number;
  readonly #randomBelow: (end: number) => number;
  readonly #sessions = new Map<number, FetchSession>();
  #evictions = 0;

  constructor(slotsMax: () => number, randomBelow: (end: number) => number) {
    this.#slotsMax = slotsMax;
    this.#randomBelow = randomBelow;
  }

  get count(): number {
    return this.#sessions.size;
  }

  get partitionCount(): number {
    let count = 0;
    for (const { partitions } of this.#sessions.values()) count += partitions.size;
    return count;
  }

  /** Sessions that newcomers have put out. */
  get evictions(): number {
    return this.#evictions;
  }

  get(id: number): FetchSession | undefined {
    return this.#sessions.get(id);
  }

  remove(id: number): void {
    this.#sessions.delete(id);
  }

  /** Opens a session, or returns undefined if there is no room: the client then goes on without one. */
  open(partitions: SessionPartitions, usesTopicIds: boolean, nowMs: number): FetchSession | undefined {
    if (this.#sessions.size >= this.#slotsMax() && !this.#evict(partitions.size, nowMs)) return undefined;
    const session = { id: this.#newId(), usesTopicIds, partitions, createdMs: nowMs, epoch: 1, lastUsedMs: nowMs };
    this.#sessions.set(session.id, session);
    return session;
  }

  /** Notes that a session was used. */
  touch(session: FetchSession, nowMs: number): void {
    session.lastUsedMs = nowMs;
    this.#sessions.delete(session.id);
    this.#sessions.set(session.id, session);
  }

  #evict(newcomerPartitions: number, nowMs: number): boolean {
    for (const session of this.#sessions.values()) {
      const unused = nowMs - session.lastUsedMs > evictableAfterMs;
      const smallAndOld = nowMs - session.createdMs > evictableAfterMs && session.partitions.size < newcomerPartitions;
      if (!unused && !smallAndOld) continue;
      this.#evictions++;
      return this.#sessions.delete(session.id);
    }
    return false;
  }

  #newId(): number {
    for (;;) {
      const id = 1 + this.#randomBelow(2_147_483_646);
      if (!this.#sessions.has(id)) return id;
    }
  }
}
