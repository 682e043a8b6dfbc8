import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { accept, acquiredIn, initializeShare, reject, release, ShareMember, setGroupConfigs } from "./harness/share-member.ts";
import { TestBroker } from "./harness/test-broker.ts";

const properties = { "share.coordinator.state.topic.num.partitions": "1", "share.coordinator.state.topic.replication.factor": "1" };

/** A broker that is killed and started again on what it had written. */
class Place {
  readonly clock = new ManualClock();
  readonly files = new FaultyFiles(this.clock, seededRandom(7));
  broker!: TestBroker;
  topicId = "";
  readonly #properties: Readonly<Record<string, string>>;

  constructor(all: Readonly<Record<string, string>>) {
    this.#properties = all;
  }

  static async of(reset: "earliest" | "latest", more: Readonly<Record<string, string>> = {}): Promise<Place> {
    const place = new Place({ ...properties, ...more });
    await place.start();
    place.topicId = await place.broker.createTopic("t");
    await initializeShare(place.broker, "g", place.topicId);
    await setGroupConfigs(place.broker, "g", { "share.auto.offset.reset": reset });
    return place;
  }

  async start(): Promise<void> {
    this.broker = await TestBroker.start(this.#properties, { files: this.files, clock: this.clock });
  }

  async kill9(): Promise<void> {
    this.files.kill();
    await this.broker.stop().catch(() => {});
    await this.start();
  }

  async losePower(): Promise<void> {
    this.files.losePower();
    await this.broker.stop().catch(() => {});
    await this.start();
  }

  /** Lets everything happen that is due by then. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 100) {
      this.clock.advance(100);
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** A member whose partition has been read. */
  async member(memberId: string): Promise<ShareMember> {
    const member = new ShareMember(this.broker.connect(), "g", memberId, this.topicId);
    assert.equal((await member.fetch([], { maxRecords: 0 })).errorCode, 0);
    for (let turn = 0; turn < 20; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      this.clock.advance(0);
    }
    return member;
  }
}

/** What members were told to be done with, and what must not come again. */
class Ledger {
  readonly done = new Set<number>();
  readonly #draw: (end: number) => number;

  constructor(draw: (end: number) => number) {
    this.#draw = draw;
  }

  /** Fetches some records, and says something of all of them. */
  async step(member: ShareMember): Promise<void> {
    const fetched = await member.fetch([], { maxRecords: 1 + this.#draw(4), shareAcquireMode: this.#draw(2) });
    for (const offset of offsetsIn(acquiredIn(fetched))) {
      assert.ok(!this.done.has(offset), `${offset} was done with, and came again`);
      const type = [accept, reject, release][this.#draw(3)] as number;
      const { responses } = await member.acknowledge([[offset, offset, type]]);
      assert.equal(responses[0]?.partitions[0]?.errorCode, 0);
      if (type !== release) this.done.add(offset);
    }
  }
}

test("kill -9 neither loses a record nor hands an accepted one out again", async () => {
  // A record that is released often enough is given up as well.
  const place = await Place.of("earliest");
  await setGroupConfigs(place.broker, "g", { "share.delivery.count.limit": "10" });
  const draw = seededRandom(11).below;
  const ledger = new Ledger(draw);
  let written = 0;
  for (let round = 0; round < 10; round++) {
    await place.broker.produce("t", 0, ["a", "b", "c", "d"]);
    written += 4;
    const members = [await place.member("m"), await place.member("n")] as const;
    for (let step = 0; step < 4; step++) await ledger.step(members[draw(2)] ?? members[0]);
    await place.kill9();
  }
  await place.broker.produce("t", 0, ["e", "f"]);
  written += 2;
  const last = await place.member("last");
  const left = new Set<number>();
  for (let step = 0; step < 50; step++) for (const offset of offsetsIn(acquiredIn(await last.fetch()))) left.add(offset);
  for (let offset = 0; offset < written; offset++) assert.equal(left.has(offset), !ledger.done.has(offset), `${offset}`);
  assert.ok(left.size > 0 && ledger.done.size > 0, "there was both");
  await place.broker.stop();
});

test("a group that begins at the end still has what was handed out before the broker was killed", async () => {
  const place = await Place.of("latest");
  const m = await place.member("m");
  await place.broker.produce("t", 0, ["a", "b"]);
  assert.equal(acquiredIn(await m.fetch()), "0-1x1");
  await place.kill9();
  const n = await place.member("n");
  await place.broker.produce("t", 0, ["c"]);
  assert.equal(acquiredIn(await n.fetch()), "0-2x1");
  await place.broker.stop();
});

test("a loss of power takes no state whose snapshot had only begun to take the place of an older one", async () => {
  const pruned = {
    ...{ "share.coordinator.snapshot.update.records.per.snapshot": "0", "share.coordinator.state.topic.prune.interval.ms": "1000" },
    ...{ "log.flush.start.offset.checkpoint.interval.ms": "3000", "log.flush.offset.checkpoint.interval.ms": "100000" },
  };
  const place = await Place.of("earliest", pruned);
  await place.broker.produce("t", 0, ["a", "b", "c"]);
  const m = await place.member("m");
  assert.equal(acquiredIn(await m.fetch([], { maxRecords: 2, shareAcquireMode: 1 })), "0-1x1");
  await m.acknowledge([[0, 0, accept]]);
  await place.broker.stop(); // what is known now is on the disk
  await place.start();
  const n = await place.member("n");
  assert.equal(acquiredIn(await n.fetch([], { maxRecords: 1, shareAcquireMode: 1 })), "1-1x1");
  await n.acknowledge([[1, 1, accept]]);
  await place.pass(5_000);
  await place.losePower();
  const last = await place.member("last");
  assert.equal(acquiredIn(await last.fetch()), "2-2x1");
  await place.broker.stop();
});

function offsetsIn(shown: string): number[] {
  return [...shown.matchAll(/(\d+)-(\d+)x/g)].flatMap(([, first, last]) => {
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => Number(first) + index);
  });
}
