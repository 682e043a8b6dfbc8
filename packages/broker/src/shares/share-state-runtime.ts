import {
  coordinatorKey,
  type InitializeState,
  type PruneTask,
  type ReadState,
  type ReadStateAnswer,
  type SharePartitionKey,
  type ShareStateConfigs,
  ShareStateCoordinator,
  type ShareStateOutcome,
  type ShareStateRecord,
  type ShareStateTimer,
  type StateAnswer,
  type StateCall,
  type StateSummaryAnswer,
  shareStateRecordFormat,
  type WriteState,
} from "@millrace/coordinators";
import { type Clock, type Closeable, type Logger, messageOf } from "@millrace/kit";
import type { KafkaError } from "@millrace/protocol";
import { Shard } from "../coordinators/shard.ts";
import { Shards, type ShardsBase } from "../coordinators/shards.ts";
import { shareGroupStateTopic } from "../metadata/topic-names.ts";
import type { Partition } from "../partitions/partition.ts";
import type { SharePersister } from "./persister.ts";

export interface ShareStateRuntimeOptions extends ShardsBase {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly configs: ShareStateConfigs;
}

/** Which input of the coordinator a request is. */
type Input<Request, Answer> = (coordinator: ShareStateCoordinator, call: StateCall<Request, Answer>) => ShareStateOutcome;

/**
 * The state of all share partitions, in the partitions of `__share_group_state`. Answers COORDINATOR_LOAD_IN_PROGRESS while the state is read,
 * and NOT_COORDINATOR where there is no topic yet.
 */
export class ShareStateRuntime implements Closeable, SharePersister {
  readonly #logger: Logger;
  readonly #shards: Shards<ShareStateCoordinator, ShareStateRecord, ShareStateTimer, PruneTask>;
  #isClosed = false;

  constructor({ clock, configs, ...base }: ShareStateRuntimeOptions) {
    this.#logger = base.logger.named("kafka.coordinator.share");
    this.#shards = new Shards(shareGroupStateTopic, base, {
      what: "share groups' state",
      clock,
      logger: this.#logger,
      format: shareStateRecordFormat,
      baseSequence: 0,
      create: () => new ShareStateCoordinator(configs, base.image),
      carryOut: (task, partition) => void this.#prune(task, partition),
    });
    base.topics.onRemoved(({ id }) => {
      for (const shard of this.#shards.all()) shard.tell((coordinator) => coordinator.topicsDeleted(new Set([id])));
    });
  }

  /** Makes the topic of share groups' state; undefined if it is there. The row: why it could not be made. */
  ready(): Promise<KafkaError | undefined> | undefined {
    return this.#shards.ready();
  }

  /** Partitions of `__share_group_state` of whose state nothing can be asked, and why. */
  refusals(): Map<number, KafkaError> {
    return this.#shards.refusals();
  }

  initialize(key: SharePartitionKey, request: InitializeState): StateAnswer | Promise<StateAnswer> {
    return this.#submit(key, request, (coordinator, call) => coordinator.initialize(call), refusedTo("initialize"));
  }

  write(key: SharePartitionKey, request: WriteState): StateAnswer | Promise<StateAnswer> {
    return this.#submit(key, request, (coordinator, call) => coordinator.write(call), refusedTo("write"));
  }

  read(key: SharePartitionKey, request: ReadState): ReadStateAnswer | Promise<ReadStateAnswer> {
    const refused = (error: KafkaError) => ({ stateEpoch: 0, startOffset: 0, stateBatches: [], ...refusedTo("read")(error) });
    return this.#submit<ReadState, ReadStateAnswer>(key, request, (coordinator, call) => coordinator.read(call), refused);
  }

  readSummary(key: SharePartitionKey): StateSummaryAnswer {
    const shard = this.#shards.of(coordinatorKey(key));
    if (shard instanceof Shard) return shard.read((coordinator) => coordinator.readSummary(key));
    return { stateEpoch: 0, leaderEpoch: 0, startOffset: 0, deliveryCompleteCount: -1, ...refusedTo("read")(shard) };
  }

  delete(key: SharePartitionKey): StateAnswer | Promise<StateAnswer> {
    return this.#submit(key, undefined, (coordinator, call) => coordinator.delete(call), refusedTo("delete"));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#shards.close();
  }

  #submit<Request, Answer>(
    key: SharePartitionKey,
    request: Request,
    input: Input<Request, Answer>,
    refused: (error: KafkaError) => Answer,
  ): Answer | Promise<Answer> {
    const shard = this.#shards.of(coordinatorKey(key));
    if (!(shard instanceof Shard)) return refused(shard);
    return shard.submit<Answer>((coordinator, nowMs, ticket) => input(coordinator, { key, request, nowMs, ticket }), refused);
  }

  /** Snapshots stand for what is deleted: they have to be on the disk before, or nothing may be left when the power goes. */
  async #prune({ beforeOffset }: PruneTask, { topic, index, log, highWatermark }: Partition): Promise<void> {
    try {
      await log.flush();
      if (!this.#isClosed) log.deleteRecordsBefore(Math.min(beforeOffset, highWatermark));
    } catch (error) {
      this.#logger.warn("share groups' state could not be pruned", { partition: `${topic.name}-${index}`, error: messageOf(error) });
    }
  }
}

function refusedTo(operation: string): (error: KafkaError) => StateAnswer {
  return ({ code, message }) => ({ errorCode: code, errorMessage: `Unable to ${operation} share group state: ${message}` });
}
