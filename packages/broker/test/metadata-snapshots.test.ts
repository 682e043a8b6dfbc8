import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { type FaultyCall, FaultyFiles, type Files } from "@millrace/files";
import { ManualClock, seededRandom } from "@millrace/kit";
import { apis, splitBatches } from "@millrace/protocol";
import fc from "fast-check";
import { TestBroker } from "./harness/test-broker.ts";

const directory = "data/__cluster_metadata-0";
const everyChange = { "metadata.log.max.record.bytes.between.snapshots": "1" };
const never = { "metadata.log.max.snapshot.interval.ms": "0" };

const snapshots = (files: Files) => files.list(directory).filter((name) => name.endsWith(".checkpoint"));
const segments = (files: Files) => files.list(directory).filter((name) => name.endsWith(".log"));

/** Waits until what runs by itself has come to rest: memory answers within a few turns. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
}

type Step =
  | { readonly do: "create" | "remove" | "grow" | "retain"; readonly topic: string }
  | { readonly do: "feature"; readonly level: number }
  | { readonly do: "group"; readonly value: string | null }
  | { readonly do: "restart" };

const topic = fc.constantFrom("a", "b", "c");
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constantFrom("create" as const, "remove" as const, "grow" as const, "retain" as const), topic }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("feature" as const), level: fc.constantFrom(0, 1, 2) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("group" as const), value: fc.constantFrom("50000", "55000", null) }) },
    { weight: 2, arbitrary: fc.constant({ do: "restart" as const }) },
  ),
  { minLength: 1, maxLength: 12 },
);

async function carryOut(broker: TestBroker, step: Step, properties: Readonly<Record<string, string>>): Promise<TestBroker> {
  switch (step.do) {
    case "create":
      await broker.createTopic(step.topic).catch(() => {});
      return broker;
    case "remove":
      await broker.call(apis.deleteTopics, 6, { topics: [{ name: step.topic }], timeoutMs: 1 });
      return broker;
    case "grow": {
      const { topics } = await broker.call(apis.metadata, 12, { topics: [{ name: step.topic }] });
      const count = (topics[0]?.partitions.length ?? 0) + 1;
      await broker.call(apis.createPartitions, 3, { topics: [{ name: step.topic, count, assignments: null }], timeoutMs: 1 });
      return broker;
    }
    case "retain":
      await alter(broker, 2, step.topic, "retention.ms", "77");
      return broker;
    case "group":
      await alter(broker, 32, "g", "consumer.session.timeout.ms", step.value);
      return broker;
    case "feature": {
      const update = { feature: "transaction.version", maxVersionLevel: step.level, upgradeType: 2 };
      await broker.call(apis.updateFeatures, 2, { featureUpdates: [update] });
      await broker.call(apis.updateFeatures, 2, { featureUpdates: [{ ...update, upgradeType: 1 }] });
      return broker;
    }
    case "restart":
      await rest();
      return broker.restart(properties);
  }
}

async function alter(broker: TestBroker, resourceType: number, resourceName: string, name: string, value: string | null): Promise<void> {
  const configs = [{ name, configOperation: value === null ? 1 : 0, value }];
  await broker.call(apis.incrementalAlterConfigs, 1, { resources: [{ resourceType, resourceName, configs }] });
}

/** All that a client sees of the metadata. */
async function seen(broker: TestBroker): Promise<unknown> {
  const { topics } = await broker.call(apis.metadata, 12, { topics: null });
  const { finalizedFeatures } = await broker.call(apis.apiVersions, 4, { clientSoftwareName: "t", clientSoftwareVersion: "1" });
  const described = (resourceType: number, resourceName: string) => ({ resourceType, resourceName, configurationKeys: null });
  const resources = [described(32, "g"), described(4, ""), ...topics.map(({ name }) => described(2, name ?? ""))];
  const { results } = await broker.call(apis.describeConfigs, 4, { resources });
  const set = results.map(({ resourceName, configs }) => [resourceName, configs.filter(({ configSource }) => configSource !== 5)]);
  return { topics, finalizedFeatures, set, producerId: await producerId(broker), quorum: await quorum(broker) };
}

async function producerId(broker: TestBroker): Promise<number> {
  return (await broker.call(apis.initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1 })).producerId;
}

async function quorum(broker: TestBroker): Promise<number | undefined> {
  const topics = [{ topicName: "__cluster_metadata", partitions: [{ partitionIndex: 0 }] }];
  return (await broker.call(apis.describeQuorum, 2, { topics })).topics[0]?.partitions[0]?.leaderEpoch;
}

