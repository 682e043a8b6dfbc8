import assert from "node:assert/strict";
import { seededRandom } from "@millrace/kit";
import type {
  HeartbeatResponse,
  JoinGroupRequest,
  JoinGroupResponse,
  LeaveGroupRequest,
  LeaveGroupResponse,
  SyncGroupResponse,
} from "@millrace/protocol";
import type { GroupCoordinator } from "../src/index.ts";
import { type Asked, GroupRig, groupId } from "./group-rig.ts";

export interface JoinOptions {
  memberId?: string;
  instanceId?: string | null;
  protocolType?: string;
  protocols?: Array<{ name: string; metadata: Buffer }>;
  sessionTimeoutMs?: number;
  rebalanceTimeoutMs?: number;
  apiVersion?: number;
  clientId?: string;
}

/** What a consumer of the topics sends as its metadata. */
export function subscription(...topics: string[]): Buffer {
  const int16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
  const int32 = (value: number) => Buffer.from([0, 0, value >> 8, value & 0xff]);
  const names = topics.flatMap((topic) => [int16(topic.length), Buffer.from(topic)]);
  return Buffer.concat([int16(0), int32(topics.length), ...names, Buffer.from([0xff, 0xff, 0xff, 0xff])]);
}

export const range = (...topics: string[]) => [{ name: "range", metadata: subscription(...topics) }];

/** A rig for groups of the classic protocol. */
export class Rig extends GroupRig {
  readonly #random = seededRandom(7);

  join(options: JoinOptions = {}): Asked<JoinGroupResponse> {
    const request: JoinGroupRequest = {
      groupId,
      memberId: options.memberId ?? "",
      groupInstanceId: options.instanceId ?? null,
      protocolType: options.protocolType ?? "consumer",
      protocols: options.protocols ?? range("t"),
      sessionTimeoutMs: options.sessionTimeoutMs ?? 10_000,
      rebalanceTimeoutMs: options.rebalanceTimeoutMs ?? 60_000,
      reason: null,
    };
    const { asked, call } = this.ask<JoinGroupRequest, JoinGroupResponse>(request, { apiVersion: 9, ...options });
    this.run(
      this.coordinator.joinGroup({ ...call, memberSuffix: () => this.#random.memberSuffix(), newMemberId: () => this.#random.uuid() }),
    );
    return asked;
  }

  sync(member: Member, assignments: Record<string, string> = {}, names: { type?: string; name?: string } = {}): Asked<SyncGroupResponse> {
    const sent = Object.entries(assignments).map(([memberId, text]) => ({ memberId, assignment: Buffer.from(text) }));
    return this.syncWith(member, sent, names);
  }

  syncWith(
    member: Member,
    assignments: ReadonlyArray<{ memberId: string; assignment: Buffer }>,
    names: { type?: string; name?: string } = {},
  ): Asked<SyncGroupResponse> {
    const { asked, call } = this.ask<Parameters<GroupCoordinator["syncGroup"]>[0]["request"], SyncGroupResponse>(
      {
        groupId,
        memberId: member.memberId,
        groupInstanceId: member.instanceId ?? null,
        generationId: member.generationId,
        protocolType: names.type ?? null,
        protocolName: names.name ?? null,
        assignments: [...assignments],
      },
      { apiVersion: 5 },
    );
    this.run(this.coordinator.syncGroup(call));
    return asked;
  }

  heartbeat(member: Member): number {
    const { asked, call } = this.ask<Parameters<GroupCoordinator["heartbeat"]>[0]["request"], HeartbeatResponse>(
      { groupId, memberId: member.memberId, groupInstanceId: member.instanceId ?? null, generationId: member.generationId },
      { apiVersion: 4 },
    );
    this.run(this.coordinator.heartbeat(call));
    return asked.answer?.errorCode ?? 0;
  }

  leave(...members: Array<{ memberId?: string; instanceId?: string }>): Asked<LeaveGroupResponse> {
    const { asked, call } = this.ask<LeaveGroupRequest, LeaveGroupResponse>(
      {
        groupId,
        memberId: "",
        members: members.map((one) => ({ memberId: one.memberId ?? "", groupInstanceId: one.instanceId ?? null, reason: null })),
      },
      { apiVersion: 5 },
    );
    this.run(this.coordinator.leaveGroup(call));
    return asked;
  }

  /** Joins with an id of its own: the two steps of KIP-394. */
  joinAsNew(options: JoinOptions = {}): { memberId: string; asked: Asked<JoinGroupResponse> } {
    const memberId = this.join(options).answer?.memberId ?? "";
    return { memberId, asked: this.join({ ...options, memberId }) };
  }

  /** Brings a new group with that many members to Stable. */
  stableGroup(count: number, options: JoinOptions = {}): Member[] {
    const joining = Array.from({ length: count }, () => this.joinAsNew(options));
    while (this.state === "PreparingRebalance") this.clock.advance(this.config.groupInitialRebalanceDelayMs);
    return this.syncAll(joining.map(({ memberId, asked }) => member(memberId, asked)));
  }

  /** Lets everyone ask for its assignment, the leader last. */
  syncAll(members: Member[]): Member[] {
    const assignments = Object.fromEntries(members.map(({ memberId }) => [memberId, `for ${memberId}`]));
    for (const one of members) if (!one.leads) this.sync(one);
    for (const one of members) if (one.leads) this.sync(one, assignments);
    assert.equal(this.state, "Stable");
    return members;
  }
}

export interface Member {
  memberId: string;
  generationId: number;
  leads: boolean;
  instanceId?: string;
}

/** What a member knows of itself from the answer to its JoinGroup. */
export function member(memberId: string, { answer }: Asked<JoinGroupResponse>): Member {
  assert.ok(answer, `${memberId} has not been answered`);
  assert.equal(answer.errorCode ?? 0, 0);
  return { memberId, generationId: answer.generationId ?? -1, leads: answer.leader === memberId };
}
