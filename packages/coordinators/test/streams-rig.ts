import assert from "node:assert/strict";
import { type Draft, Reader, StreamsGroupHeartbeatRequest, type StreamsGroupHeartbeatResponse, Writer } from "@millrace/protocol";
import type { StreamsHeartbeatAnswer } from "../src/index.ts";
import { GroupRig, groupId } from "./group-rig.ts";

/** A group coordinator with what streams groups ask of it. */
export class StreamsRig extends GroupRig {
  /** Internal topics that the last heartbeats asked for. */
  missing: Array<{ name: string; partitions: number }> = [];

  beat(draft: Draft<StreamsGroupHeartbeatRequest>): Draft<StreamsGroupHeartbeatResponse> {
    const { asked, call } = this.ask<StreamsGroupHeartbeatRequest, StreamsHeartbeatAnswer>(whole(draft), { apiVersion: 0, clientId: "c" });
    this.run(this.coordinator.streamsGroupHeartbeat(call));
    assert.ok(asked.answer);
    const { response = {}, missing = [] } = asked.answer;
    this.missing = missing.map(({ name = "", partitions = 0 }) => ({ name, partitions }));
    return response;
  }

  makeMissing(): void {
    for (const { name, partitions } of this.missing) this.topics.make(name, partitions);
    this.missing = [];
  }

  describeStreams() {
    return this.coordinator.describeStreamsGroup(groupId);
  }
}

/** The request as it arrives, with all its fields. */
function whole(draft: Draft<StreamsGroupHeartbeatRequest>): StreamsGroupHeartbeatRequest {
  const writer = new Writer();
  StreamsGroupHeartbeatRequest.encode(writer, draft, 0);
  return StreamsGroupHeartbeatRequest.decode(new Reader(writer.toBuffer()), 0);
}
