import { MillraceError, sleep, systemClock } from "@millrace/kit";
import {
  type Api,
  apis,
  type BatchDraft,
  batchHeader,
  type Draft,
  decodeRecords,
  encodeBatch,
  Reader,
  requestHeaderVersion,
  responseHeaderVersion,
  splitBatches,
  Writer,
} from "@millrace/protocol";
import { noteAnswer, unexercised } from "../exercised.ts";
import { RawConnection } from "../wire/connection.ts";

const answerTimeoutMs = 15_000;

/** What came back for a request: the decoded reply, or how the broker refused to give one. */
export type Answer<Response> = Response | "closed" | "silent";

/** A client that sends one request in one version and reads the reply to it. The connection is made anew after the broker closed it. */
export class Talk {
  #open: () => Promise<RawConnection>;
  #connection: RawConnection | undefined;
  #correlationId = 0;

  /** `localAddress`: where the client is to come from. */
  constructor(bootstrapServers: string, localAddress?: string) {
    this.#open = () => RawConnection.open(bootstrapServers, localAddress);
  }

  /** A client whose connections somebody else opens, and says first who it is. */
  static over(open: () => Promise<RawConnection>): Talk {
    const talk = new Talk("");
    talk.#open = open;
    return talk;
  }

  async ask<Request, Response>(
    api: Api<Request, Response>,
    version: number,
    draft: Draft<Request>,
    { clientId = "referee", timeoutMs = answerTimeoutMs }: { clientId?: string; timeoutMs?: number } = {},
  ): Promise<Answer<Response>> {
    this.#connection ??= await this.#open();
    const connection = this.#connection;
    const correlationId = ++this.#correlationId;
    connection.send(frameOf(api, version, draft, { correlationId, clientId }));
    const answer = await connection.next(timeoutMs);
    if (typeof answer === "string") {
      this.close();
      noteAnswer(api, version, answer);
      return answer;
    }
    const reply = decodeReply(api, version, answer.frame, correlationId);
    noteAnswer(api, version, reply);
    return reply;
  }

  /** Sends a ready-made request of a version that there is no codec for; whether a reply came. */
  async askRaw(key: number, version: number, frame: Buffer): Promise<"a reply" | "closed" | "silent"> {
    this.#connection ??= await this.#open();
    this.#connection.send(frame);
    const answer = await this.#connection.next(answerTimeoutMs);
    const came = typeof answer === "string" ? answer : "a reply";
    if (came !== "a reply") this.close();
    noteAnswer({ key }, version, came);
    return came;
  }

  /** Sends bytes that are no request in a frame of their own; what came back in one. */
  async askBare(bytes: Buffer): Promise<Answer<Buffer>> {
    this.#connection ??= await this.#open();
    const size = Buffer.alloc(4);
    size.writeInt32BE(bytes.length);
    this.#connection.send(Buffer.concat([size, bytes]));
    const answer = await this.#connection.next(answerTimeoutMs);
    if (typeof answer !== "string") return answer.frame;
    this.close();
    return answer;
  }

