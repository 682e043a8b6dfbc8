// Produce, versions 3 to 13 (named from 0 on for librdkafka, KAFKA-18659): topic ids (KIP-516), record errors (KIP-467).
//
// Batches of transactions are verified with the transaction coordinator, from version 12 on they are added to the transaction (KIP-890).
//
// Differences from Apache Kafka: one replica is all there are, so acks 1 and -1 mean the same and `timeoutMs` never runs out. The
// records of a large compressed batch are not looked at. To a null for records Kafka never answers; here it is INVALID_RECORD.
import { batchIn, type Refused } from "@millrace/log";
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
import { aclOperations, resourceTypes } from "@millrace/security";
import { isInternalTopic } from "../metadata/topic-names.ts";
import type { Partition } from "../partitions/partition.ts";
import type { Admission } from "../transactions/admissions.ts";
import type { Joining } from "../transactions/transaction-runtime.ts";
import { type Answer, CloseConnection, Dispatched, type Handled, handler, noReply, type RequestContext } from "./handler.ts";

const firstVersionByTopicId = 13;
const firstVersionWithZstd = 7;
const firstVersionWithAbortable = 11;
const firstVersionThatAdds = 12;
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

/** Of the transaction coordinator: translated into one after which any client tries again. */
const unknownToProducers: ReadonlySet<KafkaError> = new Set([
  errors.NETWORK_EXCEPTION,
  errors.COORDINATOR_LOAD_IN_PROGRESS,
  errors.COORDINATOR_NOT_AVAILABLE,
  errors.NOT_COORDINATOR,
]);

type Topic = ProduceRequest["topicData"][number];
type Asked = Topic["partitionData"][number];
type PartitionReply = Draft<ProduceResponse["responses"][number]["partitionResponses"][number]>;
/** A transactional batch that may be written once the transaction coordinator has agreed. */
type Candidate = { readonly asked: Asked; readonly partition: Partition };
type TopicReply = { name: string; topicId: string; partitionResponses: PartitionReply[] };

export const produce = handler({
  api: apis.produce,
  versions: [3, 13],
  advertisedFrom: 0,
  borrowsFrame: true,
  handle(request: ProduceRequest, context: RequestContext) {
    context.meter?.produces();
    const appends = new Appends(request, context);
    return isTransactional(request) ? appends.inTransaction() : appends.run();
  },
});

function isTransactional({ topicData }: ProduceRequest): boolean {
  for (const { partitionData } of topicData) {
    for (const { records } of partitionData) if (records !== null && batchHeader.isTransactional(records)) return true;
  }
  return false;
}

/** The appends of one request, and what their answer waits for. */
class Appends {
  readonly #request: ProduceRequest;
  readonly #context: RequestContext;
  readonly #flushes: Promise<void>[] = [];
  /** What the transaction coordinator said of transactional batches. */
  #admitted: ReadonlyMap<Asked, Admission> | undefined;
  /** Names of errors in the answer. */
  readonly #refusals = new Set<string>();

  constructor(request: ProduceRequest, context: RequestContext) {
    this.#request = request;
    this.#context = context;
  }

  run(): Answer<ProduceResponse> | Dispatched<ProduceResponse> {
    return this.#answer((topic, asked) => this.#append(topic, asked));
  }

