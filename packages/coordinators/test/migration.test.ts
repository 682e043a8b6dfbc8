import assert from "node:assert/strict";
import { test } from "node:test";
import { errors } from "@millrace/protocol";
import fc from "fast-check";
import { ClassicConsumer } from "./classic-consumer.ts";
import { Consumer, ConsumerRig, checkOwners } from "./consumer-rig.ts";
import { topicIdOf } from "./test-topics.ts";

type Either = Consumer | ClassicConsumer;

function rigWith(partitionCount: number, policy: "bidirectional" | "upgrade" | "downgrade" | "disabled" = "bidirectional"): ConsumerRig {
  const rig = new ConsumerRig({ groupConsumerMigrationPolicy: policy, groupInitialRebalanceDelayMs: 0 });
  rig.topics.make("t", partitionCount);
  return rig;
}

function settle(rig: ConsumerRig, consumers: readonly Either[]): void {
  for (let round = 0; round < 60; round++) {
    rig.clock.advance(1_001);
    for (const consumer of consumers) consumer.beat();
  }
}

/** What everyone holds, in one notation. */
function held(consumers: readonly Either[]): string[] {
  return consumers
    .flatMap((consumer) =>
      consumer instanceof Consumer ? consumer.partitions : consumer.owned.map((each) => each.replace("t:", `${topicIdOf("t")}:`)),
    )
    .sort();
}

const all = (count: number) => Array.from({ length: count }, (_, partition) => `${topicIdOf("t")}:${partition}`).sort();

const typeOf = (rig: ConsumerRig) => (rig.coordinator.hardState().consumer.has("g") ? "consumer" : "classic");

test("a classic group goes over member by member, and back, while everything is read", () => {
  const rig = rigWith(6);
  let members: Either[] = [new ClassicConsumer(rig, ["t"]), new ClassicConsumer(rig, ["t"])];
  settle(rig, members);
  assert.deepEqual([typeOf(rig), held(members)], ["classic", all(6)]);
  for (const next of ["a", "b"]) {
    members[0]?.leave();
    members = [...members.slice(1), new Consumer(rig, next)];
    settle(rig, members);
    assert.deepEqual([typeOf(rig), held(members)], ["consumer", all(6)]);
  }
  members[0]?.leave();
  members = [...members.slice(1), new ClassicConsumer(rig, ["t"])];
  settle(rig, members);
  assert.deepEqual([typeOf(rig), held(members)], ["consumer", all(6)]);
  members[0]?.leave();
  members = members.slice(1);
  settle(rig, members);
  assert.deepEqual([typeOf(rig), held(members)], ["classic", all(6)]);
});

test("a group that turned classic is that after a restart, with its members", () => {
  const rig = rigWith(2);
  const [classic, modern] = [new ClassicConsumer(rig, ["t"]), new Consumer(rig, "m")];
  settle(rig, [classic]);
  settle(rig, [classic, modern]);
  rig.restart();
  assert.equal(typeOf(rig), "consumer");
  settle(rig, [classic, modern]);
  assert.deepEqual(held([classic, modern]), all(2));
  modern.leave();
  settle(rig, [classic]);
  rig.restart();
  settle(rig, [classic]);
  assert.deepEqual([typeOf(rig), rig.state, held([classic])], ["classic", "Stable", all(2)]);
});

test("a static member that comes back by the other protocol takes its partitions along", () => {
  const rig = rigWith(2);
  const classic = new ClassicConsumer(rig, ["t"], "i");
  settle(rig, [classic]);
  const modern = new Consumer(rig, "m", { instanceId: "i" });
  settle(rig, [modern]);
  assert.deepEqual([typeOf(rig), held([modern])], ["consumer", all(2)]);
  modern.leave(-2);
  const back = new ClassicConsumer(rig, ["t"], "i");
  settle(rig, [back]);
  assert.deepEqual([typeOf(rig), held([back])], ["classic", all(2)]);
});

test("the policy decides which way a group may go", () => {
  for (const [policy, up, down] of [
    ["disabled", false, false],
    ["upgrade", true, false],
    ["downgrade", false, true],
  ] as const) {
    const rig = rigWith(2, policy);
    const classic = new ClassicConsumer(rig, ["t"]);
    settle(rig, [classic]);
    const answer = new Consumer(rig, "m").join();
    assert.equal(answer.errorCode ?? 0, up ? 0 : errors.GROUP_ID_NOT_FOUND.code, policy);
    if (!up) assert.equal(answer.errorMessage, "Cannot upgrade classic group g to consumer group because online upgrade is disabled.");
    classic.leave();
    settle(rig, []);
    if (policy === "disabled") continue;
    const other = rigWith(2, policy);
    const modern = new Consumer(other, "m");
    modern.join();
    const joiner = new ClassicConsumer(other, ["t"]);
    settle(other, [modern, joiner]);
    modern.leave();
    settle(other, [joiner]);
    assert.equal(typeOf(other), down ? "classic" : "consumer", policy);
    assert.deepEqual(held([joiner]), all(2));
  }
});

test("what can't be stored has not happened: the group stays what it was", () => {
  const rig = rigWith(2);
  const [classic, modern] = [new ClassicConsumer(rig, ["t"]), new Consumer(rig, "m")];
  settle(rig, [classic]);
  rig.refusal = errors.KAFKA_STORAGE_ERROR;
  assert.equal(modern.join().errorCode, errors.NOT_COORDINATOR.code);
  rig.refusal = undefined;
  settle(rig, [classic]);
  assert.deepEqual([typeOf(rig), held([classic])], ["classic", all(2)]);
  settle(rig, [classic, modern]);
  rig.refusal = errors.KAFKA_STORAGE_ERROR;
  modern.leave();
  rig.refusal = undefined;
  assert.equal(typeOf(rig), "consumer");
  settle(rig, [classic, modern]);
  assert.deepEqual(held([classic, modern]), all(2));
});

type Step = { do: "beat" | "leave"; who: number } | { do: "wait"; ms: number } | { do: "restart" | "refuse" | "accept" };

const who = fc.nat({ max: 5 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ do: fc.constant("beat" as const), who }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("leave" as const), who }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(100, 1_001, 5_000, 12_000, 31_000) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom("restart" as const, "refuse" as const, "accept" as const) }) },
  ),
  { minLength: 10, maxLength: 70, size: "max" },
);

test("however members of both protocols come and go: the log tells all, and the group comes to rest with one owner for each partition", () => {
  fc.assert(
    fc.property(steps, (run) => {
      const rig = rigWith(5);
      const members: Either[] = [
        ...["m0", "m1"].map((id) => new Consumer(rig, id)),
        new Consumer(rig, "m2", { instanceId: "s" }),
        ...[0, 1].map(() => new ClassicConsumer(rig, ["t"])),
        new ClassicConsumer(rig, ["t"], "c"),
      ];
      for (const step of run) {
        if (step.do === "beat") members[step.who]?.beat();
        else if (step.do === "leave") members[step.who]?.leave();
        else if (step.do === "wait") rig.clock.advance(step.ms);
        else if (step.do === "restart") rig.restart();
        else rig.refusal = step.do === "refuse" ? errors.KAFKA_STORAGE_ERROR : undefined;
        checkOwners(rig);
        assert.deepEqual(rig.replayed().hardState(), rig.coordinator.hardState());
      }
      rig.refusal = undefined;
      settle(rig, members);
      assert.deepEqual(held(members), all(5));
    }),
    { numRuns: 100 },
  );
});
