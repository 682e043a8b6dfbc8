import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import fc from "fast-check";
import type { GroupRecord } from "../src/index.ts";
import { Consumer, ConsumerRig, checkOwners } from "./consumer-rig.ts";

/** One step of a random run; numbers choose among what is there. */
type Step =
  | { do: "beat" | "leave" | "go-away" | "subscribe"; who: number; topic: number }
  | { do: "grow" | "remove"; topic: number }
  | { do: "wait"; ms: number }
  | { do: "resolve" | "refuse" | "accept" | "restart" };

const who = fc.nat({ max: 5 });
const topic = fc.nat({ max: 2 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ do: fc.constant("beat" as const), who, topic }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("leave" as const, "go-away" as const, "subscribe" as const), who, topic }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("grow" as const, "remove" as const), topic }) },
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(100, 1_001, 5_000, 12_000, 46_000, 700_000) }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("resolve", "resolve", "refuse", "accept", "accept", "restart") }) },
  ),
  { minLength: 10, maxLength: 80, size: "max" },
);

const subscriptions = [["t0"], ["t0", "t1"], ["t2"]];

/** Consumers of all sorts: by name, by expression, static, with an assignor of their own. */
class Crowd {
  readonly rig = new ConsumerRig();
  readonly consumers: readonly Consumer[];

  constructor() {
    for (const name of ["t0", "t1"]) this.rig.topics.make(name, 3);
    const sorts = [
      { subscribedTopicNames: ["t0"] },
      { subscribedTopicNames: ["t0", "t1"], instanceId: "i" },
      { subscribedTopicNames: null, subscribedTopicRegex: "t.*" },
      { subscribedTopicNames: ["t1"], serverAssignor: "range" },
      { subscribedTopicNames: ["t0"], rebalanceTimeoutMs: 3_000 },
      { subscribedTopicNames: ["t2"], subscribedTopicRegex: "t(0|1)" },
    ];
    this.consumers = sorts.map((said, index) => new Consumer(this.rig, `m${index}`, said));
  }

  step(step: Step): void {
    const { rig } = this;
    switch (step.do) {
      case "beat":
      case "leave":
      case "go-away":
      case "subscribe":
        this.#member(step.do, this.consumers[step.who], step.topic);
        return;
      case "grow":
        rig.topics.make(`t${step.topic}`, (rig.topics.topic(`t${step.topic}`)?.partitionCount ?? 0) + 2);
        return;
      case "remove":
        rig.topics.remove(`t${step.topic}`);
        return;
      case "wait":
        rig.clock.advance(step.ms);
        return;
      case "resolve":
        rig.resolveRegexes();
        return;
      case "refuse":
        rig.refusal = errors.KAFKA_STORAGE_ERROR;
        return;
      case "accept":
        rig.refusal = undefined;
        return;
      case "restart":
        rig.tasks.length = 0;
        rig.restart();
    }
  }

  #member(what: "beat" | "leave" | "go-away" | "subscribe", consumer: Consumer | undefined, index: number): void {
    if (consumer === undefined) return;
    if (what === "beat") consumer.beat();
    else if (what === "subscribe") consumer.subscribe(...(subscriptions[index] ?? []));
    else consumer.leave(what === "leave" || consumer.memberId !== "m1" ? -1 : -2);
  }
}

/** Group epochs grow for as long as the group lives, and so do those of target assignments and members. */
function checkEpochs(log: readonly GroupRecord[]): void {
  const last = new Map<string, number>();
  const grows = (key: string, epoch: number | undefined) => {
    if (epoch === undefined) last.delete(key);
    else {
      assert.ok(epoch >= (last.get(key) ?? Number.NEGATIVE_INFINITY), `${key} went back to ${epoch}`);
      last.set(key, epoch);
    }
  };
  for (const record of log) {
    if (record.type === "ConsumerGroupMetadata") grows("group", record.value?.epoch);
    if (record.type === "ConsumerGroupTargetAssignmentMetadata") grows("target", record.value?.assignmentEpoch);
    const epoch = record.type === "ConsumerGroupCurrentMemberAssignment" ? record.value?.memberEpoch : undefined;
    // Away, a static member has epoch -2; back, it begins again.
    if (record.type === "ConsumerGroupCurrentMemberAssignment") grows(record.memberId, (epoch ?? 0) <= 0 ? undefined : epoch);
  }
}

/** Everyone sends heartbeats in time until nothing has moved for a while. */
function settle({ rig, consumers }: Crowd): void {
  for (let round = 0; round < 40; round++) {
    rig.clock.advance(2_000);
    rig.resolveRegexes();
    for (const consumer of consumers) consumer.beat();
  }
}

function expected({ rig, consumers }: Crowd): string[] {
  const names = new Set(consumers.flatMap((consumer) => [...consumer.topics(Array.from(rig.topics.topics(), ({ name }) => name))]));
  return [...names].flatMap((name) => {
    const topic = rig.topics.topic(name);
    return Array.from({ length: topic?.partitionCount ?? 0 }, (_, partition) => `${topic?.id}:${partition}`);
  });
}

test("whatever happens: no partition has two owners, epochs grow, and the log tells all", () => {
  fc.assert(
    fc.property(steps, (run) => {
      const crowd = new Crowd();
      for (const step of run) {
        crowd.step(step);
        checkOwners(crowd.rig);
        assert.deepEqual(crowd.rig.replayed().hardState(), crowd.rig.coordinator.hardState());
      }
      checkEpochs(crowd.rig.log);
    }),
    { numRuns: 120 },
  );
});

test("a group that is left alone comes to rest, and every subscribed partition has one owner", () => {
  fc.assert(
    fc.property(steps, (run) => {
      const crowd = new Crowd();
      for (const step of run) crowd.step(step);
      crowd.step({ do: "accept" });
      settle(crowd);
      assert.equal(crowd.rig.describeConsumer().groupState, "Stable");
      const owned = crowd.consumers.flatMap(({ partitions }) => partitions);
      assert.deepEqual(owned.sort(), expected(crowd).sort());
    }),
    { numRuns: 120 },
  );
});
