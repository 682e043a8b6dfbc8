import { type Broker, startBroker } from "@millrace/broker";
import { MemoryFiles } from "@millrace/files";
import { type Logger, ManualClock, type Random, seededRandom, silentLogger } from "@millrace/kit";
import { apis, encodeBatch, errors, splitBatches } from "@millrace/protocol";
import { batchSeeds, spoiltBatch } from "./batches.ts";
import { Client, frameOf } from "./client.ts";
import { apiBytes, requestFrames } from "./corpus.ts";
import { consumerGroup, findingFrames, type Known, memberId, transactionalId } from "./live-seeds.ts";
import { mutated } from "./mutate.ts";
import { anyOf, Finding, type Target } from "./target.ts";

const roundInputs = 200;
/** A frame that can't be read ends the connection, and what follows is not looked at. */
const framesPerConnection = 4;
/** Topics and records that good requests leave are what a broker is for: it is begun anew before they fill the memory. */
const roundsPerBroker = 100;
const topic = "solid";
/** Looks at a broker that is not ready to answer yet. */
const attemptsMax = 1000;

interface Running {
  readonly broker: Broker;
  readonly clock: ManualClock;
  readonly known: Known;
  /** Failures that the broker reported as its own. */
  readonly failures: string[];
}

/** Keeps what the broker reports as its own failures. Some nonsense is refused as an unknown error, because Kafka does. */
function failureLogger(failures: string[]): Logger {
  const logger: Logger = {
    ...silentLogger,
    error(message, fields) {
      if (fields?.error !== errors.UNKNOWN_SERVER_ERROR.name) failures.push(`${message} ${JSON.stringify(fields)}`);
    },
    isEnabled: (level) => level === "error",
    child: () => logger,
    named: () => logger,
  };
  return logger;
}

async function start(): Promise<Running> {
  const clock = new ManualClock();
  const failures: string[] = [];
  const broker = await startBroker({
    files: new MemoryFiles(clock),
    directory: "data",
    nodeId: 0,
    listeners: [{ name: "PLAIN-9092", host: "127.0.0.1", port: 0 }],
    properties: {
      "offsets.topic.replication.factor": "1",
      "transaction.state.log.replication.factor": "1",
      "transaction.state.log.min.isr": "1",
      "group.initial.rebalance.delay.ms": "0",
      "socket.request.max.bytes": "1000000",
    },
    clock,
    random: seededRandom(1),
    logger: failureLogger(failures),
  });
  const client = new Client(broker.connect());
  const known = await prepare(client);
  client.close();
  return { broker, clock, known, failures };
}

/** A topic, a consumer group with a member, and a transactional producer. */
async function prepare(client: Client): Promise<Known> {
  const asked = { name: topic, numPartitions: 2, replicationFactor: 1 };
  const { topics } = await client.call(apis.createTopics, 7, { topics: [asked], timeoutMs: 1000 });
  // Makes the topics that coordinators keep their records in.
  for (const [keyType, key] of [consumerGroup, transactionalId].entries())
    await client.call(apis.findCoordinator, 4, { keyType, coordinatorKeys: [key] });
  const joining = { groupId: consumerGroup, memberId, memberEpoch: 0, rebalanceTimeoutMs: 10_000, subscribedTopicNames: [topic] };
  await untilReady(() => client.call(apis.consumerGroupHeartbeat, 1, { ...joining, topicPartitions: [] }));
  const initial = { transactionalId, transactionTimeoutMs: 60_000, producerId: -1, producerEpoch: -1 };
  const { producerId, producerEpoch } = await untilReady(() => client.call(apis.initProducerId, 5, initial));
  return { topic, topicId: topics[0]?.topicId ?? "", producerId, producerEpoch };
}

/** Asks again until coordinators have read their logs. */
async function untilReady<Reply extends { readonly errorCode: number }>(ask: () => Promise<Reply>): Promise<Reply> {
  let errorCode = 0;
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const reply = await ask();
    if (reply.errorCode === 0) return reply;
    errorCode = reply.errorCode;
    await turn();
  }
  throw new Error(`the broker does not get ready: error ${errorCode}`);
}

function produceOf(records: Buffer, index: number): Buffer {
  return frameOf(apis.produce, 9, {
    acks: -1,
    timeoutMs: 1000,
    topicData: [{ name: topic, partitionData: [{ index, records }] }],
  }).subarray(4);
}

