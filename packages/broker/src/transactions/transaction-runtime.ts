import {
  type AddedPartitions,
  type AddResponse,
  type ListedTransaction,
  type MarkersTask,
  type TopicPartition,
  type TransactionCall,
  type TransactionConfigs,
  TransactionCoordinator,
  type TransactionFilter,
  type TransactionOutcome,
  type TransactionPartitions,
  type TransactionRecord,
  type TransactionTimer,
  transactionRecordFormat,
} from "@millrace/coordinators";
import type { Clock, Closeable, Logger } from "@millrace/kit";
import { type Draft, errorByCode, errors, type KafkaError } from "@millrace/protocol";
import { Shard } from "../coordinators/shard.ts";
import { Shards, type ShardsBase } from "../coordinators/shards.ts";
import type { ProducerIds } from "../metadata/producer-ids.ts";
import { transactionStateTopic } from "../metadata/topic-names.ts";
import type { MarkerWriter } from "./marker-writer.ts";

export interface TransactionRuntimeOptions extends ShardsBase {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly configs: TransactionConfigs;
  readonly transactionVersion: () => number;
  readonly producerIds: Pick<ProducerIds, "take">;
  readonly markers: Pick<MarkerWriter, "write">;
}

/** Which input of the coordinator a request is. */
export type TransactionInput<Request, Response> = (
  coordinator: TransactionCoordinator,
  call: TransactionCall<Request, Response>,
) => TransactionOutcome;

/**
 * How a request that writes to partitions joins a transaction, by its version: the partitions have been added before, which is verified; the
 * same, and the client knows TRANSACTION_ABORTABLE; or they are added now.
 */
export type Joining = "verify" | "verify-abortable" | "add";

type Verdicts = ReadonlyArray<KafkaError | undefined>;

/** The `transaction.version` of clients that leave it to the broker to add partitions. */
const clientVersionThatAdds = 2;

/** What a partition need not be told: it has no place for a marker any more, or has heard from this producer's successor. */
const nothingToTell: ReadonlySet<KafkaError> = new Set([
  errors.UNKNOWN_TOPIC_OR_PARTITION,
  errors.INVALID_PRODUCER_EPOCH,
  errors.TRANSACTION_COORDINATOR_FENCED,
]);

/** All transactions, in the partitions of `__transaction_state`. */
export class TransactionRuntime implements Closeable {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #markers: Pick<MarkerWriter, "write">;
  readonly #shards: Shards<TransactionCoordinator, TransactionRecord, TransactionTimer, MarkersTask>;

