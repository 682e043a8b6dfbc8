import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Consumer, ConsumerOptions } from "@millrace/client";
import { errors } from "@millrace/protocol";
import { eventually, RunningBroker, readRecords } from "./running-broker.ts";

let running: RunningBroker;
before(async () => {
  running = await RunningBroker.start();
});
after(() => running.close());

/** A member that reads until it is closed, and what it has seen. */
class Member {
  readonly consumer: Consumer;
  readonly values: string[] = [];
  readonly events: string[] = [];
  readonly done: Promise<void>;

  constructor(groupId: string, topics: readonly string[], options: Partial<ConsumerOptions> = {}) {
    this.consumer = running.consumer({ groupId, offsetReset: "earliest", ...options });
    const text = (partitions: ReadonlyArray<{ topic: string; partition: number }>): string =>
      partitions
        .map(({ topic, partition }) => `${topic}${partition}`)
        .sort()
        .join(" ");
    this.consumer.subscribe(topics, {
      onAssigned: (partitions) => void this.events.push(`+${text(partitions)}`),
      onRevoked: (partitions, lost) => void this.events.push(`${lost ? "!" : "-"}${text(partitions)}`),
    });
    this.done = this.#read();
  }

  get partitions(): number {
    return this.consumer.assignment.length;
  }

  async #read(): Promise<void> {
    for await (const batch of this.consumer) for (const { value } of batch.records) this.values.push(value?.toString() ?? "");
  }
}

async function produce(topic: string, values: readonly string[]): Promise<void> {
  const producer = running.producer();
  await Promise.all(values.map((value) => producer.send({ topic, key: value, value })));
  await producer.close();
}

const numbered = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `v${from + at}`);

test("a group's members share the partitions, and share anew when one comes or goes", async () => {
  await running.createTopic("shared", 4);
  const first = new Member("sharers", ["shared"]);
  await eventually("the first has all", () => first.partitions === 4);
  const second = new Member("sharers", ["shared"]);
  await eventually("both have two", () => first.partitions === 2 && second.partitions === 2);
  await produce("shared", numbered(100));
  await eventually("all is read", () => first.values.length + second.values.length >= 100);
  assert.deepEqual([...first.values, ...second.values].sort(), numbered(100).sort(), "each once");
  assert.ok(first.values.length > 0 && second.values.length > 0);
  await first.consumer.close();
  await eventually("the second has all", () => second.partitions === 4);
  await second.consumer.close();
  assert.deepEqual(first.events, [
    "+shared0 shared1 shared2 shared3",
    "-shared0 shared1 shared2 shared3",
    second.events[0] === "+shared2 shared3" ? "+shared0 shared1" : "+shared2 shared3",
  ]);
  await Promise.all([first.done, second.done]);
});

test("a member that comes back goes on behind what was dealt with", async () => {
  await running.createTopic("resumed");
  await produce("resumed", numbered(10));
  const consumer = running.consumer({ groupId: "resumers", offsetReset: "earliest" });
  consumer.subscribe(["resumed"]);
  assert.equal((await readRecords(consumer, 10)).length, 10);
  await consumer.commit();
  await consumer.close();
  await produce("resumed", ["new"]);
  const again = new Member("resumers", ["resumed"]);
  await eventually("the new one is read", () => again.values.length > 0);
  await again.consumer.close();
  assert.deepEqual(again.values, ["new"]);
});

test("what was handed out but not dealt with is not committed by closing", async () => {
  await running.createTopic("half");
  await produce("half", numbered(3));
  const consumer = running.consumer({ groupId: "half-readers", offsetReset: "earliest" });
  consumer.subscribe(["half"]);
  await consumer.next();
  await consumer.close();
  assert.deepEqual(
    (await running.admin.listGroupOffsets("half-readers")).offsets.filter(({ offset }) => offset > 0),
    [],
  );
});

test("what was dealt with is committed by itself in time", async () => {
  await running.createTopic("timely");
  await produce("timely", numbered(3));
  const member = new Member("timely-readers", ["timely"], { autoCommitIntervalMs: 20 });
  await eventually("it is committed", async () => (await running.admin.listGroupOffsets("timely-readers")).offsets[0]?.offset === 3);
  await member.consumer.close();
});

test("the partitions of a member that falls silent go to the others", async () => {
  await running.createTopic("silent", 2);
  const silent = new Member("silents", ["silent"], { sessionTimeoutMs: 300, heartbeatIntervalMs: 100_000 });
  await eventually("it has all", () => silent.partitions === 2);
  const other = new Member("silents", ["silent"], { sessionTimeoutMs: 300, heartbeatIntervalMs: 20, maxPollIntervalMs: 200 });
  await eventually("the other has all", () => other.partitions === 2);
  await Promise.all([silent.consumer.close(), other.consumer.close()]);
});

test("a member that is thrown out notices, tells it and joins again", async () => {
  await running.createTopic("thrown");
  const member = new Member("thrown-out", ["thrown"], { sessionTimeoutMs: 200, heartbeatIntervalMs: 20 });
  await eventually("it is a member", () => member.partitions === 1);
  await running.stop();
  await running.startAgain();
  await produce("thrown", ["after"]);
  await eventually("it reads again", () => member.values.includes("after"));
  await member.consumer.close();
});

