import assert from "node:assert/strict";
import { test } from "node:test";
import { errors, type JoinGroupResponse } from "@millrace/protocol";
import fc from "fast-check";
import type { GroupRecord } from "../src/index.ts";
import { type Asked, groupId } from "./group-rig.ts";
import { type Member, member, Rig, range } from "./rig.ts";

/** One step of a random run; numbers choose among what is there. */
type Step =
  | { do: "join"; who: number; instance: number; topic: number; version: number }
  | { do: "rejoin" | "sync" | "heartbeat" | "leave" | "commit"; who: number; topic: number }
  | { do: "wait"; ms: number }
  | { do: "refuse" | "accept" | "restart" | "delete" | "delete-topic" | "delete-offset" };

const small = fc.nat({ max: 7 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant("join" as const),
        who: small,
        instance: small,
        topic: small,
        version: fc.constantFrom(3, 5, 8, 9),
      }),
    },
    {
      weight: 10,
      arbitrary: fc.record({
        do: fc.constantFrom("rejoin", "sync", "sync", "sync", "heartbeat", "leave", "commit"),
        who: small,
        topic: small,
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(0, 500, 3_000, 5_900, 9_000, 61_000, 700_000_000) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom("refuse", "accept", "accept", "restart", "delete", "delete-topic", "delete-offset") }),
    },
  ),
  { minLength: 5, maxLength: 60, size: "max" },
);

/** Clients that remember what they were told. */
class Crowd {
  readonly rig = new Rig({ groupMaxSize: 5 });
  readonly joins: Array<{ asked: Asked<JoinGroupResponse>; instanceId?: string }> = [];

  known(who: number): (Member & { instanceId?: string }) | undefined {
    const ids = this.joins.filter(({ asked }) => (asked.answer?.memberId ?? "") !== "");
    const { asked, instanceId } = ids[who % ids.length] ?? {};
    if (asked?.answer?.memberId === undefined) return undefined;
    const { memberId, generationId = -1, leader } = asked.answer;
    return { memberId, generationId, leads: leader === memberId, ...(instanceId === undefined ? {} : { instanceId }) };
  }

  step(step: Step): void {
    const { rig } = this;
    switch (step.do) {
      case "join": {
        const instanceId = step.instance < 3 ? `i${step.instance}` : undefined;
        const options = { instanceId: instanceId ?? null, protocols: range(`t${step.topic % 3}`), apiVersion: step.version };
        this.joins.push({ asked: rig.join(options), ...(instanceId === undefined ? {} : { instanceId }) });
        return;
      }
      case "wait":
        rig.clock.advance(step.ms);
        return;
      case "refuse":
        rig.refusal = errors.KAFKA_STORAGE_ERROR;
        return;
      case "accept":
        rig.refusal = undefined;
        return;
      case "restart":
        rig.restart();
        return;
      case "delete":
        rig.deleteGroups(groupId);
        return;
      case "delete-topic":
        rig.run(rig.coordinator.topicsDeleted(new Map([["t1", "t1".padEnd(22, "A")]]), rig.clock.now()));
        return;
      case "delete-offset":
        rig.deleteOffsets("t0", 0);
        return;
      default:
        this.#asMember(step.do, step.who, step.topic);
    }
  }

  #asMember(what: "rejoin" | "sync" | "heartbeat" | "leave" | "commit", who: number, topic: number): void {
    const { rig } = this;
    const one = this.known(who);
    if (one === undefined) {
      if (what === "commit") rig.commit({ [who]: topic }, { topic: `t${topic % 3}` });
      return;
    }
    const { memberId, instanceId } = one;
    if (what === "rejoin") {
      const asked = rig.join({ memberId, instanceId: instanceId ?? null, protocols: range(`t${topic % 3}`) });
      this.joins.push({ asked, ...(instanceId === undefined ? {} : { instanceId }) });
    } else if (what === "sync") rig.sync(one, one.leads ? { [memberId]: "all" } : {});
    else if (what === "heartbeat") rig.heartbeat(one);
    else if (what === "leave") rig.leave({ memberId, ...(instanceId === undefined ? {} : { instanceId }) });
    else {
      const claim = { memberId, groupInstanceId: instanceId ?? null, generationIdOrMemberEpoch: one.generationId };
      rig.commit({ [who]: topic }, { ...claim, topic: `t${topic % 3}` });
    }
  }
}

function checkMembers(crowd: Crowd): void {
  const { members = [], groupState } = crowd.rig.describe();
  const ids = members.map(({ memberId }) => memberId);
  const instances = members.map(({ groupInstanceId }) => groupInstanceId).filter((id) => id !== null);
  assert.equal(new Set(ids).size, ids.length, "two members have one id");
  assert.equal(new Set(instances).size, instances.length, "two members have one instance id");
  assert.equal(groupState === "Empty" || groupState === "Dead", groupState === "PreparingRebalance" ? false : members.length === 0);
}

/** Only the leader learns of the members. */
function checkJoined({ answer }: Crowd["joins"][number]["asked"]): void {
  if ((answer?.members ?? []).length > 0) assert.equal(answer?.leader, answer?.memberId);
}

/** Generations grow for as long as a group lives, and the leader is one of the members. */
function checkLog(log: readonly GroupRecord[]): void {
  let generation = -1;
  for (const record of log) {
    if (record.type !== "GroupMetadata") continue;
    const { value } = record;
    assert.ok(value === null || value.generation >= generation, "a generation came back");
    generation = value?.generation ?? -1;
    const ids = value?.members.map(({ memberId }) => memberId) ?? [];
    if (value !== null && ids.length > 0) assert.ok(value.leader !== null && ids.includes(value.leader), "the leader is none of them");
  }
}

test("whatever happens: answers come once, one leads, generations grow, and the log tells all", () => {
  fc.assert(
    fc.property(steps, (run) => {
      const crowd = new Crowd();
      const { rig } = crowd;
      for (const step of run) {
        crowd.step(step);
        checkMembers(crowd);
        const replayed = rig.replayed();
        assert.deepEqual(replayed.hardState(), rig.coordinator.hardState());
      }
      checkLog(rig.log);
      for (const { asked } of crowd.joins) checkJoined(asked);
      rig.restart();
      assert.equal(rig.waiting, 0, "a request was never answered");
    }),
    { numRuns: 400 },
  );
});

test("a group that is left alone comes to rest, with every member in one generation under one leader", () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 5 }), (run, count) => {
      const crowd = new Crowd();
      const { rig } = crowd;
      for (const step of run) crowd.step(step);
      rig.refusal = undefined;
      // Whoever was there has long been silent.
      rig.clock.advance(1_000_000);
      const members: Member[] = rig.stableGroup(count);
      assert.equal(rig.describe().members?.length, count);
      assert.equal(members.filter(({ leads }) => leads).length, 1);
      assert.equal(new Set(members.map(({ generationId }) => generationId)).size, 1);
      const [one] = members;
      assert.ok(one);
      const again = rig.join({ memberId: one.memberId, protocols: range("other") });
      const others = members.slice(1).map(({ memberId }) => rig.join({ memberId }));
      for (const asked of [again, ...others]) assert.equal(member("", asked).generationId, one.generationId + 1);
    }),
    { numRuns: 150 },
  );
});
