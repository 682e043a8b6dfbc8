import { type Cancel, type Clock, type Closeable, type Logger, messageOf, type Random, sleep } from "@millrace/kit";
import type { MetricFamily } from "@millrace/kube";
import type { KafkaAddress } from "../kafka-links.ts";
import { TroubleLog } from "../trouble-log.ts";
import { AwaitedRecords } from "./awaited-records.ts";
import { CanaryClients } from "./canary-clients.ts";
import { CanaryCounts, canaryClientId } from "./canary-counts.ts";
import { canaryRecordKey, canaryRecordText } from "./canary-record.ts";
import { canaryTopic } from "./canary-topic.ts";
import { CanaryTopic } from "./canary-topic-keeper.ts";

export interface CanaryOptions {
  /** Where the Kafka is reached now; undefined as long as nobody is let in. */
  readonly address: () => KafkaAddress | undefined;
  /** Ids of the brokers that the Kafka is to have. */
  readonly brokers: () => readonly number[];
  /** How often each broker gets a record. Default 10 s. */
  readonly recordPeriodMs?: number;
  /** Who has to have a record before it is stored: all in sync, or the leader alone. Default all. */
  readonly acks?: "all" | 1;
  /** Is told of each record what became of it. */
  readonly heed?: (fate: RecordFate) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** What became of a record that was sent to the broker that leads a partition of the topic, or should. Times are in ms. */
export type RecordFate = { readonly brokerId: number } & (
  | { readonly type: "stored"; readonly afterMs: number }
  | { readonly type: "failed"; readonly why: string }
  /** It was stored, and not read in time. */
  | { readonly type: "unread" }
);

/** How often each broker gets a record, and how often it is connected to. */
const recordPeriodMs = 10_000;
const connectionPeriodMs = 30_000;
/** A record that was not read after that is one that is lost, as far as its reader can tell. */
const overdueMs = 30_000;
/** How often it is looked whether there is somebody to ask by now. */
const lookPeriodMs = 1_000;
/** Before reading is tried again that failed. */
const readAgainMs = 2_000;

/**
 * Sends records to each broker of one Kafka and reads them, for as long as it is open, and counts what comes of it. Each attempt has its own deadline,
 * and no attempt waits for another, so that a broker that is down shows as one that is down, whatever else is going on.
 */
export class Canary implements Closeable {
  readonly #options: CanaryOptions;
  readonly #counts = new CanaryCounts();
  readonly #awaited = new AwaitedRecords();
  readonly #topic = new CanaryTopic(this.#counts);
  #timers: readonly Cancel[] = [];
  readonly #running = new Set<Promise<void>>();
  #clients: CanaryClients | undefined;
  #messageId = 0;
  #isClosed = false;

  constructor(options: CanaryOptions) {
    this.#options = options;
    const records = this.#onceAtATime("records are stored", () => this.#tryRecords());
    const connections = this.#onceAtATime("brokers are connected to", () => this.#tryConnections());
    this.#begin(records, connections);
  }

  metrics(labels: Readonly<Record<string, string>>): readonly MetricFamily[] {
    return this.#counts.families(labels);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const cancel of this.#timers) cancel();
    await this.#clients?.close();
    await Promise.all(this.#running);
  }

  #begin(records: () => Promise<void>, connections: () => Promise<void>): void {
    const { clock } = this.#options;
    if (this.#reached() === undefined) {
      this.#timers = [clock.after(lookPeriodMs, () => this.#begin(records, connections))];
      return;
    }
    this.#timers = [clock.every(this.#options.recordPeriodMs ?? recordPeriodMs, records), clock.every(connectionPeriodMs, connections)];
    // Where brokers are is known once they were asked.
    void records().then(connections);
  }