test("a reader that takes too long over a batch loses its partitions, and gets them back when it asks for more", async () => {
  await running.createTopic("slow");
  await produce("slow", numbered(1));
  const consumer = running.consumer({ groupId: "slow-readers", offsetReset: "earliest", maxPollIntervalMs: 150, heartbeatIntervalMs: 20 });
  const events: string[] = [];
  consumer.subscribe(["slow"], {
    onAssigned: () => void events.push("assigned"),
    onRevoked: (_, lost) => void events.push(lost ? "lost" : "revoked"),
  });
  await consumer.next();
  await eventually("the group is empty", async () => (await running.admin.describeGroups(["slow-readers"]))[0]?.state === "Empty");
  await assert.rejects(consumer.commit(), { code: "REQUEST_FAILED" });
  assert.equal((await consumer.next())?.records.length, 1, "it is handed out again");
  assert.deepEqual(events, ["assigned", "lost", "assigned"]);
  await consumer.close();
});

test("a static member keeps its partitions over a restart", async () => {
  await running.createTopic("kept", 2);
  const other = new Member("keepers", ["kept"]);
  await eventually("it has all", () => other.partitions === 2);
  const stays = new Member("keepers", ["kept"], { groupInstanceId: "s1" });
  await eventually("both have one", () => other.partitions === 1 && stays.partitions === 1);
  const before = other.events.length;
  await stays.consumer.close();
  const back = new Member("keepers", ["kept"], { groupInstanceId: "s1" });
  await eventually("it is back", () => back.partitions === 1);
  assert.deepEqual(back.events, [stays.events.at(-1)]);
  assert.equal(other.events.length, before, "the other one was not disturbed");
  await Promise.all([back.consumer.close(), other.consumer.close()]);
});

test("another consumer under the same instance id ends the first one", async () => {
  await running.createTopic("fenced");
  const first = new Member("fencers", ["fenced"], { groupInstanceId: "f" });
  await eventually("it is a member", () => first.partitions === 1);
  const failure = assert.rejects(first.done, { code: "REQUEST_FAILED", message: /FENCED_INSTANCE_ID/ });
  const second = new Member("fencers", ["fenced"], { groupInstanceId: "f" });
  await eventually("the second one has it", () => second.partitions === 1);
  await failure;
  await Promise.all([first.consumer.close(), second.consumer.close()]);
});

test("members of a topic that gets more partitions share those too", async () => {
  await running.createTopic("growing");
  const member = new Member("growers", ["growing"], { metadataMaxAgeMs: 50 });
  await eventually("it has the only one", () => member.partitions === 1);
  await running.admin.createPartitions([{ name: "growing", count: 3 }]);
  await eventually("it has all", () => member.partitions === 3);
  await member.consumer.close();
});

test("a group can be subscribed to before its topic is there", async () => {
  const member = new Member("early", ["late"], { allowAutoTopicCreation: false });
  await eventually("it is a member", () => member.events.length === 1);
  await running.createTopic("late", 2);
  await eventually("it has all", () => member.partitions === 2);
  await member.consumer.close();
});

test("members are described with what they read", async () => {
  await running.createTopic("described", 2);
  const member = new Member("describers", ["described"], { clientId: "reader-1", assignors: ["roundrobin"] });
  await eventually("it is a member", () => member.partitions === 2);
  const [group, nobody] = await running.admin.describeGroups(["describers", "nobody"]);
  assert.deepEqual([group?.state, group?.protocolType, group?.protocol], ["Stable", "consumer", "roundrobin"]);
  const [described] = group?.members ?? [];
  assert.match(described?.memberId ?? "", /^reader-1-/);
  assert.deepEqual(
    described?.assignment,
    [0, 1].map((partition) => ({ topic: "described", partition })),
  );
  assert.equal(nobody?.error, errors.GROUP_ID_NOT_FOUND);
  const [notEmpty] = await running.admin.deleteGroups(["describers"]);
  assert.equal(notEmpty?.error, errors.NON_EMPTY_GROUP);
  await member.consumer.close();
});

test("many members that come at once settle with a fair share each", async () => {
  await running.createTopic("crowd", 20);
  const members = Array.from({ length: 10 }, () => new Member("crowders", ["crowd"]));
  await eventually("each has two", () => members.every(({ partitions }) => partitions === 2));
  await Promise.all(members.map(({ consumer }) => consumer.close()));
});

test("what a consumer can't do is said", () => {
  const loner = running.consumer();
  assert.throws(() => loner.subscribe(["shared"]), { code: "CONFIG_INVALID" });
  const member = running.consumer({ groupId: "g" });
  member.subscribe(["shared"]);
  assert.throws(() => member.subscribe(["shared"]), { code: "CONFIG_INVALID" });
  assert.throws(() => member.assign([]), { code: "CONFIG_INVALID" });
  assert.throws(() => running.producer({ acks: 1, idempotent: true }), { code: "CONFIG_INVALID" });
});