  /** Asks the transaction coordinator first. Whatever is behind it on the connection waits meanwhile: the order has to stay. */
  inTransaction(): Handled<ProduceResponse> {
    const { transactionalId, topicData } = this.#request;
    if (transactionalId === null || !this.#context.access.may(aclOperations.WRITE, resourceTypes.TRANSACTIONAL_ID, transactionalId)) {
      return this.#refuseAll(errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }
    const candidates = topicData.flatMap((topic) => topic.partitionData.flatMap((asked) => this.#candidate(topic, asked)));
    const [first] = candidates;
    if (first === undefined) return this.run();
    if (candidates.some((each) => !isSameProducer(each, first))) {
      return this.#refuseAll(errors.INVALID_PRODUCER_ID_MAPPING, "Transactional records contained more than one producer ID");
    }
    const admissions = this.#context.broker.admissions.admit({
      transactionalId,
      producerId: batchHeader.producerId(recordsOf(first)),
      producerEpoch: batchHeader.producerEpoch(recordsOf(first)),
      how: joiningOf(this.#context.apiVersion),
      batches: candidates.map(({ asked: { records }, partition }) => ({
        partition,
        baseSequence: batchHeader.baseSequence(records as Buffer),
      })),
    });
    if (!(admissions instanceof Promise)) return this.#admit(candidates, admissions);
    // The frame's memory is lent for this turn only.
    for (const { partitionData } of topicData) {
      for (const asked of partitionData) if (asked.records !== null) asked.records = Buffer.from(asked.records);
    }
    return admissions.then(async (late) => {
      const outcome = this.#admit(candidates, late);
      return outcome instanceof Dispatched ? await outcome.done : outcome;
    });
  }

  #admit(candidates: readonly Candidate[], admissions: readonly Admission[]): Answer<ProduceResponse> | Dispatched<ProduceResponse> {
    this.#admitted = new Map(candidates.map(({ asked }, at) => [asked, admissions[at] as Admission]));
    return this.run();
  }

  #candidate(topic: Topic, asked: Asked): Candidate[] {
    const { index, records } = asked;
    const partition = this.#find(topic, index);
    const isCandidate =
      "log" in partition &&
      records !== null &&
      beginsWithBatch(records) &&
      batchHeader.isTransactional(records) &&
      batchHeader.producerId(records) >= 0 &&
      this.#invalid(records) === undefined;
    return isCandidate ? [{ asked, partition }] : [];
  }

  #refuseAll(error: KafkaError, message?: string): Answer<ProduceResponse> | Dispatched<ProduceResponse> {
    return this.#answer((_, { index }) => this.#refuse(index, error, message));
  }

  #answer(replyTo: (topic: Topic, asked: Asked) => PartitionReply): Answer<ProduceResponse> | Dispatched<ProduceResponse> {
    const { topicData, acks } = this.#request;
    const responses: TopicReply[] = [];
    for (const topic of topicData) {
      const { name, topicId, partitionData } = topic;
      if (partitionData.length === 0) continue;
      responses.push({ name, topicId, partitionResponses: partitionData.map((asked) => replyTo(topic, asked)) });
    }
    if (acks === 0) return this.#unanswered(responses);
    return this.#flushes.length === 0 ? { responses } : new Dispatched(Promise.all(this.#flushes).then(() => ({ responses })));
  }

  /** With `acks=0` only a closed connection can tell the producer of an error. */
  #unanswered(responses: readonly TopicReply[]): typeof noReply | CloseConnection {
    if (this.#refusals.size === 0) return noReply;
    return new CloseConnection(`a request with acks=0 was refused: ${[...this.#refusals].join(", ")}`, { responses });
  }

  #append(topic: Topic, asked: Asked): PartitionReply {
    const { index, records } = asked;
    const partition = this.#find(topic, index);
    if (!("log" in partition)) return this.#refuse(index, partition);
    const invalid = this.#invalid(records);
    if (invalid !== undefined) return this.#refuse(index, invalid);
    const admission = this.#admitted?.get(asked);
    if (admission !== undefined && "code" in admission) return this.#refuseAdmission(index, admission);
    const forbidden = this.#forbidden(partition, records as Buffer);
    if (forbidden !== undefined) return this.#refuse(index, forbidden);
    const { outcome, durable } = partition.append(records as Buffer, "client", admission);
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
    const byId = this.#context.apiVersion >= firstVersionByTopicId;
    const found = byId ? partitions.getById(topicId, index) : partitions.get(name, index);
    const topic = byId ? (found ?? partitions.getById(topicId, 0))?.topic.name : name;
    if (topic === undefined) return errors.UNKNOWN_TOPIC_ID;
    if (!this.#context.access.may(aclOperations.WRITE, resourceTypes.TOPIC, topic)) return errors.TOPIC_AUTHORIZATION_FAILED;
    return found ?? errors.UNKNOWN_TOPIC_OR_PARTITION;
  }

  /** What Kafka looks at before it asks the transaction coordinator. */
  #invalid(records: Buffer | null): KafkaError | undefined {
    if (records === null || records.length === 0) return errors.INVALID_RECORD;
    const isTooNew = this.#context.apiVersion < firstVersionWithZstd && batchHeader.compressionType(records) === "zstd";
    return isTooNew ? errors.UNSUPPORTED_COMPRESSION_TYPE : undefined;
  }

  /** That bytes are no batch is told first. */
  #forbidden({ topic }: Partition, records: Buffer): KafkaError | undefined {
    const areAcksKnown = acksAllowed.has(this.#request.acks);
    if (areAcksKnown && (!isInternalTopic(topic.name) || this.#context.clientId === adminClientId)) return undefined;
    const batchEnd = batchIn(records);
    if (typeof batchEnd !== "number") return batchEnd.error;
    return areAcksKnown ? errors.INVALID_TOPIC_EXCEPTION : errors.INVALID_REQUIRED_ACKS;
  }

  /** Old clients don't try again after the coordinator's own errors (KIP-890). */
  #refuseAdmission(index: number, error: KafkaError): PartitionReply {
    if (error === errors.INVALID_TXN_STATE) return this.#refuse(index, error, "Partition was not added to the transaction");
    const isTranslated = unknownToProducers.has(error) || (error === errors.CONCURRENT_TRANSACTIONS && !this.#adds);
    if (!isTranslated) return this.#refuse(index, error);
    const message = `Unable to verify the partition has been added to the transaction. Underlying error: ${error.name}`;
    return this.#refuse(index, errors.NOT_ENOUGH_REPLICAS, message);
  }

  get #adds(): boolean {
    return joiningOf(this.#context.apiVersion) === "add";
  }

  /** Of a batch that it took apart Kafka tells where the log starts. */
  #refuseBatch(index: number, outcome: Refused, { log }: Partition, records: Buffer): PartitionReply {
    const logStartOffset = isWholeBatch(records) && !errorsWithoutStart.has(outcome.error) ? log.startOffset : -1;
    return { ...this.#refuse(index, outcome.error, messageFor(outcome, records)), logStartOffset, recordErrors: recordErrorsOf(outcome) };
  }

  #refuse(index: number, error: KafkaError, message: string | null = null): PartitionReply {
    this.#refusals.add(error.name);
    return { index, errorCode: error.code, baseOffset: -1, logAppendTimeMs: -1, logStartOffset: -1, errorMessage: message };
  }
}

