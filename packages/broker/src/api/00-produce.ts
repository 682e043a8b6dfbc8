// Produce, versions 3 to 13 (named from 0 on for librdkafka, KAFKA-18659): topic ids (KIP-516), record errors (KIP-467).
//
// Differences from Apache Kafka: one replica is all there are, so acks 1 and -1 mean the same and `timeoutMs` never runs out. The
// records of a large compressed batch are not looked at. There are no transactions yet: their batches are refused with INVALID_TXN_STATE.
// To a null for records Kafka never answers; here it is INVALID_RECORD.
import type { Refused } from "@millrace/log";
import {
  apis,
  BATCH_HEADER_BYTES,
  BATCH_MAGIC,
  batchHeader,
  type Draft,
  errors,
  type KafkaError,
  type ProduceRequest,
  type ProduceResponse,
} from "@millrace/protocol";
import { isInternalTopic } from "../metadata/topic-names.ts";
import type { Partition } from "../partitions/partition.ts";
import { CloseConnection, Dispatched, handler, noReply, type RequestContext } from "./handler.ts";

const firstVersionByTopicId = 13;
const firstVersionWithZstd = 7;
/** Kafka lets its own tools write to internal topics under this client id. */
const adminClientId = "__admin_client";
const acksAllowed = new Set([-1, 0, 1]);
/** What a log is not to blame for, or can't be asked after. */
const errorsWithoutStart: ReadonlySet<KafkaError> = new Set([
  errors.MESSAGE_TOO_LARGE,
  errors.RECORD_LIST_TOO_LARGE,
  errors.CORRUPT_MESSAGE,
  errors.KAFKA_STORAGE_ERROR,
]);

type Topic = ProduceRequest["topicData"][number];
type Asked = Topic["partitionData"][number];
type PartitionReply = Draft<ProduceResponse["responses"][number]["partitionResponses"][number]>;
type TopicReply = { name: string; topicId: string; partitionResponses: PartitionReply[] };

export const produce = handler({
  api: apis.produce,
  versions: [3, 13],
  advertisedFrom: 0,
  borrowsFrame: true,
  handle(request: ProduceRequest, context: RequestContext) {
    const appends = new Appends(request, context);
    const responses = request.topicData.flatMap((topic) => (topic.partitionData.length === 0 ? [] : appends.topic(topic)));
    if (request.acks === 0) return appends.unanswered();
    return appends.durable(() => ({ responses }));
  },
});

/** The appends of one request, and what their answer waits for. */
class Appends {
  readonly #request: ProduceRequest;
  readonly #context: RequestContext;
  readonly #flushes: Promise<void>[] = [];
  #failed = false;

  constructor(request: ProduceRequest, context: RequestContext) {
    this.#request = request;
    this.#context = context;
  }

  topic(topic: Topic): TopicReply {
    const { name, topicId } = topic;
    return { name, topicId, partitionResponses: topic.partitionData.map((asked) => this.#append(topic, asked)) };
  }

  /** With `acks=0` only a closed connection can tell the producer of an error. */
  unanswered(): typeof noReply | CloseConnection {
    return this.#failed ? new CloseConnection("a produce request with acks=0 failed") : noReply;
  }

  durable(reply: () => Draft<ProduceResponse>): Draft<ProduceResponse> | Dispatched<ProduceResponse> {
    if (this.#flushes.length === 0) return reply();
    return new Dispatched(Promise.all(this.#flushes).then(reply));
  }

  #append(topic: Topic, asked: Asked): PartitionReply {
    const { index, records } = asked;
    const partition = this.#find(topic, index);
    if (!("log" in partition)) return this.#refuse(index, partition);
    const refused = this.#check(partition, records);
    if (refused !== undefined) return this.#refuse(index, refused.error, refused.message);
    const { outcome, durable } = partition.append(records as Buffer, "client");
    if (outcome.error !== undefined) return this.#refuseBatch(index, outcome, partition, records as Buffer);
    const reply = {
      index,
      errorCode: 0,
      baseOffset: outcome.baseOffset,
      logAppendTimeMs: outcome.logAppendTimeMs,
      logStartOffset: outcome.logStartOffset,
    };
    if (durable !== undefined)
      this.#flushes.push(durable.catch(() => void Object.assign(reply, this.#refuse(index, errors.KAFKA_STORAGE_ERROR))));
    return reply;
  }

  #find({ name, topicId }: Topic, index: number): Partition | KafkaError {
    const { partitions } = this.#context.broker;
    if (this.#context.apiVersion < firstVersionByTopicId) return partitions.get(name, index) ?? errors.UNKNOWN_TOPIC_OR_PARTITION;
    const found = partitions.getById(topicId, index);
    if (found !== undefined) return found;
    return partitions.getById(topicId, 0) === undefined ? errors.UNKNOWN_TOPIC_ID : errors.UNKNOWN_TOPIC_OR_PARTITION;
  }

  #check({ topic }: Partition, records: Buffer | null): { error: KafkaError; message?: string } | undefined {
    if (!acksAllowed.has(this.#request.acks)) return { error: errors.INVALID_REQUIRED_ACKS };
    if (records === null || records.length === 0) return { error: errors.INVALID_RECORD };
    if (batchHeader.isTransactional(records)) {
      return { error: this.#request.transactionalId === null ? errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED : errors.INVALID_TXN_STATE };
    }
    if (isInternalTopic(topic.name) && this.#context.clientId !== adminClientId) {
      return { error: errors.INVALID_TOPIC_EXCEPTION, message: `Cannot append to internal topic ${topic.name}` };
    }
    if (this.#context.apiVersion < firstVersionWithZstd && batchHeader.compressionType(records) === "zstd") {
      return { error: errors.UNSUPPORTED_COMPRESSION_TYPE };
    }
    return undefined;
  }

  /** Of a batch that it took apart Kafka tells where the log starts. */
  #refuseBatch(index: number, outcome: Refused, { log }: Partition, records: Buffer): PartitionReply {
    const logStartOffset = isWholeBatch(records) && !errorsWithoutStart.has(outcome.error) ? log.startOffset : -1;
    return { ...this.#refuse(index, outcome.error, messageFor(outcome, records)), logStartOffset, recordErrors: recordErrorsOf(outcome) };
  }

  #refuse(index: number, error: KafkaError, message: string | null = null): PartitionReply {
    this.#failed = true;
    return { index, errorCode: error.code, baseOffset: -1, logAppendTimeMs: -1, logStartOffset: -1, errorMessage: message };
  }
}

function isWholeBatch(records: Buffer): boolean {
  return (
    records.length >= BATCH_HEADER_BYTES &&
    batchHeader.magic(records) === BATCH_MAGIC &&
    batchHeader.batchSizeBytes(records) === records.length
  );
}

/** Kafka sends a text along with what single records were refused for, and with bytes that are no batch. */
function messageFor({ error, message, recordErrors }: Refused, records: Buffer): string | null {
  const isGarbage = error === errors.CORRUPT_MESSAGE && !isWholeBatch(records);
  return isGarbage || recordErrors.length > 0 ? message : null;
}

function recordErrorsOf({ recordErrors }: Refused) {
  return recordErrors.map(({ batchIndex, message }) => ({ batchIndex, batchIndexErrorMessage: message }));
}
