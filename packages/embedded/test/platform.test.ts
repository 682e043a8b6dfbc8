import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { type Admin, openAdmin } from "@millrace/client";
import { addressText, silentLogger } from "@millrace/kit";
import { checkPlatform, type Platform, type PlatformOptions, startPlatform } from "../src/index.ts";
import { platformText, type TopicText } from "./documents.ts";

const root = mkdtempSync(join(tmpdir(), "millrace-platform-test-"));
let directories = 0;

function newDirectory(): string {
  return join(root, String(directories++));
}

type Topics = Readonly<Record<string, TopicText>>;

function start(directory: string, text: string, more: Partial<PlatformOptions> = {}): Promise<Platform> {
  const { platform, problems } = checkPlatform([{ file: "test.yaml", text }]);
  assert.deepEqual(problems, []);
  assert.ok(platform);
  return startPlatform({ platform, directory, port: 0, logger: silentLogger, ...more });
}

/** Starts a platform, does something with it and its topics, and stops it. */
async function during(
  directory: string,
  topics: Topics,
  work: (admin: Admin, platform: Platform) => Promise<void>,
  more: Partial<PlatformOptions> = {},
): Promise<void> {
  const platform = await start(directory, platformText(topics), more);
  const admin = openAdmin({ bootstrapServers: platform.endpoints[0]?.bootstrapServers ?? "" });
  try {
    await work(admin, platform);
  } finally {
    await admin.close();
    await platform.close();
  }
}

/** Topics with their numbers of partitions and the configs that were given to them. */
async function state(admin: Admin): Promise<Record<string, unknown>> {
  const topics = await admin.listTopics();
  const described = await admin.describeConfigs(topics.map(({ name }) => ({ type: "topic" as const, name })));
  return Object.fromEntries(
    topics.map(({ name, partitions }, at) => {
      const given = (described[at]?.entries ?? []).filter(({ source }) => source === "DYNAMIC_TOPIC_CONFIG");
      return [name, [partitions.length, Object.fromEntries(given.map((entry) => [entry.name, entry.value]))]];
    }),
  );
}