/** Mutated requests to a running broker with a data directory, over connections inside the process, in pieces of any size. */
export async function liveTarget(): Promise<Target> {
  const golden = requestFrames();
  const batches = batchSeeds();
  let running = await start();
  let seeds = [...golden, ...findingFrames(running.known)];
  let rounds = 0;
  const anyFrame = (random: Random): Buffer => {
    const kind = random.below(8);
    if (kind === 0) return produceOf(spoiltBatch(batches, random), random.below(2));
    const own = seeds.slice(golden.length);
    const seed = kind < 4 ? anyOf(own, random) : anyOf(golden, random);
    return mutated(seed, random.below(20) === 0 ? 0 : apiBytes, random, anyOf(seeds, random));
  };
  return {
    name: "live",
    roundInputs,
    async round(random) {
      if (++rounds % roundsPerBroker === 0) {
        await running.broker.close();
        running = await start();
        seeds = [...golden, ...findingFrames(running.known)];
      }
      const frames = Array.from({ length: roundInputs }, () => anyFrame(random));
      try {
        for (let at = 0; at < frames.length; at += framesPerConnection)
          await sendAll(running, frames.slice(at, at + framesPerConnection), random);
        await checkHealth(running);
      } catch (failure) {
        throw new Finding("a broker after these frames", Buffer.concat(frames.map(sized)), failure);
      }
      if (running.failures.length > 0)
        throw new Finding("a broker that failed inside", Buffer.concat(frames.map(sized)), running.failures.join("\n"));
    },
    close: () => running.broker.close(),
  };
}

/** Sends what was found once to a new broker, which lives on. */
export async function replayFrames(stream: Buffer): Promise<void> {
  const { broker, clock, failures } = await start();
  try {
    for (let at = 0; at < stream.length; ) {
      const frames: Buffer[] = [];
      for (; frames.length < framesPerConnection && at < stream.length; at += 4 + (frames.at(-1) as Buffer).length)
        frames.push(stream.subarray(at + 4, at + 4 + stream.readInt32BE(at)));
      await sendAll({ broker, clock }, frames, seededRandom(1));
    }
    await checkHealth({ broker });
    if (failures.length > 0) throw new Error(failures.join("\n"));
  } finally {
    await broker.close();
  }
}

function sized(frame: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(frame.length);
  return Buffer.concat([size, frame]);
}

/** Some frames over one connection, which then breaks, whatever is still under way. */
async function sendAll({ broker, clock }: Pick<Running, "broker" | "clock">, frames: readonly Buffer[], random: Random): Promise<void> {
  const client = new Client(broker.connect());
  const stream = Buffer.concat(frames.map(sized));
  for (let at = 0; at < stream.length; ) {
    const end = at + 1 + random.below(random.below(4) === 0 ? 8 : 4096);
    client.send(stream.subarray(at, end));
    at = end;
    if (random.below(4) === 0) await turn();
  }
  await turn();
  if (random.below(4) === 0) clock.advance(random.below(20_000));
  await turn();
  client.close();
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

let healthChecks = 0;

/** A client that does nothing wrong is served: what it produces is what it reads. */
async function checkHealth({ broker }: Pick<Running, "broker">): Promise<void> {
  const client = new Client(broker.connect());
  const name = `healthy-${healthChecks++}`;
  const created = await client.call(apis.createTopics, 7, { topics: [{ name, numPartitions: 1, replicationFactor: 1 }], timeoutMs: 1000 });
  if (created.topics[0]?.errorCode !== 0) throw new Error(`a topic can't be created: ${created.topics[0]?.errorMessage}`);
  const records = encodeBatch({ records: [{ timestamp: -1, key: null, value: Buffer.from("healthy") }] });
  const produced = await client.call(apis.produce, 9, { acks: -1, topicData: [{ name, partitionData: [{ index: 0, records }] }] });
  const errorCode = produced.responses[0]?.partitionResponses[0]?.errorCode;
  if (errorCode !== 0) throw new Error(`nothing can be produced: error ${errorCode}`);
  const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 10_000 }];
  const fetched = await client.call(apis.fetch, 12, { minBytes: 0, maxBytes: 10_000, topics: [{ topic: name, partitions }] });
  const bytes = fetched.responses[0]?.partitions[0]?.records ?? Buffer.alloc(0);
  if (splitBatches(bytes).length !== 1 || !bytes.includes("healthy")) throw new Error("what was produced can't be read");
  await client.call(apis.deleteTopics, 5, { topicNames: [name], timeoutMs: 1000 });
  client.close();
}
