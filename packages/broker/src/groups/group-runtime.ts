import {
  type Call,
  type GroupConfigs,
  GroupCoordinator,
  type GroupFilter,
  type GroupOutcome,
  type GroupRecord,
  type GroupTask,
  groupRecordFormat,
  type HeartbeatCall,
  type Initialization,
  type JoinCall,
  type ListedGroup,
  Refusal,
  type Requester,
  type ResolveTask,
  type Ticket,
  type TimerEvent,
  type TransactionEnd,
} from "@millrace/coordinators";
import { type Clock, type Closeable, type Logger, messageOf, type Random } from "@millrace/kit";
import { type Draft, errors, type KafkaError } from "@millrace/protocol";
import { Shard } from "../coordinators/shard.ts";
import { Shards, type ShardsBase } from "../coordinators/shards.ts";
import type { MetadataImage } from "../metadata/image.ts";
import { consumerOffsetsTopic } from "../metadata/topic-names.ts";
import type { AppendResult, TransactionOptions } from "../partitions/partition.ts";
import { firstFailure, initializeStates } from "../shares/group-states.ts";
import type { SharePersister } from "../shares/persister.ts";
import { TopicPatterns } from "./topic-patterns.ts";

export interface GroupRuntimeOptions extends ShardsBase {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly configs: GroupConfigs;
  /** Where share groups' state is set up. */
  readonly persister: SharePersister;
}

/** What inputs are given that make up ids or read regular expressions. */
export type CallExtras = Omit<JoinCall & HeartbeatCall, keyof Call<unknown, unknown>>;

/** Which input of the coordinator a request is. */
export type GroupInput<Request, Response> = (coordinator: GroupCoordinator, call: Call<Request, Response> & CallExtras) => GroupOutcome;

/** All groups, in the partitions of `__consumer_offsets`. */
export class GroupRuntime implements Closeable {
  readonly #extras: CallExtras;
  readonly #logger: Logger;
  readonly #persister: SharePersister;
  readonly #shards: Shards<GroupCoordinator, GroupRecord, TimerEvent, GroupTask>;
  /** What reads regular expressions; to be loaded before a request that has one is submitted. */
  readonly patterns = new TopicPatterns();