  /** As `ask`, where an answer has to come. Throws PROTOCOL_VIOLATION if none does. */
  async call<Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>): Promise<Response> {
    const answer = await this.ask(api, version, draft);
    if (answer === "closed" || answer === "silent")
      throw new MillraceError("PROTOCOL_VIOLATION", `${api.name} version ${version}: ${answer}`);
    return answer;
  }

  /** Creates a topic, waits until it can be used and returns its id. */
  async createTopic(name: string, numPartitions = 1, configs: Readonly<Record<string, string>> = {}): Promise<string> {
    const entries = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
    const asked = { name, numPartitions, replicationFactor: 1, configs: entries };
    const { topics } = await this.call(apis.createTopics, 7, { topics: [asked], timeoutMs: 10_000 });
    const [topic] = topics;
    if (topic?.errorCode !== 0) throw new MillraceError("REQUEST_FAILED", `CreateTopics of ${name}: ${topic?.errorMessage}`);
    await this.untilUsable(name, numPartitions);
    return topic.topicId;
  }

  /** Waits until every partition of a topic answers: Kafka's broker learns of it after its controller. */
  async untilUsable(name: string, numPartitions: number): Promise<void> {
    const partitions = Array.from({ length: numPartitions }, (_, partitionIndex) => ({ partitionIndex, timestamp: -1 }));
    await this.until(`${name} can be used`, async () => {
      const { topics } = await this.call(apis.listOffsets, 7, { replicaId: -1, topics: [{ name, partitions }] });
      return topics[0]?.partitions.every(({ errorCode }) => errorCode === 0) === true;
    });
  }

  until(what: string, holds: () => Promise<boolean>, timeoutMs = answerTimeoutMs): Promise<void> {
    return unexercised(() => this.#until(what, holds, timeoutMs));
  }

  async #until(what: string, holds: () => Promise<boolean>, timeoutMs: number): Promise<void> {
    const endMs = systemClock.monotonicMs() + timeoutMs;
    while (!(await holds())) {
      if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `waited for: ${what}`);
      // A request is in flight meanwhile, so that the process stays alive.
      await Promise.all([sleep(systemClock, 20), this.call(apis.apiVersions, 0, {})]);
    }
  }

  /** Appends one batch to a partition and returns the reply for it. */
  async produce(topic: string, index: number, records: Buffer | null, version = 12) {
    const topicData = [{ name: topic, partitionData: [{ index, records }] }];
    const { responses } = await this.call(apis.produce, version, { acks: -1, timeoutMs: 10_000, topicData });
    const reply = responses[0]?.partitionResponses[0];
    if (reply === undefined) throw new MillraceError("PROTOCOL_VIOLATION", "Produce answered nothing for the partition");
    return reply;
  }

  /** Waits until producers get ids: Apache Kafka's broker has none before its controller has given it some. It takes the id 0, which looks unlike others. */
  untilProducerIds(): Promise<void> {
    const idempotent = { transactionalId: null, transactionTimeoutMs: 60_000 };
    return this.until("there are producer ids", async () => (await this.call(apis.initProducerId, 4, idempotent)).errorCode === 0);
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }
}

/** A request as it is sent, its size in front. */
export function frameOf<Request, Response>(
  api: Api<Request, Response>,
  version: number,
  draft: Draft<Request>,
  { correlationId, clientId }: { correlationId: number; clientId: string },
): Buffer {
  const writer = new Writer();
  writer.beginFrame();
  writer.int16(api.key);
  writer.int16(version);
  writer.int32(correlationId);
  writer.nullableString(clientId, false);
  if (requestHeaderVersion(api, version) >= 2) writer.noTags();
  api.request.encode(writer, draft, version);
  writer.endFrame();
  return Buffer.from(writer.toBuffer());
}

/** The reply in a frame without its size. Throws PROTOCOL_VIOLATION if it is not the one to this request, or longer. */
export function decodeReply<Request, Response>(
  api: Api<Request, Response>,
  version: number,
  frame: Buffer,
  correlationId: number,
): Response {
  const reader = new Reader(frame);
  const received = reader.int32();
  if (received !== correlationId) throw new MillraceError("PROTOCOL_VIOLATION", `the reply is to request ${received}`);
  if (responseHeaderVersion(api, version) >= 1) reader.skipTags();
  const response = api.response.decode(reader, version);
  if (reader.remaining > 0)
    throw new MillraceError("PROTOCOL_VIOLATION", `${reader.remaining} bytes follow the reply to ${api.name} ${version}`);
  return response;
}

/** Millisecond timestamp of the records that `batch` makes: some time on 2024-01-01, one apart. */
export const firstTimestamp = 1_704_067_200_000;

/** A batch of records with these values, without keys. */
export function batch(values: readonly string[], draft: Partial<BatchDraft> = {}): Buffer {
  return encodeBatch({
    records: values.map((value, at) => ({ key: null, value: Buffer.from(value), timestamp: firstTimestamp + at })),
    ...draft,
  });
}

/** A batch with its header changed by `change` and its checksum put right again. */
export function changed(records: Buffer, change: (batch: Buffer) => void): Buffer {
  const copy = Buffer.from(records);
  change(copy);
  copy.writeUInt32BE(batchHeader.computeBatchCrc(copy, 0, copy.length), 17);
  return copy;
}

/** Records as text, `offset@epoch:value`, of the whole batches in `bytes`; Kafka may cut the last one off anywhere. */
export function recordsIn(bytes: Buffer | null): string[] | null {
  if (bytes === null) return null;
  return wholeBatches(bytes).flatMap((one) =>
    decodeRecords(one).map(({ offset, value }) => `${offset}@${batchHeader.partitionLeaderEpoch(one)}:${value}`),
  );
}

function wholeBatches(bytes: Buffer): Buffer[] {
  let end = 0;
  while (bytes.length - end >= 12 && batchHeader.batchSizeBytes(bytes, end) <= bytes.length - end)
    end += batchHeader.batchSizeBytes(bytes, end);
  return splitBatches(bytes.subarray(0, end));
}
