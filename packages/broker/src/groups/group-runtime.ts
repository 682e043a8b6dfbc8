import {
  type GroupConfig,
  type GroupCoordinator,
  type GroupFilter,
  groupPartition,
  type ListedGroup,
  type Requester,
} from "@millrace/coordinators";
import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import { type Draft, errors, type KafkaError } from "@millrace/protocol";
import type { MetadataImage } from "../metadata/image.ts";
import { consumerOffsetsTopic } from "../metadata/topic-names.ts";
import type { Topics } from "../metadata/topics.ts";
import type { Partitions } from "../partitions/partitions.ts";
import { type GroupSettings, groupConfig } from "./group-settings.ts";
import { GroupShard, type Input, type ShardBase } from "./group-shard.ts";

export interface GroupRuntimeOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly partitions: Partitions;
  readonly topics: Pick<Topics, "createAutomatically" | "onRemoved">;
  readonly image: MetadataImage;
  readonly configs: { readonly broker: GroupSettings };
}

/**
 * All groups: each lives in the partition of `__consumer_offsets` that its id leads to. Partitions that hold something are loaded in the
 * background from the start on; an empty one costs nothing until it is used.
 */
export class GroupRuntime implements Closeable {
  readonly #partitions: Partitions;
  readonly #topics: GroupRuntimeOptions["topics"];
  readonly #image: MetadataImage;
  readonly #base: ShardBase;
  readonly #shards = new Map<number, GroupShard>();
  /** Stays as it was when first asked for: partitions that are added later would send groups elsewhere. */
  #partitionCount = 0;

  constructor({ clock, random, logger, partitions, topics, image, configs }: GroupRuntimeOptions) {
    this.#partitions = partitions;
    this.#topics = topics;
    this.#image = image;
    const config: GroupConfig = groupConfig(() => configs.broker);
    this.#base = { clock, random, logger, config };
    for (const { index, log } of partitions.of(consumerOffsetsTopic)) if (log.endOffset > log.startOffset) this.#shard(index);
    topics.onRemoved((topic) => {
      if (topic.name === consumerOffsetsTopic) this.#forget();
      else for (const shard of this.#shards.values()) shard.topicDeleted(topic.name, topic.id);
    });
  }

  /** Makes the groups' topic; undefined if it is there. The row: why it could not be made. */
  ready(): Promise<KafkaError | undefined> | undefined {
    if (this.#image.topic(consumerOffsetsTopic) !== undefined) return undefined;
    return this.#topics.createAutomatically(consumerOffsetsTopic).then((refusal) => refusal?.error);
  }

  /** Hands a request to the group's coordinator; `refused` makes the answer when there is none to hand it to. */
  submit<Request, Response>(
    groupId: string,
    request: Request,
    requester: Requester,
    input: Input<Request, Response>,
    refused: (error: KafkaError) => Draft<Response>,
  ): Draft<Response> | Promise<Draft<Response>> {
    const shard = this.#available(this.#partitionOf(groupId));
    return shard instanceof GroupShard ? shard.submit(request, requester, input) : refused(shard);
  }

  /** Looks something up with the group's coordinator. */
  read<T>(groupId: string, look: (coordinator: GroupCoordinator) => T, refused: (error: KafkaError) => T): T {
    const shard = this.#available(this.#partitionOf(groupId));
    return shard instanceof GroupShard ? shard.read(look) : refused(shard);
  }

  /** The groups of all partitions, or why they are not all known yet. */
  list(filter: GroupFilter): ListedGroup[] | KafkaError {
    const shards = [...this.#shards.values()];
    const refusals = shards.map((shard) => shard.refusal());
    if (refusals.includes(errors.COORDINATOR_LOAD_IN_PROGRESS)) return errors.COORDINATOR_LOAD_IN_PROGRESS;
    const active = shards.filter((_, index) => refusals[index] === undefined);
    return active.flatMap((shard) => shard.read((coordinator) => coordinator.listGroups(filter)));
  }

  async close(): Promise<void> {
    this.#forget();
  }

  #forget(): void {
    for (const shard of this.#shards.values()) shard.close();
    this.#shards.clear();
    this.#partitionCount = 0;
  }

  #partitionOf(groupId: string): number {
    if (this.#partitionCount === 0) this.#partitionCount = this.#partitions.of(consumerOffsetsTopic).length;
    return groupPartition(groupId, Math.max(1, this.#partitionCount));
  }

  #available(index: number): GroupShard | KafkaError {
    const shard = this.#shard(index);
    return shard === undefined ? errors.NOT_COORDINATOR : (shard.refusal() ?? shard);
  }

  #shard(index: number): GroupShard | undefined {
    const present = this.#shards.get(index);
    if (present !== undefined) return present;
    const partition = this.#partitions.get(consumerOffsetsTopic, index);
    if (partition === undefined) return undefined;
    const shard = new GroupShard(partition, this.#base);
    this.#shards.set(index, shard);
    return shard;
  }
}
