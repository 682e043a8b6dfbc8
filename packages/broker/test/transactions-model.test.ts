import assert from "node:assert/strict";
import { test } from "node:test";
import { FaultyFiles } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { type Api, apis, batchHeader, type Draft, decodeRecords, endTransactionIn, errors, splitBatches } from "@millrace/protocol";
import fc from "fast-check";
import { TestBroker } from "./harness/test-broker.ts";
import { type Attempt, TransactionalProducer } from "./harness/transactional-producer.ts";

/**
 * A few transactional producers on a broker that is stopped and killed, also in the middle of a request, whose logs are cut finely, cleaned
 * and deleted from. Readers of committed records see each transaction whole and once or not at all, and as its producer was told.
 */

type ProducersStep =
  | { readonly what: "init"; readonly producer: number }
  | { readonly what: "write"; readonly producer: number; readonly topic: number }
  | { readonly what: "offset"; readonly producer: number }
  | { readonly what: "end"; readonly producer: number; readonly committed: boolean };

type BrokersStep =
  | { readonly what: "delete"; readonly part: number }
  | { readonly what: "wait"; readonly ms: number }
  | { readonly what: "stop" | "kill" }
  /** The disk takes so many more writes; the process dies behind the next request. */
  | { readonly what: "die"; readonly afterWrites: number }
  /** It refuses so many writes, then it takes them again. */
  | { readonly what: "refuse"; readonly afterWrites: number; readonly times: number };

type Step = ProducersStep | BrokersStep;

/** Ids of producers: those of old clients and of new ones. */
const producerNames = ["old one", "new one", "new two"] as const;
/** One is deleted from, one is compacted. */
const topics = ["t", "c"] as const;
const properties = {
  "offsets.topic.num.partitions": "1",
  "transaction.state.log.num.partitions": "1",
  "log.cleaner.backoff.ms": "1000",
  "log.cleaner.dedupe.buffer.size": String(1 << 21),
};
const fine = { "segment.ms": "500", "min.cleanable.dirty.ratio": "0.01", "delete.retention.ms": "0" };

/** What a reader of committed records sees of a topic. */
interface View {
  readonly start: number;
  readonly highWatermark: number;
  readonly stable: number;
  readonly values: readonly string[];
}

class World {
  readonly #clock = new ManualClock();
  readonly #files: FaultyFiles;
  readonly #producers: readonly TransactionalProducer[];
  #broker: TestBroker | undefined;
  #dying = false;
  #made = 0;

  constructor(seed: number) {
    this.#files = new FaultyFiles(this.#clock, seededRandom(seed));
    this.#producers = producerNames.map(
      (name) => new TransactionalProducer(name, (...asked) => this.#ask(...asked), name.startsWith("old")),
    );
  }

  async start(): Promise<void> {
    const broker = await this.#started();
    await broker.createTopic("t", 1, fine);
    await broker.createTopic("c", 1, { ...fine, "cleanup.policy": "compact" });
    await this.#ask(apis.findCoordinator, 6, { keyType: 0, coordinatorKeys: ["g"] });
    await this.#ask(apis.findCoordinator, 6, { keyType: 1, coordinatorKeys: ["x"] });
    for (const resourceName of ["__consumer_offsets", "__transaction_state"]) {
      const configs = Object.entries(fine).map(([name, value]) => ({ name, configOperation: 0, value }));
      await this.#ask(apis.incrementalAlterConfigs, 1, { resources: [{ resourceType: 2, resourceName, configs }] });
    }
  }

