import { type Admin, type ClientOptions, openAdmin } from "@millrace/client";
import { type Cancel, type Clock, type Closeable, type Logger, messageOf, type Random } from "@millrace/kit";
import { keyOf, type ObjectKey, type Stored } from "@millrace/kube";
import type { Kafka } from "@millrace/resources";

/** Where a Kafka is reached, and how. */
export type KafkaAddress = Pick<ClientOptions, "bootstrapServers" | "connect" | "security">;

export interface KafkaLinksOptions {
  readonly addressOf: (kafka: Kafka) => KafkaAddress;
  /** Asks a Kafka for its health as soon as somebody wants it, and tells of its first answer: for those who have no time to wait for one that can't be reached. */
  readonly asksAtOnce?: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** A Kafka that is lost shows within 10 s: it is asked for its health so often, and has so long to answer. */
const pingPeriodMs = 3_000;
const pingTimeoutMs = 4_000;
/** How long an operation is tried again before it is given up: the reconciliation comes again anyway. */
const operationTimeoutMs = 5_000;

/** A Kafka, as it can be reached now. */
export interface KafkaLink {
  readonly admin: Admin;
  /** Why the Kafka can't be reached; undefined if it can, as far as is known. */
  readonly trouble: string | undefined;
  /** Whether it has answered, and has done so when it was last asked. */
  readonly isUp: boolean;
  /** Aborted when it turns out that the Kafka can't be reached. */
  readonly signal: AbortSignal;
}

/** Connections to Kafkas, by the resources that declare them. */
export class KafkaLinks implements Closeable {
  readonly #options: KafkaLinksOptions;
  readonly #links = new Map<ObjectKey, Link>();
  readonly #heed: Array<(cluster: ObjectKey) => void> = [];

  constructor(options: KafkaLinksOptions) {
    this.#options = options;
  }

  /** `heed` is called when a Kafka can't be reached any more, and when it can be again. */
  onChange(heed: (cluster: ObjectKey) => void): void {
    this.#heed.push(heed);
  }

  /** Opened when it is first asked for. */
  of(kafka: Stored<Kafka>): KafkaLink {
    const key = keyOf(kafka.metadata);
    const known = this.#links.get(key);
    if (known?.uid === kafka.metadata.uid) return known;
    void known?.close();
    const tell = (): void => {
      for (const heed of this.#heed) heed(key);
    };
    const link = new Link(kafka, this.#options.addressOf(kafka), tell, this.#options);
    this.#links.set(key, link);
    return link;
  }

  /** The Kafka is gone. */
  async drop(cluster: ObjectKey): Promise<void> {
    const link = this.#links.get(cluster);
    this.#links.delete(cluster);
    await link?.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#links.keys()].map((key) => this.drop(key)));
  }
}

class Link implements KafkaLink, Closeable {
  readonly uid: string;
  readonly #key: ObjectKey;
  readonly admin: Admin;
  /** A connection of its own, so that a ping does not wait behind long work. */
  readonly #probe: Admin;
  readonly #onChange: () => void;
  readonly #logger: Logger;
  readonly #cancel: Cancel;
  #up = new AbortController();
  /** A Kafka that is only just being made can't be reached for long, which is nothing to be told. */
  #wasUp = false;
  readonly #tellsFirst: boolean;
  #trouble: string | undefined;
  #pinging = false;
  #closed = false;

  constructor(
    { metadata }: Stored<Kafka>,
    address: KafkaAddress,
    onChange: () => void,
    { asksAtOnce = false, clock, random, logger }: KafkaLinksOptions,
  ) {
    this.uid = metadata.uid;
    this.#key = keyOf(metadata);
    this.#onChange = onChange;
    this.#logger = logger;
    this.admin = openAdmin({ ...address, operationTimeoutMs, clock, random });
    this.#probe = openAdmin({ ...address, operationTimeoutMs: pingTimeoutMs, requestTimeoutMs: pingTimeoutMs, clock, random });
    this.#cancel = clock.every(pingPeriodMs, () => void this.#ping());
    this.#tellsFirst = asksAtOnce;
    if (asksAtOnce) void this.#ping();
  }

  get trouble(): string | undefined {
    return this.#trouble;
  }

  get isUp(): boolean {
    return this.#wasUp && this.#trouble === undefined;
  }

  get signal(): AbortSignal {
    return this.#up.signal;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    this.#up.abort(new Error("the Kafka is gone"));
    await Promise.all([this.admin.close(), this.#probe.close()]);
  }

  async #ping(): Promise<void> {
    if (this.#pinging) return;
    this.#pinging = true;
    const trouble = await this.#probe.describeCluster().then(
      () => undefined,
      (thrown: unknown) => messageOf(thrown),
    );
    this.#pinging = false;
    const before = this.#trouble;
    this.#trouble = trouble;
    const wasUp = this.#wasUp;
    this.#wasUp ||= trouble === undefined;
    if (this.#closed) return;
    if ((before === undefined) === (trouble === undefined)) {
      if (this.#tellsFirst && !wasUp && this.isUp) this.#onChange();
      return;
    }
    if (trouble === undefined) {
      this.#logger.info(wasUp ? "a Kafka can be reached again" : "a Kafka can be reached", { kafka: this.#key });
      this.#up = new AbortController();
    } else {
      this.#logger[wasUp ? "warn" : "debug"]("a Kafka can't be reached", { kafka: this.#key, trouble });
      this.#up.abort(new Error(trouble));
    }
    this.#onChange();
  }
}
