import {
  type Call,
  GroupCoordinator,
  type GroupFilter,
  type GroupOutcome,
  type GroupRecord,
  groupRecordFormat,
  type ListedGroup,
  type Requester,
  type TimerEvent,
} from "@millrace/coordinators";
import type { Clock, Closeable, Logger, Random } from "@millrace/kit";
import type { Draft, KafkaError } from "@millrace/protocol";
import { Shard } from "../coordinators/shard.ts";
import { Shards, type ShardsBase } from "../coordinators/shards.ts";
import { consumerOffsetsTopic } from "../metadata/topic-names.ts";
import { type GroupSettings, groupConfig } from "./group-settings.ts";

export interface GroupRuntimeOptions extends ShardsBase {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly configs: { readonly broker: GroupSettings };
}

/** Which input of the coordinator a request is. */
export type GroupInput<Request, Response> = (
  coordinator: GroupCoordinator,
  call: Call<Request, Response> & { readonly memberSuffix: () => string },
) => GroupOutcome;

/** All groups, in the partitions of `__consumer_offsets`. */
export class GroupRuntime implements Closeable {
  readonly #random: Random;
  readonly #shards: Shards<GroupCoordinator, GroupRecord, TimerEvent>;

  constructor({ clock, random, logger, configs, ...base }: GroupRuntimeOptions) {
    this.#random = random;
    const config = groupConfig(() => configs.broker);
    this.#shards = new Shards(consumerOffsetsTopic, base, {
      what: "groups",
      clock,
      logger,
      format: groupRecordFormat,
      create: () => new GroupCoordinator(config),
      carryOut: () => {},
    });
    base.topics.onRemoved(({ name, id }) => {
      for (const shard of this.#shards.all()) shard.tell((coordinator, nowMs) => coordinator.topicsDeleted(new Map([[name, id]]), nowMs));
    });
  }

  /** Makes the groups' topic; undefined if it is there. The row: why it could not be made. */
  ready(): Promise<KafkaError | undefined> | undefined {
    return this.#shards.ready();
  }

  /** Hands a request to the group's coordinator; `refused` makes the answer when there is none to hand it to. */
  submit<Request, Response>(
    groupId: string,
    request: Request,
    requester: Requester,
    input: GroupInput<Request, Response>,
    refused: (error: KafkaError) => Draft<Response>,
  ): Draft<Response> | Promise<Draft<Response>> {
    const shard = this.#shards.of(groupId);
    if (!(shard instanceof Shard)) return refused(shard);
    const memberSuffix = () => this.#random.memberSuffix();
    return shard.submit<Response>((coordinator, nowMs, ticket) => input(coordinator, { request, requester, nowMs, ticket, memberSuffix }));
  }

  /** Looks something up with the group's coordinator. */
  read<T>(groupId: string, look: (coordinator: GroupCoordinator) => T, refused: (error: KafkaError) => T): T {
    const shard = this.#shards.of(groupId);
    return shard instanceof Shard ? shard.read(look) : refused(shard);
  }

  /** The groups of all partitions, or why they are not all known yet. */
  list(filter: GroupFilter): ListedGroup[] | KafkaError {
    const active = this.#shards.active();
    return Array.isArray(active) ? active.flatMap((shard) => shard.read((coordinator) => coordinator.listGroups(filter))) : active;
  }

  async close(): Promise<void> {
    this.#shards.close();
  }
}
