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
  type JoinCall,
  type ListedGroup,
  type Requester,
  type TimerEvent,
  type TransactionEnd,
} from "@millrace/coordinators";
import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import { type Draft, errors, type KafkaError } from "@millrace/protocol";
import { Shard } from "../coordinators/shard.ts";
import { Shards, type ShardsBase } from "../coordinators/shards.ts";
import type { MetadataImage } from "../metadata/image.ts";
import { consumerOffsetsTopic } from "../metadata/topic-names.ts";
import type { AppendResult, TransactionOptions } from "../partitions/partition.ts";
import { TopicPatterns } from "./topic-patterns.ts";

export interface GroupRuntimeOptions extends ShardsBase {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly configs: GroupConfigs;
}

/** What inputs are given that make up ids or read regular expressions. */
export type CallExtras = Omit<JoinCall & HeartbeatCall, keyof Call<unknown, unknown>>;

/** Which input of the coordinator a request is. */
export type GroupInput<Request, Response> = (coordinator: GroupCoordinator, call: Call<Request, Response> & CallExtras) => GroupOutcome;

/** All groups, in the partitions of `__consumer_offsets`. */
export class GroupRuntime implements Closeable {
  readonly #extras: CallExtras;
  readonly #shards: Shards<GroupCoordinator, GroupRecord, TimerEvent, GroupTask>;
  /** What reads regular expressions; to be loaded before a request that has one is submitted. */
  readonly patterns = new TopicPatterns();

  constructor({ clock, random, logger, configs, ...base }: GroupRuntimeOptions) {
    this.#extras = {
      memberSuffix: () => random.memberSuffix(),
      newMemberId: () => random.uuid(),
      regexProblem: (regex) => this.patterns.problemOf(regex),
    };
    this.#shards = new Shards(consumerOffsetsTopic, base, {
      what: "groups",
      clock,
      logger: logger.named("kafka.coordinator.group"),
      format: groupRecordFormat,
      baseSequence: 0,
      create: () => new GroupCoordinator(configs, base.image),
      carryOut: (task, { index }) => void this.#resolve(task, index, base.image),
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
      transaction,
    );
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

  /** Matches a group's regular expressions against all topics that the member may describe, apart from the heartbeat that asked for it. */
  async #resolve({ groupId, regexes, mayDescribe }: GroupTask, partitionIndex: number, image: MetadataImage): Promise<void> {
    await this.patterns.load();
    const resolved = this.patterns.resolve(regexes, image, mayDescribe);
    this.#shards.at(partitionIndex)?.tell((coordinator, nowMs) => coordinator.regexesResolved(groupId, resolved, nowMs));
  }

  async close(): Promise<void> {
    this.#shards.close();
  }
}