function joiningOf(version: number): Joining {
  if (version >= firstVersionThatAdds) return "add";
  return version >= firstVersionWithAbortable ? "verify-abortable" : "verify";
}

function recordsOf({ asked }: Candidate): Buffer {
  return asked.records as Buffer;
}

function isSameProducer(a: Candidate, b: Candidate): boolean {
  const [left, right] = [recordsOf(a), recordsOf(b)];
  return (
    batchHeader.producerId(left) === batchHeader.producerId(right) && batchHeader.producerEpoch(left) === batchHeader.producerEpoch(right)
  );
}

function isWholeBatch(records: Buffer): boolean {
  return beginsWithBatch(records) && batchHeader.batchSizeBytes(records) === records.length;
}

function beginsWithBatch(records: Buffer): boolean {
  if (records.length < BATCH_HEADER_BYTES || batchHeader.magic(records) !== BATCH_MAGIC) return false;
  const sizeBytes = batchHeader.batchSizeBytes(records);
  return sizeBytes >= BATCH_HEADER_BYTES && sizeBytes <= records.length;
}

/** Kafka sends a text along with what single records were refused for, and with bytes that are no batch. */
function messageFor({ error, message, recordErrors }: Refused, records: Buffer): string | null {
  const isGarbage = error === errors.CORRUPT_MESSAGE && !beginsWithBatch(records);
  return isGarbage || recordErrors.length > 0 ? message : null;
}

function recordErrorsOf({ recordErrors }: Refused) {
  return recordErrors.map(({ batchIndex, message }) => ({ batchIndex, batchIndexErrorMessage: message }));
}