describe("a platform in this process", () => {
  after(() => rmSync(root, { recursive: true, force: true }));

  test("is not opened to others without TLS and authentication, unless that is asked for", async () => {
    const directory = newDirectory();
    await assert.rejects(start(directory, platformText({}), { host: "0.0.0.0" }), {
      code: "CONFIG_INVALID",
      message: /without TLS and authentication/,
    });
    assert.ok(!existsSync(directory));
    await assert.rejects(start(directory, platformText({}), { metricsPort: 0, metricsHost: "0.0.0.0" }), { code: "CONFIG_INVALID" });
    const open = await start(directory, platformText({}), { host: "0.0.0.0", allowInsecure: true, metricsPort: 0 });
    assert.match(open.metricsUrl ?? "", /^http:\/\/0\.0\.0\.0:/);
    await open.close();
  });

  test("the default user has the quotas that are declared, and loses them again; what programs set stays", async () => {
    const directory = newDirectory();
    const quotasAfterStart = async (quotas: object | undefined, act = async (_: Admin) => {}) => {
      const platform = await start(directory, platformText({}, { metrics: quotas === undefined ? {} : { quotas } }));
      const admin = openAdmin({ bootstrapServers: platform.endpoints[0]?.bootstrapServers ?? "" });
      const [found] = await admin.describeClientQuotas({ user: { name: null } }, { strict: true });
      await act(admin);
      await admin.close();
      await platform.close();
      return found?.quotas ?? {};
    };
    const declared = { type: "kafka", producerByteRate: 1_000_000, requestPercentage: 55 };
    const ownToo = async (admin: Admin) => {
      await admin.alterClientQuotas([{ entity: { user: null }, set: { controller_mutation_rate: 100 } }]);
    };
    assert.deepEqual(await quotasAfterStart(declared, ownToo), { producer_byte_rate: 1_000_000, request_percentage: 55 });
    const less = { type: "kafka", producerByteRate: 2_000_000 };
    assert.deepEqual(await quotasAfterStart(less), { producer_byte_rate: 2_000_000, controller_mutation_rate: 100 });
    assert.deepEqual(await quotasAfterStart(undefined), { controller_mutation_rate: 100 });
    await assert.rejects(
      quotasAfterStart({ type: "kafka", producerByteRate: 0 }),
      /spec\.kafka\.quotas: Quota producer_byte_rate must be greater than 0/,
    );
  });

  test("each start creates, grows and alters what the files declare", async () => {
    const directory = newDirectory();
    await during(directory, { a: { partitions: 2, config: { "retention.ms": 1000, "segment.ms": 2000 } } }, async (admin, platform) => {
      assert.deepEqual(await state(admin), { a: [2, { "retention.ms": "1000", "segment.ms": "2000" }] });
      assert.deepEqual(
        platform.topics.done.map(({ type }) => type),
        ["create"],
      );
    });
    await during(directory, { a: { partitions: 3, config: { "retention.ms": 5000 } }, b: {} }, async (admin, platform) => {
      assert.deepEqual(await state(admin), { a: [3, { "retention.ms": "5000" }], b: [1, {}] });
      assert.deepEqual(platform.topics.failed, []);
    });
    await during(directory, { a: { partitions: 3, config: { "retention.ms": 5000 } }, b: {} }, async (_, platform) => {
      assert.deepEqual(platform.topics.done, [], "nothing is left to do");
    });
  });

  test("fewer partitions are refused, and the rest is done", async () => {
    const directory = newDirectory();
    await during(directory, { a: { partitions: 3 } }, async () => {});
    await during(directory, { a: { partitions: 1 }, b: {} }, async (admin, platform) => {
      assert.deepEqual(await state(admin), { a: [3, {}], b: [1, {}] });
      assert.deepEqual(
        platform.topics.failed.map(({ topic, reason }) => [topic, reason]),
        [["a", "NotSupported"]],
      );
    });
  });

  test("what left the files stays, and goes with prune; what programs made is never pruned", async () => {
    const directory = newDirectory();
    await during(directory, { a: {}, b: {} }, async (admin) => {
      await admin.createTopics([{ name: "by-hand", partitionCount: 1 }]);
    });
    await during(directory, { a: {} }, async (admin) => {
      assert.deepEqual(Object.keys(await state(admin)), ["a", "b", "by-hand"]);
    });
    await during(directory, { a: {} }, async (admin) => assert.deepEqual(Object.keys(await state(admin)), ["a", "by-hand"]), {
      prune: true,
    });
    await during(directory, {}, async (admin) => assert.deepEqual(Object.keys(await state(admin)), ["by-hand"]), { prune: true });
  });

  test("what could not be pruned is pruned another time", async () => {
    const directory = newDirectory();
    await during(directory, { a: {} }, async () => {});
    const { platform } = checkPlatform([{ file: "test.yaml", text: platformText({}, { config: { "delete.topic.enable": "false" } }) }]);
    assert.ok(platform);
    const refusing = await startPlatform({ platform, directory, port: 0, logger: silentLogger, prune: true });
    await refusing.close();
    assert.deepEqual(
      refusing.topics.failed.map(({ topic, reason }) => [topic, reason]),
      [["a", "KafkaError"]],
    );
    await during(directory, {}, async (admin) => assert.deepEqual(await state(admin), {}), { prune: true });
  });

  test("an unmanaged or paused topic is left alone; by prune, the paused one is not", async () => {
    const directory = newDirectory();
    await during(directory, { a: {}, b: {} }, async () => {});
    const alone = {
      a: { partitions: 5, annotations: { "strimzi.io/managed": "false" } },
      b: { partitions: 5, annotations: { "strimzi.io/pause-reconciliation": "true" } },
    };
    await during(directory, alone, async (admin) => assert.deepEqual(await state(admin), { a: [1, {}], b: [1, {}] }), { prune: true });
    await during(directory, {}, async (admin) => assert.deepEqual(await state(admin), { a: [1, {}] }), { prune: true });
  });

  test("nobody else of the machine reads its data, unless the directory was there before", {
    skip: process.platform === "win32",
  }, async () => {
    const mode = (directory: string) => (statSync(directory).mode & 0o777).toString(8);
    const made = join(newDirectory(), "deep");
    await during(made, {}, async () => {});
    assert.equal(mode(made), "700");
    const given = newDirectory();
    mkdirSync(given);
    chmodSync(given, 0o750);
    await during(given, {}, async () => {});
    assert.equal(mode(given), "750");
  });

  test("a second platform on the same directory is refused and names the holder", async () => {
    const directory = newDirectory();
    await during(directory, {}, async () => {
      await assert.rejects(start(directory, platformText({})), { code: "DATA_LOCKED", message: new RegExp(`process ${process.pid}`) });
    });
    await during(directory, {}, async () => {});
  });

  test("ephemeral storage is gone when the platform has stopped", async () => {
    const directory = newDirectory();
    const platform = await start(directory, platformText({ a: {} }, { storage: "ephemeral" }));
    assert.equal(platform.storage, "ephemeral");
    assert.ok(existsSync(join(platform.directory, "a-0")));
    await platform.close();
    assert.equal(existsSync(platform.directory), false);
    assert.equal(existsSync(directory), false);
  });

  test("a port that is taken is said so, and nothing stays locked", async () => {
    const directory = newDirectory();
    await during(newDirectory(), {}, async (_, { endpoints }) => {
      const port = Number(endpoints[0]?.bootstrapServers.split(":")[1]);
      await assert.rejects(start(directory, platformText({}), { port }), { code: "ADDRESS_IN_USE", message: new RegExp(`${port}`) });
    });
    await during(directory, {}, async () => {});
  });

  test("stopping does not wait for those who wait", async () => {
    const directory = newDirectory();
    await during(directory, { a: {} }, async (_, platform) => {
      const { Consumer } = await import("@millrace/client");
      const consumer = new Consumer({
        bootstrapServers: platform.endpoints[0]?.bootstrapServers ?? "",
        groupId: "g",
        fetchMaxWaitMs: 30_000,
      });
      consumer.subscribe(["a"]);
      const reading = consumer.next().catch(() => undefined);
      const startedMs = performance.now();
      await platform.close();
      assert.ok(performance.now() - startedMs < 5_000);
      await consumer.close();
      await reading;
    });
  });
});

