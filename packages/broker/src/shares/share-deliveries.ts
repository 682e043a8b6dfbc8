import { coordinatorKey, type SharePartitionKey } from "@millrace/coordinators";
import type { Clock, Closeable } from "@millrace/kit";
import type { BrokerConfigs } from "../broker-configs.ts";
import type { Topics } from "../metadata/topics.ts";
import type { Partition } from "../partitions/partition.ts";
import type { Partitions } from "../partitions/partitions.ts";
import { LedSharePartition } from "./led-share-partition.ts";
import type { SharePersister } from "./persister.ts";
import { type ShareSession, type ShareSessionPartition, ShareSessions } from "./share-sessions.ts";

export interface ShareDeliveriesOptions {
  readonly clock: Clock;
  readonly configs: BrokerConfigs;
  readonly partitions: Partitions;
  readonly topics: Pick<Topics, "onRemoved">;
  readonly persister: SharePersister;
}

/** All share partitions that are fetched from, and the sessions of those who fetch. */
export class ShareDeliveries implements Closeable {
  readonly sessions: ShareSessions;
  readonly #options: ShareDeliveriesOptions;
  readonly #led = new Map<string, LedSharePartition>();
  #closed = false;

  constructor(options: ShareDeliveriesOptions) {
    this.#options = options;
    this.sessions = new ShareSessions(() => options.configs.broker.groupShareMaxShareSessions);
    options.topics.onRemoved(({ id }) => this.#endAll(({ key }) => key.topicId === id));
  }

  /** The share partition, if something was fetched from it. */
  find(key: SharePartitionKey): LedSharePartition | undefined {
    return this.#led.get(coordinatorKey(key));
  }

  /** The share partition that a member fetches, which may have to be read from what was stored; undefined if there is no such partition. */
  lead(groupId: string, asked: ShareSessionPartition): LedSharePartition | undefined {
    if (asked.led?.ended === false) return asked.led;
    const partition = this.#options.partitions.getById(asked.topicId, asked.index);
    if (partition === undefined) return undefined;
    const key = { groupId, topicId: asked.topicId, partition: asked.index };
    asked.led = this.find(key) ?? this.#begin(key, partition);
    return asked.led;
  }

  #begin(key: SharePartitionKey, partition: Partition): LedSharePartition {
    const { persister, clock, configs } = this.#options;
    const id = coordinatorKey(key);
    const led = new LedSharePartition({
      key,
      partition,
      persister,
      clock,
      settings: () => configs.deliveries(key.groupId),
      ended: () => {
        if (this.#led.get(id) === led) this.#led.delete(id);
      },
    });
    this.#led.set(id, led);
    led.begin();
    return led;
  }

  /** Ends a member's session: others may have what it holds. */
  endSession(session: ShareSession): void {
    const { groupId, memberId, partitions } = session;
    this.sessions.remove(session);
    for (const { topicId, index } of partitions.values()) this.find({ groupId, topicId, partition: index })?.release(memberId);
    // An admin may change a group that nobody is in any more.
    if (!this.sessions.hasGroup(groupId)) this.#endAll(({ key }) => key.groupId === groupId);
  }

  /** Whoever fetched over the connection is gone. While the broker stops nothing needs to be released: locks don't outlive it. */
  disconnected(connectionId: number): void {
    if (this.#closed) return;
    for (const session of this.sessions.of(connectionId)) this.endSession(session);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#endAll(() => true);
  }

  #endAll(concerned: (led: LedSharePartition) => boolean): void {
    for (const led of [...this.#led.values()]) if (concerned(led)) led.end();
  }
}
