import type {
  AlterShareGroupOffsetsRequest,
  DeleteShareGroupOffsetsRequest,
  KafkaError,
  ShareGroupHeartbeatRequest,
  ShareGroupHeartbeatResponse,
} from "@millrace/protocol";
import type { Call } from "../group-coordinator.ts";
import type { Groups } from "../groups.ts";
import { answerOnceStored, replied, type Ticket } from "../outcome.ts";
import { Refusal } from "../refusal.ts";
import type { GroupOutcome, Turn } from "../turn.ts";
import { beginDeletingGroup } from "./deletion.ts";
import { shareHeartbeat } from "./heartbeat.ts";
import { refuseShareHeartbeat } from "./heartbeat-rules.ts";
import { withInitialized } from "./initialization.ts";
import { type KnownPartitions, type PartitionLists, without } from "./known-partitions.ts";
import { shareLeave } from "./leave.ts";
import { knownPartitionsRecord } from "./member-records.ts";
import {
  type AlteredOffsets,
  alterShareOffsets,
  beginDeletingOffsets,
  type DeletedOffsets,
  type DeletedTopic,
  offsetsDeleted,
} from "./offsets.ts";

/** What an administrator asks; the answer may be why not. */
export interface ShareCall<Request, Answer> {
  readonly request: Request;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly ticket: Ticket<Answer | Refusal>;
}

/** Topics of a share group whose state is deleted. */
export interface TopicsOfGroup {
  readonly groupId: string;
  readonly topicIds: ReadonlySet<string>;
}

/**
 * What is asked of share groups. State of partitions is the share coordinator's: what is to be set up or deleted there is handed out, and how it went
 * told afterwards; until then the group's record has it as on its way.
 */
export class ShareInputs {
  readonly #groups: Groups;
  readonly #turn: (nowMs: number) => Turn;

  constructor(groups: Groups, turn: (nowMs: number) => Turn) {
    this.#groups = groups;
    this.#turn = turn;
  }

  /** A member joins, goes on or leaves. */
  heartbeat({ request, requester, ticket, nowMs }: Call<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse>): GroupOutcome {
    const turn = this.#turn(nowMs);
    const handle = () =>
      request.memberEpoch < 0 ? shareLeave(turn, this.#groups, request) : shareHeartbeat(turn, this.#groups, request, requester);
    const answer = refuseShareHeartbeat(request) ?? handle();
    if (answer instanceof Refusal) return replied(ticket, { errorCode: answer.error.code, errorMessage: answer.message });
    return answerOnceStored(turn.outcome, ticket, answer, (error) => ({ errorCode: error.code, errorMessage: error.message }));
  }

  /** Partitions whose state is there. */
  initializedPartitions(groupId: string): PartitionLists {
    const initialized = this.#groups.share(groupId)?.known.initialized ?? new Map();
    return new Map(Array.from(initialized, ([topicId, { partitions }]) => [topicId, partitions]));
  }

  /** The state of these partitions is set up: members get them with the next assignment. */
  initialized(groupId: string, done: PartitionLists, nowMs: number): GroupOutcome {
    const turn = this.#turn(nowMs);
    return this.#change(turn, groupId, (known) => withInitialized(turn, known, done));
  }

  /** The state of these partitions could not be set up: it is tried again with the next heartbeat. */
  notInitialized(groupId: string, failed: PartitionLists, nowMs: number): GroupOutcome {
    return this.#change(this.#turn(nowMs), groupId, (known) => ({ ...known, initializing: without(known.initializing, failed) }));
  }

  #change({ outcome }: Turn, groupId: string, change: (known: KnownPartitions) => KnownPartitions): GroupOutcome {
    const group = this.#groups.share(groupId);
    if (group !== undefined) outcome.store([knownPartitionsRecord(groupId, change(group.known))]);
    return outcome;
  }

  /** The group is to go on elsewhere. */
  alterOffsets(call: ShareCall<AlterShareGroupOffsetsRequest, AlteredOffsets>): GroupOutcome {
    return this.#answer(call, (turn) => alterShareOffsets(turn, this.#groups, call.request));
  }

  /** The group is to forget topics. */
  deleteOffsets(call: ShareCall<DeleteShareGroupOffsetsRequest, DeletedOffsets>): GroupOutcome {
    return this.#answer(call, (turn) => beginDeletingOffsets(turn, this.#groups, call.request));
  }

  offsetsDeleted(call: ShareCall<TopicsOfGroup, readonly DeletedTopic[]>): GroupOutcome {
    const { groupId, topicIds } = call.request;
    return this.#answer(call, (turn) => offsetsDeleted(turn, this.#groups, groupId, topicIds));
  }

  /** A group of any kind is to be deleted: state that has to go first. */
  deleteGroup(call: ShareCall<string, PartitionLists>): GroupOutcome {
    return this.#answer(call, (turn) => beginDeletingGroup(turn, this.#groups.get(call.request)));
  }

  #answer<Answer>({ nowMs, ticket }: ShareCall<unknown, Answer>, work: (turn: Turn) => Answer | Refusal): GroupOutcome {
    const turn = this.#turn(nowMs);
    const answer = work(turn);
    return answerOnceStored(turn.outcome, ticket, answer, (error: KafkaError) => new Refusal(error, error.message));
  }
}