describe("snapshots of the metadata", () => {
  test("leave it as it is without them, whatever is changed and however often the broker is restarted", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const outcomes: unknown[] = [];
        for (const properties of [everyChange, never]) {
          let broker = await TestBroker.start(properties);
          for (const step of taken) broker = await carryOut(broker, step, properties);
          await rest();
          assert.equal(snapshots(broker.files).length > 0, properties === everyChange);
          broker = await broker.restart(never);
          outcomes.push(await seen(broker));
          await broker.stop();
        }
        assert.deepEqual(outcomes[0], outcomes[1]);
      }),
      { numRuns: 7 },
    );
  });

  test("are written after an interval in which something changed, and only then", async () => {
    const broker = await TestBroker.start({ "metadata.log.max.snapshot.interval.ms": "60000", "connections.max.idle.ms": "-1" });
    broker.clock.advance(60_000);
    await rest();
    assert.equal(snapshots(broker.files).length, 1);
    broker.clock.advance(600_000);
    await rest();
    assert.equal(snapshots(broker.files).length, 1);
    await broker.createTopic("a");
    broker.clock.advance(60_000);
    await rest();
    assert.deepEqual(snapshots(broker.files), ["00000000000000000008-0000000001.checkpoint", "00000000000000000010-0000000001.checkpoint"]);
    await broker.stop();
  });

  test("old ones go with what they stand for, the newest stays", async () => {
    const retained = { ...everyChange, "metadata.max.retention.bytes": "2000" };
    let broker = await TestBroker.start(retained);
    for (let round = 0; round < 30; round++) {
      await broker.createTopic(`topic-${round}`);
      await rest();
      broker.clock.advance(60_000); // segments' files are removed after a while
    }
    assert.equal(snapshots(broker.files).length, 1);
    assert.ok(segments(broker.files).length <= 2, `segments: ${segments(broker.files)}`);
    broker = await broker.restart(retained);
    const { topics } = await broker.call(apis.metadata, 12, { topics: null });
    assert.equal(topics.length, 30);
    await broker.stop();
  });

  test("a damaged one is passed over for the one before", async () => {
    for (const damage of ["flip", "cut", "without its end", "empty"] as const) {
      let broker = await TestBroker.start(everyChange);
      await broker.createTopic("a");
      await rest();
      await broker.createTopic("b");
      await rest();
      const expected = await broker.call(apis.metadata, 12, { topics: null });
      await broker.stop();
      const { files } = broker;
      const damaged = snapshots(files).at(-1) ?? "";
      const file = files.open(`${directory}/${damaged}`, "write");
      const bytes = Buffer.alloc(file.sizeBytes());
      file.read(bytes, 0, bytes.length, 0);
      const end = splitBatches(bytes).at(-1)?.length ?? 0;
      if (damage === "flip") file.write(Buffer.from([~(bytes.at(-20) ?? 0) & 0xff]), bytes.length - 20);
      else file.truncate({ cut: bytes.length - end - 20, "without its end": bytes.length - end, empty: 0 }[damage]);
      file.close();
      broker = await TestBroker.start(never, { files, clock: broker.clock });
      assert.deepEqual(
        (await broker.call(apis.metadata, 12, { topics: null })).topics.map(({ name }) => name),
        expected.topics.map(({ name }) => name),
        damage,
      );
      assert.ok(!snapshots(files).includes(damaged), `a snapshot is believed: ${damage}`);
      await broker.stop();
    }
  });

  test("a log without its beginning and without a snapshot is corrupt", async () => {
    const retained = { ...everyChange, "metadata.max.retention.bytes": "1" };
    const broker = await TestBroker.start(retained);
    for (const name of ["a", "b", "c"]) {
      await broker.createTopic(name);
      await rest();
    }
    await broker.stop();
    const { files, clock } = broker;
    for (const name of snapshots(files)) files.remove(`${directory}/${name}`);
    await assert.rejects(TestBroker.start({}, { files, clock }), { code: "DATA_CORRUPT", message: /there is no snapshot that is whole/ });
  });
});

const calls: readonly FaultyCall[] = ["open", "write", "sync", "syncDirectory", "rename", "remove", "truncate"];

describe("a death while a snapshot is written or old ones are removed", () => {
  const retained = { ...everyChange, "metadata.max.retention.bytes": "3000" };
  for (const death of ["kill", "losePower"] as const) {
    for (const call of calls) {
      test(`${death} after ${call} fails, at each time`, async () => {
        for (let after = 0; after < 5; after++) {
          const clock = new ManualClock();
          const files = new FaultyFiles(clock, seededRandom(after));
          const broker = await TestBroker.start(retained, { files, clock });
          for (const name of ["a", "b", "c"]) await broker.createTopic(name);
          await rest();
          files.fail({ call, code: "EIO", path: "__cluster_metadata", after, times: Number.POSITIVE_INFINITY });
          const answered = await broker.createTopic("d").then(
            () => ["d"],
            () => [],
          );
          await rest();
          files[death]();
          files.mend();
          broker.client.close();
          await broker.broker.close().catch(() => {});
          const again = await TestBroker.start(retained, { files, clock, seed: 3 });
          const names = (await again.call(apis.metadata, 12, { topics: null })).topics.map(({ name }) => name);
          for (const name of ["a", "b", "c", ...answered]) assert.ok(names.includes(name), `${name} is gone after ${call} ${after}`);
          await again.createTopic("e");
          await rest();
          assert.ok(!files.list(directory).some((name) => name.endsWith(".part")), "something was left over");
          await again.stop();
        }
      });
    }
  }
});
