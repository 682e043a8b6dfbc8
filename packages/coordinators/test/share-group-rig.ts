import assert from "node:assert/strict";
import { type Draft, Reader, ShareGroupHeartbeatRequest, type ShareGroupHeartbeatResponse, Writer } from "@millrace/protocol";
import type { GroupOutcome, GroupTask, InitializationTask, Refusal, ShareCall } from "../src/index.ts";
import { GroupRig, groupId } from "./group-rig.ts";

/** A group coordinator with what share groups ask of it. */
export class ShareGroupRig extends GroupRig {
  /** State that is to be set up. */
  readonly initializations: InitializationTask[] = [];

  protected override carryOut(task: GroupTask): void {
    if (task.type === "initialize-share-partitions") this.initializations.push(task);
  }

  beat(draft: Draft<ShareGroupHeartbeatRequest>): Draft<ShareGroupHeartbeatResponse> {
    const { asked, call } = this.ask<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse>(whole(draft), {
      apiVersion: 1,
      clientId: "c",
    });
    this.run(this.coordinator.shareGroups.heartbeat(call));
    assert.ok(asked.answer);
    return asked.answer;
  }

  /** All state that is to be set up is. */
  initialize(): void {
    for (const { groupId: id, startOffsets } of this.initializations.splice(0)) {
      const partitions = new Map(Array.from(startOffsets, ([topicId, offsets]) => [topicId, [...offsets.keys()]]));
      this.run(this.coordinator.shareGroups.initialized(id, partitions, this.clock.now()));
    }
  }

  /** What an administrator asks. */
  admin<Request, Answer>(request: Request, input: (call: ShareCall<Request, Answer>) => GroupOutcome): Answer | Refusal {
    const { asked, call } = this.ask<Request, unknown>(request, { apiVersion: 0 });
    this.run(input({ request, nowMs: call.nowMs, ticket: { id: call.ticket.id } }));
    return asked.answer as Answer | Refusal;
  }

  describeShare() {
    return this.coordinator.describeShareGroup(groupId);
  }
}

/** The request as it arrives, with all its fields. */
function whole(draft: Draft<ShareGroupHeartbeatRequest>): ShareGroupHeartbeatRequest {
  const writer = new Writer();
  ShareGroupHeartbeatRequest.encode(writer, draft, 1);
  return ShareGroupHeartbeatRequest.decode(new Reader(writer.toBuffer()), 1);
}
