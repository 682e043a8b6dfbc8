import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ManualClock } from "@millrace/kit";
import type { PartitionFacts } from "../src/broker/audit.ts";
import { brokerInvariants, type Evidence } from "../src/broker/broker-invariants.ts";
import { Deliveries, verdicts } from "../src/broker/deliveries.ts";
import { type DrawnWorld, drawnWorld } from "../src/broker/drawn-world.ts";
import { Ledger, type SentRecord, type SentTransaction } from "../src/broker/ledger.ts";
import { Trace } from "../src/broker/trace.ts";
import { followersGroup, processingGroup, readersGroup } from "../src/broker/workloads/groups.ts";

/** What somebody sent, was told and found, made up. */
class Story {
  readonly #clock = new ManualClock();
  readonly ledger = new Ledger(new Trace(this.#clock), this.#clock);
  readonly deliveries = new Deliveries(this.ledger, this.#clock, { lockMs: 1_000, countMax: 2 });
  readonly #partitions = new Map<string, PartitionFacts>();

  get violated(): string | undefined {
    return this.ledger.violation?.invariant;
  }

  /** Sends a record, which is acknowledged at an offset. */
  sends(topic: string, offset: number, more: Partial<SentRecord> = {}): SentRecord {
    const draft = { writer: "w", partition: 0, key: "k", value: Buffer.from("v"), timestampMs: this.#clock.now(), transaction: undefined };
    const sent = this.ledger.sends({ ...draft, topic, ...more });
    this.ledger.acknowledged(sent, offset);
    return sent;
  }

  /** What is found of a topic. */
  finds(topic: string, records: readonly SentRecord[], more: Partial<PartitionFacts> = {}): this {
    const all = records.map((record) => ({ record, offset: record.offset ?? 0 }));
    const ends = { startOffset: 0, highWatermark: 10, lastStableOffset: 10, sizeBytes: 1_000, committedBy: {} };
    this.#partitions.set(topic, { topic, partition: 0, all, committed: all, ...ends, ...more });
    return this;
  }

  commits(records: readonly SentRecord[], told?: SentTransaction["told"]): void {
    const { transaction } = records[0] ?? {};
    assert.ok(transaction !== undefined);
    Object.assign(transaction, { isCommitAsked: told !== "aborted", told });
  }

  broken(more: Partial<DrawnWorld> = {}): readonly string[] {
    const topics = ["kept", "compacted", "aged", "sized", "cut", "processed"];
    const configs = { "retention.ms": "500" };
    const sized = { "retention.bytes": "2000" };
    const configsOf = (name: string) => (name === "aged" ? configs : name === "sized" ? sized : {});
    const world = {
      ...drawnWorld(0),
      ...{ endsInDarkness: false, sharers: 0, sharesIsolation: "read_uncommitted" as const },
      topics: topics.map((name) => ({ name, partitionCount: 1, configs: configsOf(name) })),
      ...more,
    };
    const evidence: Evidence = { world, ledger: this.ledger, deliveries: this.deliveries, partitions: [...this.#partitions.values()] };
    const judged = brokerInvariants.filter(({ holdsInDarkness }) => holdsInDarkness || !world.endsInDarkness);
    return judged.filter(({ broken }) => broken(evidence) !== undefined).map(({ name }) => name);
  }
}

describe("what a broker promised is judged:", () => {
  it("nothing is wrong where all is there", () => {
    const story = new Story();
    const records = [0, 1, 2].map((offset) => story.sends("kept", offset));
    assert.deepEqual(story.finds("kept", records).broken(), []);
  });

  it("a record that was acknowledged is gone, with the last of a log or from its midst", () => {
    const story = new Story();
    const [first, second, third] = [0, 1, 2].map((offset) => story.sends("kept", offset)) as [SentRecord, SentRecord, SentRecord];
    assert.deepEqual(story.finds("kept", [first, second]).broken(), ["no acknowledged record is lost"]);
    assert.deepEqual(story.finds("kept", [first, third]).broken(), [
      "no acknowledged record is lost",
      "what is left is the beginning of what was written",
    ]);
  });

  it("where nothing was flushed and the power went, only the end may be missing, and nothing that a clean stop left", () => {
    const story = new Story();
    const [first, second, third] = [0, 1, 2].map((offset) => story.sends("kept", offset)) as [SentRecord, SentRecord, SentRecord];
    assert.deepEqual(story.finds("kept", [first]).broken({ endsInDarkness: true }), []);
    assert.deepEqual(story.finds("kept", [first, third]).broken({ endsInDarkness: true }), [
      "what is left is the beginning of what was written",
    ]);
    story.ledger.stopped();
    assert.deepEqual(story.finds("kept", [first, second]).broken({ endsInDarkness: true }), ["no acknowledged record is lost"]);
  });

  it("a record may be gone from before the beginning of a log, if that was asked for or it was time", () => {
    const story = new Story();
    for (const topic of ["cut", "aged", "sized", "kept"]) story.sends(topic, 0);
    const later = { startOffset: 1 };
    assert.deepEqual(story.finds("cut", [], later).broken(), ["retention takes nothing before its time"]);
    story.ledger.deletes({ topic: "cut", partition: 0 }, 1);
    assert.deepEqual(story.broken(), []);
    assert.deepEqual(story.finds("aged", [], later).broken(), ["retention takes nothing before its time"]);
    assert.deepEqual(story.finds("aged", []).finds("sized", [], later).broken(), [
      "no acknowledged record is lost",
      "retention takes nothing before its time",
    ]);
    assert.deepEqual(
      story
        .finds("aged", [], {
          startOffset: 0,
          all: story.ledger.records.filter(({ topic }) => topic === "aged").map((record) => ({ record, offset: 0 })),
        })
        .finds("sized", [], { ...later, sizeBytes: 3_000 })
        .broken(),
      [],
    );
    assert.deepEqual(story.finds("kept", [], later).broken(), ["retention takes nothing before its time"]);
  });

  it("records of a writer stand in another order", () => {
    const story = new Story();
    const [first, second] = [story.sends("kept", 1), story.sends("kept", 0)];
    assert.deepEqual(story.finds("kept", [second, first]).broken(), ["records of a writer keep their order"]);
  });

  it("a transaction is seen in part, or though it was not committed", () => {
    const torn = "transactions are seen whole or not at all";
    for (const [told, seen, isBroken] of [
      ["committed", 2, false],
      ["committed", 1, true],
      ["committed", 0, true],
      ["aborted", 0, false],
      ["aborted", 1, true],
      [undefined, 2, false],
      [undefined, 1, true],
      [undefined, 0, false],
    ] as const) {
      const story = new Story();
      const transaction = story.ledger.begins();
      const records = [0, 1].map((offset) => story.sends("kept", offset, { transaction }));
      story.commits(records, told);
      const committed = records.slice(0, seen).map((record) => ({ record, offset: record.offset ?? 0 }));
      assert.deepEqual(story.finds("kept", records, { committed }).broken(), isBroken ? [torn] : [], `${told}, ${seen} seen`);
    }
  });

  it("a transaction is left open", () => {
    assert.deepEqual(new Story().finds("kept", [], { lastStableOffset: 3 }).broken(), ["every transaction ends"]);
  });

  it("compaction has taken the last value of a key, unless that says that the key is deleted", () => {
    const story = new Story();
    const [old, last] = [story.sends("compacted", 0), story.sends("compacted", 1)];
    assert.deepEqual(story.finds("compacted", [last]).broken(), []);
    assert.deepEqual(story.finds("compacted", [old]).broken(), ["compaction keeps the last value of each key"]);
    assert.deepEqual(story.finds("compacted", []).broken(), ["compaction keeps the last value of each key"]);
    story.sends("compacted", 2, { value: null });
    assert.deepEqual(story.broken(), []);
    assert.deepEqual(story.finds("compacted", [last]).broken(), ["compaction keeps the last value of each key"]);
  });

  it("a group's offset is less than it was, or tells of a record that no member was given", () => {
    const story = new Story();
    const record = story.sends("kept", 0);
    const place = { topic: "kept", partition: 0 };
    for (const group of [followersGroup, readersGroup]) {
      story.finds("kept", [record], { committedBy: { [group]: 1 } });
      assert.deepEqual(story.broken(), ["a group has dealt with all that it has committed"]);
    }
    story.ledger.handled(readersGroup, place, 0);
    assert.deepEqual(story.broken(), []);
    story.ledger.reaches(story.ledger.committedBy(readersGroup, place), 2);
    assert.deepEqual(story.broken(), ["offsets never go back"]);
  });

  it("a record is passed over by a share group", () => {
    const story = new Story();
    const place = { topic: "kept", partition: 0, offset: 0 };
    const passedOver = ["a share group passes over no record"];
    const [first, second] = [0, 1].map((offset) => story.sends("kept", offset)) as [SentRecord, SentRecord];
    story.finds("kept", [first, second]);
    assert.deepEqual(story.broken(), [], "there is none");
    assert.deepEqual(story.broken({ sharers: 1 }), passedOver);
    assert.deepEqual(story.broken({ sharers: 1, endsInDarkness: true }), [], "the group may be forgotten");
    const asking = story.deliveries.asks("s", true, () => true);
    story.deliveries.acquired(asking, place, 1);
    story.deliveries.says(asking, place, verdicts.accept);
    story.deliveries.settled(asking, place, verdicts.accept, "stored");
    assert.deepEqual(story.broken({ sharers: 1 }), passedOver, "the other one");
    story.deliveries.stopped();
    assert.deepEqual(story.broken({ sharers: 1, endsInDarkness: true }), passedOver, "the group was there at a clean stop");
    const aborted = { committed: [{ record: first, offset: 0 }] };
    assert.deepEqual(story.finds("kept", [first, second], aborted).broken({ sharers: 1, sharesIsolation: "read_committed" }), []);
  });

  it("something is processed twice, or passed over, or without its offset", () => {
    const once = "what is processed in transactions is processed once";
    const story = new Story();
    const record = story.sends("kept", 0);
    story.finds("kept", [record], { committedBy: { [processingGroup]: 1 } });
    assert.deepEqual(story.broken(), [once], "passed over");
    const results = [0, 1].map((offset) => story.sends("processed", offset, { key: "0/0", writer: `processor ${offset}` }));
    assert.deepEqual(story.finds("processed", results).broken(), [once], "twice");
    const single = results.slice(0, 1);
    const hidden = { all: results.map((each) => ({ record: each, offset: each.offset ?? 0 })) };
    assert.deepEqual(story.finds("processed", single, hidden).broken(), []);
    assert.deepEqual(story.finds("kept", [record]).broken(), [once], "without its offset");
  });
});

describe("what is met is compared at once:", () => {
  const read = (record: SentRecord, offset: number, more: object = {}) => ({
    ...{ offset, timestamp: 0, key: Buffer.from(record.key ?? ""), value: record.value },
    headers: [{ key: "id", value: Buffer.from(`${record.id}`) }],
    ...more,
  });

  it("a record stands at another offset than before, or at that of another", () => {
    const story = new Story();
    const [first, second] = [story.sends("kept", 0), story.sends("kept", 1)];
    story.ledger.met("somebody", first, read(first, 0), "read_uncommitted");
    assert.equal(story.violated, undefined);
    story.ledger.met("somebody", second, read(second, 0), "read_uncommitted");
    assert.equal(story.violated, "a record stays where it is");
    const twice = new Story();
    const record = twice.sends("kept", 0);
    twice.ledger.met("somebody", record, read(record, 5), "read_uncommitted");
    assert.equal(twice.violated, "an idempotent producer's record is there once");
  });

  it("a record is another one than was sent", () => {
    for (const more of [{ value: Buffer.from("other") }, { value: null }, { key: null }, { headers: [] }]) {
      const story = new Story();
      const record = story.sends("kept", 0);
      story.ledger.met("somebody", record, read(record, 0, more), "read_uncommitted");
      assert.equal(story.violated, "nothing is read that was not sent");
    }
  });

  it("what only grows has shrunk", () => {
    const story = new Story();
    const { ledger } = story;
    ledger.reaches("the high watermark", 3);
    ledger.reaches("the high watermark", 3);
    assert.equal(story.violated, undefined);
    ledger.isTold("the high watermark", 2, 1);
    ledger.reaches("the high watermark", 3);
    assert.equal(story.violated, undefined);
    ledger.reaches("the high watermark", 2);
    assert.equal(story.violated, "offsets never go back");
    const told = new Story();
    told.ledger.isTold("a commit", 2, 3);
    assert.equal(told.violated, "offsets never go back");
  });
});