  /** Does it unless it is being done. */
  #onceAtATime(what: string, work: () => Promise<void>): () => Promise<void> {
    let isBusy = false;
    const trouble = new TroubleLog(this.#options.logger, what);
    return async () => {
      if (isBusy || this.#isClosed) return;
      isBusy = true;
      const done = work()
        .then(() => trouble.none())
        .catch((thrown: unknown) => {
          if (!this.#isClosed) trouble.some(messageOf(thrown));
        });
      this.#running.add(done);
      await done;
      this.#running.delete(done);
      isBusy = false;
    };
  }

  /** Undefined as long as there is nobody to ask. */
  #reached(): CanaryClients | undefined {
    const address = this.#options.address();
    if (address === undefined || this.#options.brokers().length === 0) return undefined;
    if (this.#clients?.isOf(address) === true) return this.#clients;
    void this.#clients?.close();
    const clients = new CanaryClients(address, this.#options);
    this.#clients = clients;
    void this.#read(clients);
    return clients;
  }

  async #tryRecords(): Promise<void> {
    const clients = this.#reached();
    if (clients === undefined) return;
    const overdue = this.#awaited.giveUp(this.#options.clock.monotonicMs() - overdueMs);
    this.#counts.consumerFailed(overdue.length);
    for (const partition of overdue) this.#tell(partition, { type: "unread" });
    const brokers = this.#options.brokers();
    const kept = this.#topic.keep(clients, brokers);
    // What the topic was when it could last be looked at will do: a Kafka that can't be asked is one that records are lost in.
    if (this.#topic.partitions === 0) await kept;
    await Promise.all([kept, ...Array.from({ length: this.#topic.partitions }, (_, partition) => this.#send(clients, partition))]);
    this.#counts.keep(brokers, this.#topic.partitions);
  }

  async #send({ producer }: CanaryClients, partition: number): Promise<void> {
    const { clock } = this.#options;
    this.#messageId++;
    const value = canaryRecordText({ producerId: canaryClientId, messageId: this.#messageId, timestamp: clock.now() });
    const key = canaryRecordKey(Buffer.from(value)) ?? "";
    const sentMs = clock.monotonicMs();
    this.#awaited.sent(key, partition, sentMs);
    try {
      await producer.send({ topic: canaryTopic, partition, value });
      const afterMs = clock.monotonicMs() - sentMs;
      this.#counts.produced(partition, afterMs);
      // What another broker has stored meanwhile says nothing of this one.
      if (this.#topic.isLed(partition)) this.#tell(partition, { type: "stored", afterMs });
    } catch (thrown) {
      this.#awaited.failed(key);
      if (this.#isClosed) return;
      this.#counts.produced(partition, undefined);
      this.#tell(partition, { type: "failed", why: messageOf(thrown) });
      throw thrown;
    }
  }

  #tell(
    partition: number,
    fate: { [Type in RecordFate["type"]]: Omit<RecordFate & { readonly type: Type }, "brokerId"> }[RecordFate["type"]],
  ): void {
    const brokerId = this.#topic.brokerOf(partition);
    if (brokerId !== undefined) this.#options.heed?.({ brokerId, ...fate });
  }

  async #read(clients: CanaryClients): Promise<void> {
    const { clock } = this.#options;
    while (!this.#isClosed && this.#clients === clients) {
      try {
        const batch = await clients.next();
        if (batch === undefined) return;
        for (const { value } of batch.records) {
          const afterMs = this.#awaited.read(canaryRecordKey(value) ?? "", clock.monotonicMs());
          if (afterMs !== undefined) this.#counts.consumed(batch.partition, afterMs);
        }
      } catch (thrown) {
        if (this.#isClosed) return;
        this.#counts.consumerFailed();
        this.#options.logger.debug("records can't be read", { trouble: messageOf(thrown) });
        await sleep(clock, readAgainMs);
      }
    }
  }

  async #tryConnections(): Promise<void> {
    const clients = this.#reached();
    if (clients === undefined) return;
    await Promise.all(this.#options.brokers().map((id) => this.#connect(clients, id)));
  }

  async #connect(clients: CanaryClients, id: number): Promise<void> {
    const { clock } = this.#options;
    const place = this.#topic.placeOf(id);
    const startedMs = clock.monotonicMs();
    try {
      if (place !== undefined) await clients.connect(place);
      if (!this.#isClosed) this.#counts.connected(id, place !== undefined, place && clock.monotonicMs() - startedMs);
    } catch {
      if (!this.#isClosed) this.#counts.connected(id, false, clock.monotonicMs() - startedMs);
    }
  }
}