  constructor({ clock, configs, transactionVersion, producerIds, markers, ...base }: TransactionRuntimeOptions) {
    const logger = base.logger.named("kafka.coordinator.transaction");
    this.#clock = clock;
    this.#logger = logger;
    this.#markers = markers;
    this.#shards = new Shards(transactionStateTopic, base, {
      what: "transactions",
      clock,
      logger,
      format: transactionRecordFormat(transactionVersion),
      baseSequence: -1,
      create: () => new TransactionCoordinator({ configs, transactionVersion, nextProducerId: () => producerIds.take() }),
      carryOut: (task, { index }) => this.#writeMarkers(task, index),
    });
  }

  /** Makes the transactions' topic; undefined if it is there. The row: why it could not be made. */
  ready(): Promise<KafkaError | undefined> | undefined {
    return this.#shards.ready();
  }

  /** Partitions of `__transaction_state` of whose transactions nothing can be asked, and why. */
  refusals(): Map<number, KafkaError> {
    return this.#shards.refusals();
  }

  /** Hands a request to the transaction's coordinator; `refused` makes the answer when there is none to hand it to. */
  submit<Request, Response>(
    transactionalId: string,
    request: Request,
    input: TransactionInput<Request, Response>,
    refused: (error: KafkaError) => Draft<Response>,
  ): Draft<Response> | Promise<Draft<Response>> {
    const shard = this.#shards.of(transactionalId);
    if (!(shard instanceof Shard)) return refused(shard);
    return shard.submit<Draft<Response>>((coordinator, nowMs, ticket) => input(coordinator, { request, nowMs, ticket }), refused);
  }

  /** Looks something up with the transaction's coordinator. */
  read<T>(transactionalId: string, look: (coordinator: TransactionCoordinator) => T, refused: (error: KafkaError) => T): T {
    const shard = this.#shards.of(transactionalId);
    return shard instanceof Shard ? shard.read(look) : refused(shard);
  }

  /** Adds partitions to the producer's transaction. */
  add(asked: AddedPartitions): Draft<AddResponse> | Promise<Draft<AddResponse>> {
    return this.submit<AddedPartitions, AddResponse>(
      asked.transactionalId,
      asked,
      (coordinator, call) => coordinator.addPartitions(call),
      ({ code }) => ({ errorCode: code }),
    );
  }

  /**
   * Sees to it that partitions are in the producer's transaction before something is written to them (KIP-890). For each partition, in
   * their order: undefined if it is, else why it is not.
   */
  join(asked: TransactionPartitions, how: Joining): Verdicts | Promise<Verdicts> {
    if (how !== "add") return this.verify(asked).map((error) => error && joinRefusal(error, how));
    const added = this.add({ ...asked, clientVersion: clientVersionThatAdds });
    const all = ({ errorCode = 0 }: Draft<AddResponse>): Verdicts => {
      const error = errorCode === 0 ? undefined : joinRefusal(errorByCode(errorCode), how);
      return asked.partitions.map(() => error);
    };
    return added instanceof Promise ? added.then(all) : all(added);
  }

  /** Undefined for each partition that is in the producer's transaction, else why it is not. */
  verify(asked: TransactionPartitions): Verdicts {
    return this.read<Verdicts>(
      asked.transactionalId,
      (coordinator) => coordinator.verifyPartitions(asked),
      (error) => asked.partitions.map(() => error),
    );
  }

  /** The transactions of all partitions, or why they are not all known yet. */
  list(filter: TransactionFilter): ListedTransaction[] | KafkaError {
    const active = this.#shards.active();
    if (!Array.isArray(active)) return active;
    const nowMs = this.#clock.now();
    return active.flatMap((shard) => shard.read((coordinator) => coordinator.list(filter, nowMs)));
  }

  async close(): Promise<void> {
    this.#shards.close();
  }

  #writeMarkers(task: MarkersTask, partitionIndex: number): void {
    const shard = this.#shards.at(partitionIndex);
    if (shard === undefined) return;
    const marker = { ...task, coordinatorEpoch: shard.partition.leaderEpoch };
    const left: TopicPartition[] = [];
    const late: Promise<void>[] = [];
    for (const partition of task.partitions) {
      const take = (error: KafkaError | undefined) => {
        if (!this.#isSettled(task, partition, error)) left.push(partition);
      };
      const written = this.#markers.write(partition, marker);
      if (written instanceof Promise) late.push(written.then(take));
      else take(written);
    }
    const tell = () => shard.tell((coordinator, nowMs) => coordinator.markersWritten(task, left, nowMs));
    if (late.length === 0) tell();
    else void Promise.all(late).then(tell);
  }

  /** Whether a partition needs no further marker. */
  #isSettled({ transactionalId, producerId, isRetry }: MarkersTask, partition: TopicPartition, error: KafkaError | undefined): boolean {
    if (error === undefined) return true;
    const facts = { transactionalId, producerId, ...partition, error: error.name };
    const settled = nothingToTell.has(error);
    if (settled) this.#logger.info("a transaction marker is not needed any more", facts);
    // Ten times a second would be too much for as long as a disk is full.
    else this.#logger[isRetry ? "debug" : "warn"]("a transaction marker could not be written; trying again", facts);
    return settled;
  }
}

/** What a producer is told that could not join: it knows of epochs only, and an older one not that it may go on once it has aborted. */
function joinRefusal(error: KafkaError, how: Joining): KafkaError {
  if (error === errors.PRODUCER_FENCED) return errors.INVALID_PRODUCER_EPOCH;
  if (error === errors.NOT_COORDINATOR) return errors.COORDINATOR_NOT_AVAILABLE;
  return error === errors.TRANSACTION_ABORTABLE && how === "verify" ? errors.INVALID_TXN_STATE : error;
}
