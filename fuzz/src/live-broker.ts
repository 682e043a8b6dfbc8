import { type Broker, startBroker } from "@millrace/broker";
import { type Files, MemoryFiles } from "@millrace/files";
import { type Logger, ManualClock, seededRandom, silentLogger } from "@millrace/kit";
import { apis, encodeBatch, errors, splitBatches } from "@millrace/protocol";
import { Client } from "./client.ts";
import { consumerGroup, type Known, memberId, transactionalId } from "./live-seeds.ts";

export const topic = "solid";
/** Looks at a broker that is not ready to answer yet. */
const attemptsMax = 1000;

/** A broker that mutated requests are sent to. */
export interface Running {
  readonly broker: Broker;
  readonly files: Files;
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

function brokerOn(files: Files, clock: ManualClock, failures: string[]): Promise<Broker> {
  return startBroker({
    files,
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
}

export async function start(): Promise<Running> {
  const clock = new ManualClock();
  const files = new MemoryFiles(clock);
  const failures: string[] = [];
  const broker = await brokerOn(files, clock, failures);
  const client = new Client(broker.connect());
  const known = await prepare(client);
  client.close();
  return { broker, files, clock, known, failures };
}

/** Whatever requests leave in the data directory, a broker starts on it. */
export async function checkRestart({ broker, files, clock, failures }: Running): Promise<void> {
  await broker.close();
  const again = await brokerOn(files, clock, failures);
  const client = new Client(again.connect());
  const joining = { groupId: consumerGroup, memberId, memberEpoch: 0, rebalanceTimeoutMs: 10_000, subscribedTopicNames: [] };
  await untilReady(() => client.call(apis.consumerGroupHeartbeat, 1, { ...joining, topicPartitions: [] }), isLoading);
  client.close();
  await checkHealth({ broker: again });
  await again.close();
  if (failures.length > 0) throw new Error(failures.join("\n"));
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

const isRefused = (code: number): boolean => code !== 0;
const isLoading = (code: number): boolean => code === errors.COORDINATOR_LOAD_IN_PROGRESS.code;

/** Asks again until coordinators have read their logs. */
async function untilReady<Reply extends { readonly errorCode: number }>(
  ask: () => Promise<Reply>,
  isEarly: (errorCode: number) => boolean = isRefused,
): Promise<Reply> {
  let errorCode = 0;
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const reply = await ask();
    if (!isEarly(reply.errorCode)) return reply;
    errorCode = reply.errorCode;
    await turn();
  }
  throw new Error(`the broker does not get ready: error ${errorCode}`);
}

let healthChecks = 0;

/** A client that does nothing wrong is served: what it produces is what it reads. */
export async function checkHealth({ broker }: Pick<Running, "broker">): Promise<void> {
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

/** Lets the broker work. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