test("an IPv6 address stands in brackets", () => {
  assert.equal(addressText({ host: "::1", port: 9092 }), "[::1]:9092");
  assert.equal(addressText({ host: "127.0.0.1", port: 9092 }), "127.0.0.1:9092");
});

describe("checking a platform", () => {
  test("Kafka's own configs are checked, with their place in the file, all at once", () => {
    const text = platformText({ a: { config: { "retention.ms": "soon", "no.such": 1 } } }, { config: { "num.partitions": "many" } });
    const { platform, problems } = checkPlatform([{ file: "test.yaml", text }]);
    assert.equal(platform, undefined);
    assert.deepEqual(problems.map(({ path }) => path).sort(), [
      'spec.config["no.such"]',
      'spec.config["retention.ms"]',
      'spec.kafka.config["num.partitions"]',
    ]);
    for (const { line, file } of problems) assert.ok(file === "test.yaml" && line >= 1);
  });

  test("a listener on which nobody could log in is a problem", () => {
    const authentication = { type: "custom", sasl: true, listenerConfig: { "sasl.enabled.mechanisms": "PLAIN" } };
    const text = platformText({}, { listeners: [{ name: "own", port: 9094, type: "internal", tls: false, authentication }] });
    const { platform, problems } = checkPlatform([{ file: "test.yaml", text }]);
    assert.equal(platform, undefined);
    assert.deepEqual(
      problems.map(({ path, message }) => [path, message.slice(0, message.indexOf(":"))]),
      [["spec.kafka.listeners", "listener OWN-9094 enables PLAIN, but listener.name.own-9094.plain.sasl.jaas.config is not given"]],
    );
  });

  test("configs that Kafka does not have are told: there may be a letter too many", () => {
    const config = {
      ...{ "allow.everyone.if.no.acl.fuond": "true", "log.retention.hour": 3, "log.retention.hours": 3 },
      ...{ "allow.everyone.if.no.acl.found": "false", "cruise.control.metrics.topic.retention.ms": 1 },
    };
    const { platform, warnings } = checkPlatform([{ file: "test.yaml", text: platformText({}, { config }) }]);
    assert.ok(platform);
    assert.deepEqual(
      warnings.map(({ message }) => message.slice(0, message.indexOf(":"))),
      ['spec.kafka.config["allow.everyone.if.no.acl.fuond"]', 'spec.kafka.config["log.retention.hour"]'],
    );
  });

  test("declared replication takes effect as 1, with a warning each", () => {
    const text = platformText(
      { a: { config: { "min.insync.replicas": 2 } } },
      { config: { "default.replication.factor": 3 }, replicas: 3 },
    );
    const { warnings } = checkPlatform([{ file: "test.yaml", text }]);
    assert.deepEqual(
      warnings.map(({ resource }) => resource),
      ["Kafka/test", "KafkaTopic/a"],
    );
  });
});
