import { once } from "node:events";
import type { Duplex } from "node:stream";
import { type Broker, startBroker } from "@millrace/broker";
import {
  type Admin,
  type ClientOptions,
  Consumer,
  type ConsumerOptions,
  openAdmin,
  Producer,
  type ProducerOptions,
} from "@millrace/client";
import { MemoryFiles } from "@millrace/files";
import { type Closeable, MillraceError, Opened, seededRandom, silentLogger, systemClock } from "@millrace/kit";
import { type Api, type Draft, Writer } from "@millrace/protocol";

/** A broker on files in memory, and clients of it over streams in memory. Closing it closes all of them. */
export class RunningBroker implements Closeable {
  readonly #files = new MemoryFiles(systemClock);
  readonly #properties: Readonly<Record<string, string>>;
  readonly #opened = new Opened();
  readonly #streams = new Set<Duplex>();
  #broker: Broker | undefined;
  readonly admin: Admin;

  private constructor(properties: Readonly<Record<string, string>>) {
    this.#properties = { "group.initial.rebalance.delay.ms": "0", "group.min.session.timeout.ms": "100", ...properties };
    this.#opened.defer(() => this.#broker?.close());
    this.admin = this.#opened.add(openAdmin(this.options));
  }

  static async start(properties: Readonly<Record<string, string>> = {}): Promise<RunningBroker> {
    const running = new RunningBroker(properties);
    await running.startAgain();
    return running;
  }

  get options(): ClientOptions {
    const backOff = { firstMs: 5, lastMs: 50 };
    return {
      bootstrapServers: "memory:1",
      retryBackOff: backOff,
      reconnectBackOff: backOff,
      operationTimeoutMs: 10_000,
      connect: () => this.#connect(),
    };
  }

  producer(options: Partial<ProducerOptions> = {}): Producer {
    return this.#opened.add(new Producer({ ...this.options, ...options }));
  }

  consumer(options: Partial<ConsumerOptions> = {}): Consumer {
    return this.#opened.add(new Consumer({ ...this.options, fetchMaxWaitMs: 50, heartbeatIntervalMs: 30, ...options }));
  }

  async createTopic(name: string, partitionCount = 1, configs: Record<string, string> = {}): Promise<void> {
    const [created] = await this.admin.createTopics([{ name, partitionCount, configs }]);
    if (created?.error.code !== 0) throw new Error(`creating ${name}: ${created?.error.name}: ${created?.errorMessage}`);
  }

  /** Stops the broker; its clients find nobody until it is started again. */
  async stop(): Promise<void> {
    const broker = this.#broker;
    this.#broker = undefined;
    await broker?.close();
  }

  /** Starts a broker on the files of the one before. */
  async startAgain(): Promise<void> {
    this.#broker = await startBroker({
      files: this.#files,
      directory: "data",
      nodeId: 0,
      listeners: [{ name: "PLAIN-9092", host: "127.0.0.1", port: 0 }],
      properties: this.#properties,
      clock: systemClock,
      random: seededRandom(1),
      logger: silentLogger,
    });
  }

  /** Breaks all connections that there are. */
  breakConnections(): void {
    for (const stream of this.#streams) stream.destroy();
    this.#streams.clear();
  }

  /** Sends one request as it is and waits for an answer, whatever it says: for what our clients never ask. */
  async send<Request>(api: Api<Request>, version: number, draft: Draft<Request>): Promise<void> {
    const writer = new Writer();
    writer.beginFrame();
    writer.int16(api.key);
    writer.int16(version);
    writer.int32(1);
    writer.nullableString("raw", false);
    writer.noTags();
    api.request.encode(writer, draft, version);
    writer.endFrame();
    const stream = await this.#connect();
    stream.write(Buffer.from(writer.toBuffer()));
    await once(stream, "data");
    stream.destroy();
  }

  close(): Promise<void> {
    return this.#opened.close();
  }

  async #connect(): Promise<Duplex> {
    if (this.#broker === undefined) throw new MillraceError("CONNECTION_FAILED", "no broker runs");
    const stream = this.#broker.connect();
    this.#streams.add(stream);
    stream.once("close", () => this.#streams.delete(stream));
    return stream;
  }
}

/** Reads until `count` records have come. */
export async function readRecords(
  consumer: Consumer,
  count: number,
): Promise<Array<{ partition: number; offset: number; key: string | null; value: string | null }>> {
  const read = [];
  while (read.length < count) {
    const batch = await consumer.next();
    if (batch === undefined) break;
    for (const { offset, key, value } of batch.records) {
      read.push({ partition: batch.partition, offset, key: key?.toString() ?? null, value: value?.toString() ?? null });
    }
  }
  return read;
}

/** Resolves when `look` holds; looks again and again for a while. */
export async function eventually(what: string, look: () => boolean | Promise<boolean>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let looks = 0;
  const again = async (): Promise<void> => {
    if (await look()) resolve();
    else if (++looks > 1000) reject(new Error(`it did not come about that ${what}`));
    else systemClock.after(10, () => void again().catch(reject));
  };
  void again().catch(reject);
  return promise;
}
