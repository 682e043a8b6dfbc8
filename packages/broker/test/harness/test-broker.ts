import { once } from "node:events";
import { connect } from "node:net";
import { after } from "node:test";
import { FaultyFiles, type Files, MemoryFiles } from "@millrace/files";
import { type Logger, ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { type Api, apis, type Draft, encodeBatch } from "@millrace/protocol";
import type { Volume } from "../../src/broker-parts.ts";
import { type Broker, type Faults, type ListenerSpec, startBroker } from "../../src/index.ts";
import { RawClient } from "./raw-client.ts";

const directory = "data";
const plainListener: ListenerSpec = { name: "PLAIN-9092", host: "127.0.0.1", port: 0 };

const running = new Set<Broker>();
// A test that fails half-way must not leave a broker behind whose listener would keep this process alive.
after(() => Promise.allSettled([...running].map((broker) => broker.close())));

/** A broker on files in memory, with a clock that the test moves, and one connection to it. */
export class TestBroker {
  readonly broker: Broker;
  readonly clock: ManualClock;
  readonly files: Files;
  readonly client: RawClient;

  private constructor(broker: Broker, clock: ManualClock, files: Files) {
    this.broker = broker;
    this.clock = clock;
    this.files = files;
    this.client = new RawClient(broker.connect());
  }

  static async start(
    properties: Readonly<Record<string, string>> = {},
    {
      clock = new ManualClock(),
      files = new MemoryFiles(clock),
      seed = 1,
      logger = silentLogger,
      volume,
      faults,
      listeners = [plainListener],
    }: {
      files?: Files;
      clock?: ManualClock;
      seed?: number;
      logger?: Logger;
      listeners?: readonly ListenerSpec[];
      volume?: () => Volume;
      faults?: Faults;
    } = {},
  ): Promise<TestBroker> {
    const broker = await startBroker({
      files: files instanceof FaultyFiles ? files.process() : files,
      directory,
      nodeId: 0,
      listeners,
      properties: { "offsets.topic.replication.factor": "1", "group.initial.rebalance.delay.ms": "0", ...properties },
      clock,
      random: seededRandom(seed),
      logger,
      ...(volume === undefined ? {} : { volume }),
      ...(faults === undefined ? {} : { faults }),
    });
    running.add(broker);
    return new TestBroker(broker, clock, files);
  }

  connect(): RawClient {
    return new RawClient(this.broker.connect());
  }

  /** As somebody from outside, to whom ACLs apply. */
  async connectOverTcp(): Promise<RawClient> {
    const [listener] = this.broker.listeners;
    const socket = connect({ host: "127.0.0.1", port: listener?.port ?? 0 });
    await once(socket, "connect");
    return new RawClient(socket);
  }

  /** A client from outside, over TCP. */
  connectTo(listener: string): RawClient {
    const found = this.broker.listeners.find(({ name }) => name === listener);
    if (found === undefined) throw new Error(`there is no listener ${listener}`);
    return new RawClient(connect({ host: found.host, port: found.port }));
  }

  call<Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>): Promise<Response> {
    return this.client.call(api, version, draft);
  }

  /** Creates a topic and returns its id. */
  async createTopic(name: string, numPartitions = 1, configs: Readonly<Record<string, string>> = {}): Promise<string> {
    const asked = {
      name,
      numPartitions,
      replicationFactor: 1,
      configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
    };
    const { topics } = await this.call(apis.createTopics, 7, { topics: [asked], timeoutMs: 1000 });
    const [topic] = topics;
    if (topic === undefined || topic.errorCode !== 0)
      throw new Error(`creating ${name}: error ${topic?.errorCode}: ${topic?.errorMessage}`);
    return topic.topicId;
  }

  /** Produces values to a partition as one batch, acks=all; returns the partition's reply. */
  async produce(topic: string, index: number, values: readonly string[], batch: Partial<Parameters<typeof encodeBatch>[0]> = {}) {
    const records = encodeBatch({
      records: values.map((value) => ({ key: null, value: Buffer.from(value), timestamp: this.clock.now() })),
      ...batch,
    });
    const topicData = [{ name: topic, partitionData: [{ index, records }] }];
    const { responses } = await this.call(apis.produce, 9, { acks: -1, timeoutMs: 1000, topicData });
    const reply = responses[0]?.partitionResponses[0];
    if (reply === undefined) throw new Error("no reply for the partition");
    return reply;
  }

  /** Stops the broker and starts another on the same files. */
  async restart(properties: Readonly<Record<string, string>> = {}): Promise<TestBroker> {
    await this.stop();
    return TestBroker.start(properties, { files: this.files, clock: this.clock, seed: 2 });
  }

  async stop(): Promise<void> {
    this.client.close();
    running.delete(this.broker);
    await this.broker.close();
  }
}