  constructor({ clock, random, logger, configs, persister, ...base }: GroupRuntimeOptions) {
    this.#logger = logger.named("kafka.coordinator.group");
    this.#persister = persister;
    this.#extras = {
      memberSuffix: () => random.memberSuffix(),
      newMemberId: () => random.uuid(),
      regexProblem: (regex) => this.patterns.problemOf(regex),
    };
    this.#shards = new Shards(consumerOffsetsTopic, base, {
      what: "groups",
      clock,
      logger: this.#logger,
      format: groupRecordFormat,
      baseSequence: 0,
      create: () => new GroupCoordinator(configs, base.image),
      carryOut: (task, { index }) => void this.#carryOut(task, index, base.image),
    });
    base.topics.onRemoved(({ name, id }) => {
      for (const shard of this.#shards.all()) shard.tell((coordinator, nowMs) => coordinator.topicsDeleted(new Map([[name, id]]), nowMs));
    });
  }

  /** Makes the groups' topic; undefined if it is there. The row: why it could not be made. */
  ready(): Promise<KafkaError | undefined> | undefined {
    return this.#shards.ready();
  }

  /** Partitions of `__consumer_offsets` of whose groups nothing can be asked, and why. */
  refusals(): Map<number, KafkaError> {
    return this.#shards.refusals();
  }

  /** The partition of `__consumer_offsets` that the group lives in. */
  partitionOf(groupId: string): number {
    return this.#shards.partitionOf(groupId);
  }

  /** Hands a request to the group's coordinator; `refused` makes the answer when there is none to hand it to. */
  submit<Request, Response>(
    groupId: string,
    request: Request,
    requester: Requester,
    input: GroupInput<Request, Response>,
    refused: (error: KafkaError) => Draft<Response>,
    transaction?: TransactionOptions,
  ): Draft<Response> | Promise<Draft<Response>> {
    const shard = this.#shards.of(groupId);
    if (!(shard instanceof Shard)) return refused(shard);
    return shard.submit<Draft<Response>>(
      (coordinator, nowMs, ticket) => input(coordinator, { request, requester, nowMs, ticket, ...this.#extras }),
      refused,
      transaction,
    );
  }

  /** Asks a share group's coordinator for what it may refuse. */
  ask<Answer>(
    groupId: string,
    input: (coordinator: GroupCoordinator, nowMs: number, ticket: Ticket<Answer | Refusal>) => GroupOutcome,
  ): Answer | Refusal | Promise<Answer | Refusal> {
    const shard = this.#shards.of(groupId);
    const refused = (error: KafkaError) => new Refusal(error, error.message);
    return shard instanceof Shard ? shard.submit<Answer | Refusal>(input, refused) : refused(shard);
  }

  /** Tells a group's coordinator what nobody waits for. */
  tell(groupId: string, input: (coordinator: GroupCoordinator, nowMs: number) => GroupOutcome): void {
    this.#shards.at(this.partitionOf(groupId))?.tell(input);
  }

  /** What an answer about the group has to wait for that must not be taken back by a loss of power. */
  unflushed(groupId: string): Promise<void> | undefined {
    return this.#shards.at(this.partitionOf(groupId))?.unflushed;
  }

  /** Looks something up with the group's coordinator. */
  read<T>(groupId: string, look: (coordinator: GroupCoordinator) => T, refused: (error: KafkaError) => T): T {
    const shard = this.#shards.of(groupId);
    return shard instanceof Shard ? shard.read(look) : refused(shard);
  }

  /** Has the end of a producer's transaction written to a partition of `__consumer_offsets`, and takes it in: its offsets count now, or never. */
  endTransaction(partitionIndex: number, end: TransactionEnd, append: () => AppendResult): AppendResult | KafkaError {
    const ended = this.#shards.at(partitionIndex)?.endTransaction(end, append) ?? errors.NOT_COORDINATOR;
    // Markers are asked of partitions: whoever asks knows nothing of a coordinator that is not ready.
    return "outcome" in ended ? ended : errors.NOT_LEADER_OR_FOLLOWER;
  }

  /** The groups of all partitions, or why they are not all known yet. */
  list(filter: GroupFilter): ListedGroup[] | KafkaError {
    const active = this.#shards.active();
    return Array.isArray(active) ? active.flatMap((shard) => shard.read((coordinator) => coordinator.listGroups(filter))) : active;
  }

  async #carryOut(task: GroupTask, partitionIndex: number, image: MetadataImage): Promise<void> {
    if (task.type === "initialize-share-partitions") await this.#initialize(task);
    else await this.#resolve(task, partitionIndex, image);
  }

  /** Matches a group's regular expressions against all topics that the member may describe, apart from the heartbeat that asked for it. */
  async #resolve({ groupId, regexes, mayDescribe }: ResolveTask, partitionIndex: number, image: MetadataImage): Promise<void> {
    await this.patterns.load();
    const resolved = this.patterns.resolve(regexes, image, mayDescribe);
    this.#shards.at(partitionIndex)?.tell((coordinator, nowMs) => coordinator.regexesResolved(groupId, resolved, nowMs));
  }

  /** Has the state of a share group's partitions set up; all of it counts, or nothing does. */
  async #initialize(initialization: Initialization): Promise<void> {
    const { groupId, startOffsets } = initialization;
    const failure = await initializeStates(this.#persister, initialization).then(
      (answers) => firstFailure(answers)?.errorMessage,
      (error) => messageOf(error),
    );
    const partitions = new Map(Array.from(startOffsets, ([topicId, offsets]) => [topicId, [...offsets.keys()]]));
    if (failure === undefined) {
      this.tell(groupId, (coordinator, nowMs) => coordinator.shareGroups.initialized(groupId, partitions, nowMs));
      return;
    }
    this.#logger.error("the state of a share group's partitions could not be set up", { groupId, error: failure });
    this.tell(groupId, (coordinator, nowMs) => coordinator.shareGroups.notInitialized(groupId, partitions, nowMs));
  }

  async close(): Promise<void> {
    this.#shards.close();
  }
}