  async #started(): Promise<TestBroker> {
    this.#broker = await TestBroker.start(properties, { files: this.#files, clock: this.#clock, seed: ++this.#made });
    return this.#broker;
  }

  async run(step: Step): Promise<void> {
    this.#clock.advance(300);
    if ("producer" in step) await this.#act(this.#producers[step.producer] as TransactionalProducer, step);
    else if (step.what === "stop") await this.#restart(false);
    else if (step.what === "kill") await this.#restart(true);
    else if (step.what === "die") this.#die(step.afterWrites);
    else if (step.what === "refuse") this.#files.fail({ call: "write", code: "ENOSPC", after: step.afterWrites, times: step.times });
    else if (step.what === "wait") await this.#wait(step.ms);
    else if (step.what === "delete") await this.#delete(step.part);
  }

  async #act(producer: TransactionalProducer, step: ProducersStep): Promise<void> {
    if (step.what === "init" || !producer.isReady) await producer.init();
    if (step.what === "write") await producer.write(topics[step.topic] as string, `v${++this.#made}`);
    else if (step.what === "offset") await producer.commitOffset(++this.#made);
    else if (step.what === "end") await producer.end(step.committed);
    if (this.#dying) await this.#restart(true);
  }

  #die(afterWrites: number): void {
    this.#files.fail({ call: "write", code: "EIO", after: afterWrites, times: Number.POSITIVE_INFINITY });
    this.#dying = true;
  }

  async #restart(killed: boolean): Promise<void> {
    const broker = this.#broker as TestBroker;
    if (killed) {
      this.#files.kill();
      broker.client.close();
      await broker.broker.close().catch(() => {});
    }
    this.#files.mend();
    this.#dying = false;
    if (!killed) await broker.stop();
    await this.#started();
    await this.#turns(3);
  }

  async #wait(ms: number): Promise<void> {
    this.#clock.advance(ms);
    await this.#turns(20);
  }

  /** Lets what is under way go on. */
  async #turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      this.#clock.advance(1);
    }
  }

  async #ask<Request, Response>(api: Api<Request, Response>, version: number, draft: Draft<Request>): Promise<Response | undefined> {
    let reply: { readonly value: Response | undefined } | undefined;
    (this.#broker as TestBroker).call(api, version, draft).then(
      (value) => {
        reply = { value };
      },
      () => {
        reply = { value: undefined };
      },
    );
    for (let turn = 0; reply === undefined; turn++) {
      assert.ok(turn < 1_000, `${api.name} is never answered`);
      await this.#turns(1);
    }
    return reply.value;
  }

  async #delete(part: number): Promise<void> {
    const { start, highWatermark } = await this.#read("t");
    const offset = start + Math.floor((highWatermark - start) * part);
    await this.#ask(apis.deleteRecords, 2, { topics: [{ name: "t", partitions: [{ partitionIndex: 0, offset }] }], timeoutMs: 1000 });
  }

  async #read(topic: string): Promise<View> {
    const values: string[] = [];
    let facts = { start: 0, highWatermark: 0, stable: 0 };
    for (let at = 0; ; ) {
      const partitions = [{ partition: 0, fetchOffset: at, partitionMaxBytes: 200 }];
      const reply = await this.#ask(apis.fetch, 12, { maxBytes: 1 << 20, isolationLevel: 1, topics: [{ topic, partitions }] });
      const answer = reply?.responses[0]?.partitions[0];
      assert.ok(answer !== undefined);
      const { errorCode, logStartOffset: start, highWatermark, lastStableOffset: stable, records, abortedTransactions } = answer;
      if (errorCode === errors.OFFSET_OUT_OF_RANGE.code) {
        at = (await this.#log(topic)).start;
        continue;
      }
      assert.equal(errorCode, 0);
      facts = { start, highWatermark, stable };
      const batches = splitBatches(records ?? Buffer.alloc(0));
      values.push(...committedIn(batches, abortedTransactions ?? [], at));
      const last = batches.at(-1);
      if (last !== undefined) at = batchHeader.lastOffset(last) + 1;
      if (batches.length === 0) return { ...facts, values };
    }
  }

  async #log(topic: string): Promise<{ start: number }> {
    const partitions = [{ partitionIndex: 0, timestamp: -2 }];
    const reply = await this.#ask(apis.listOffsets, 5, { topics: [{ name: topic, partitions }] });
    return { start: reply?.topics[0]?.partitions[0]?.offset ?? 0 };
  }

  async check(): Promise<void> {
    if (this.#dying) return;
    for (const topic of topics) {
      const { values } = await this.#read(topic);
      assert.equal(new Set(values).size, values.length, `something is twice in ${topic}: ${values}`);
      for (const { values: written, asked } of this.#attempts()) {
        if (asked === "commit") continue;
        for (const { value } of written) assert.ok(!values.includes(value), `${value} is seen, which nobody committed`);
      }
    }
  }

  /** Nothing fails any more, and every transaction comes to its end. */
  async settle(): Promise<void> {
    await this.#restart(true);
    for (let round = 0; round < 4; round++) await this.#wait(20_000);
    const seen = new Map<string, View>();
    for (const topic of topics) {
      const read = await this.#read(topic);
      assert.equal(read.stable, read.highWatermark, `a transaction is left open in ${topic}`);
      seen.set(topic, read);
    }
    for (const attempt of this.#attempts()) this.#checkEnd(attempt, seen);
    for (const producer of this.#producers) await this.#checkOffset(producer);
    await (this.#broker as TestBroker).stop();
  }

  *#attempts(): Iterable<Attempt> {
    for (const { attempts } of this.#producers) yield* attempts;
  }

  #checkEnd(attempt: Attempt, seen: ReadonlyMap<string, View>): void {
    const stored = attempt.values.filter(({ topic, offset }) => offset !== undefined && offset >= (seen.get(topic)?.start ?? 0));
    const visible = stored.filter(({ topic, value }) => seen.get(topic)?.values.includes(value));
    const what = JSON.stringify(attempt);
    if (attempt.asked !== "commit") assert.equal(visible.length, 0, `seen of what was not committed: ${what}`);
    else if (attempt.told) assert.equal(visible.length, stored.length, `not all is there of ${what}`);
    else assert.ok(visible.length === 0 || visible.length === stored.length, `torn: ${what}`);
  }

  async #checkOffset({ groupId, attempts }: TransactionalProducer): Promise<void> {
    let possible = [-1];
    for (const { offset, asked, told } of attempts) {
      if (offset === undefined || asked !== "commit") continue;
      possible = told ? [offset] : [...possible, offset];
    }
    const groups = [{ groupId, topics: [{ name: "t", partitionIndexes: [0] }] }];
    const reply = await this.#ask(apis.offsetFetch, 8, { groups, requireStable: true });
    const { committedOffset = -2, errorCode } = reply?.groups[0]?.topics[0]?.partitions[0] ?? {};
    assert.equal(errorCode, 0, "offsets are left pending");
    assert.ok(possible.includes(committedOffset), `${committedOffset} is committed, not one of ${possible}`);
  }
}

type Aborted = { readonly producerId: number; readonly firstOffset: number };

/** As clients do: from an aborted transaction's first offset on, its producer's records are passed over up to its marker. */
function committedIn(batches: readonly Buffer[], aborted: readonly Aborted[], from: number): string[] {
  const ahead = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  const passedOver = new Set<number>();
  return batches.flatMap((batch) => {
    const producerId = batchHeader.producerId(batch);
    const lastOffset = batchHeader.lastOffset(batch);
    while ((ahead[0]?.firstOffset ?? Number.POSITIVE_INFINITY) <= lastOffset) passedOver.add(ahead.shift()?.producerId ?? -1);
    if (batchHeader.isControl(batch)) {
      if (endTransactionIn(batch)?.committed === false) passedOver.delete(producerId);
      return [];
    }
    if (batchHeader.isTransactional(batch) && passedOver.has(producerId)) return [];
    return decodeRecords(batch).flatMap(({ offset, value }) => (offset >= from ? `${value}` : []));
  });
}

const producer = fc.nat({ max: producerNames.length - 1 });
const afterWrites = fc.nat({ max: 6 });
const mostly = fc.constantFrom(true, true, false);
const topic = fc.nat({ max: topics.length - 1 });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ what: fc.constant("init" as const), producer }) },
    { weight: 10, arbitrary: fc.record({ what: fc.constant("write" as const), producer, topic }) },
    { weight: 4, arbitrary: fc.record({ what: fc.constant("offset" as const), producer }) },
    { weight: 7, arbitrary: fc.record({ what: fc.constant("end" as const), producer, committed: mostly }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant("delete" as const), part: fc.double({ min: 0, max: 1, noNaN: true }) }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constant("wait" as const), ms: fc.integer({ min: 1_000, max: 90_000 }) }) },
    { weight: 2, arbitrary: fc.record({ what: fc.constantFrom("stop" as const, "kill" as const) }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constant("die" as const), afterWrites }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant("refuse" as const), afterWrites, times: fc.integer({ min: 1, max: 3 }) }) },
  ),
  { maxLength: 60, size: "max" },
);

async function play(seed: number, run: readonly Step[]): Promise<void> {
  const world = new World(seed);
  await world.start();
  for (const step of run) {
    await world.run(step);
    await world.check();
  }
  await world.settle();
}

test("whatever happens to the broker, transactions are there whole and once, as their producers were told", async () => {
  await fc.assert(fc.asyncProperty(fc.nat(), steps, play), { numRuns: 15 });
});
