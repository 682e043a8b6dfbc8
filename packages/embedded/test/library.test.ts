import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { type Admin, Consumer, openAdmin, Producer, RequestFailedError } from "@millrace/client";
import type { Kafka, KafkaNodePool, KafkaTopic, KafkaUser, Listener } from "@millrace/resources";
import { type Platform, type StartOptions, startPlatform } from "../src/library/index.ts";

const apiVersion = "kafka.strimzi.io/v1";
const metadata = (name: string) => ({ name, labels: { "strimzi.io/cluster": "test" } });
const topic = (name: string, spec: KafkaTopic["spec"] = { partitions: 1 }): KafkaTopic => ({
  apiVersion,
  kind: "KafkaTopic",
  metadata: metadata(name),
  spec,
});

/** A Kafka with that listener. */
function clusterWith(listener: Listener): readonly [Kafka, KafkaNodePool] {
  const storage = { type: "ephemeral" } as const;
  return [
    {
      apiVersion,
      kind: "Kafka",
      metadata: { name: "test" },
      spec: { kafka: { listeners: [listener] }, entityOperator: { topicOperator: {}, userOperator: {} } },
    },
    { apiVersion, kind: "KafkaNodePool", metadata: metadata("node"), spec: { replicas: 1, roles: ["controller", "broker"], storage } },
  ];
}

/** A platform, and clients of it, for as long as the work goes on. */
async function during(options: StartOptions, work: (platform: Platform, admin: Admin) => Promise<void>): Promise<void> {
  const platform = await startPlatform(options);
  const admin = openAdmin({ bootstrapServers: platform.bootstrapServers });
  try {
    await work(platform, admin);
  } finally {
    await admin.close();
    await platform.stop();
  }
}

async function send({ bootstrapServers }: Platform, name: string, values: readonly string[]): Promise<void> {
  const producer = new Producer({ bootstrapServers });
  try {
    await Promise.all(values.map((value) => producer.send({ topic: name, value })));
  } finally {
    await producer.close();
  }
}

async function endOf(admin: Admin, name: string): Promise<number | undefined> {
  const [listed] = await admin.listOffsets([{ topic: name, partition: 0, at: "latest" }]);
  return listed?.offset;
}

/** Looks again and again; the test's own time limit ends it. */
async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe("a platform as a library", { timeout: 60_000 }, () => {
  test("starts without any resources, in memory, and leaves nothing behind", async () => {
    const platform = await startPlatform();
    await send(platform, "made-at-once", ["a"]);
    assert.ok(!existsSync("millrace"), "nothing is on the disk");
    const [host, port] = platform.bootstrapServers.split(":");
    await platform.stop();
    await platform.stop();
    const socket = connect({ host: host ?? "", port: Number(port) });
    const [refused] = await once(socket, "error");
    assert.equal(refused.code, "ECONNREFUSED");
    await assert.rejects(platform.reset(), { code: "USAGE" });
  });

  test("a process that stops its platform ends by itself", async () => {
    const script = `
      import { startPlatform } from "@millrace/embedded/library";
      const platform = await startPlatform();
      platform.faults.add({ api: "Produce", delayMs: 3_600_000 });
      await platform.stop();
      setTimeout(() => console.log(JSON.stringify(process.getActiveResourcesInfo())), 50);`;
    const flags = ["--conditions=source", "--input-type=module", "--eval", script];
    const child = spawn(process.execPath, flags, { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] });
    let told = "";
    child.stdout.on("data", (chunk) => {
      told += chunk;
    });
    assert.deepEqual(await once(child, "close"), [0, null]);
    const left = (JSON.parse(told) as string[]).filter((name) => name !== "Timeout" && !/^Pipe|^TTY|MessagePort/.test(name));
    assert.deepEqual(left, []);
  });

  test("two run beside each other in one process", async () => {
    await during({ resources: [topic("one")] }, (_, one) =>
      during({ resources: [topic("two")] }, async (__, two) => {
        assert.deepEqual(
          (await one.listTopics()).map(({ name }) => name),
          ["one"],
        );
        assert.deepEqual(
          (await two.listTopics()).map(({ name }) => name),
          ["two"],
        );
      }),
    );
  });

  test("what is wrong with resources is said, all of it", async () => {
    const wrong = [topic("a", { partitions: 0 }), topic("b", { config: { "no.such": 1 } })];
    await assert.rejects(startPlatform({ resources: wrong }), { code: "RESOURCES_INVALID", message: /KafkaTopic a[\s\S]*KafkaTopic b/ });
  });

  test("a reset leaves what is declared, at the same addresses", async () => {
    const resources = [topic("declared", { partitions: 2 })];
    await during({ resources }, async (platform, admin) => {
      const { bootstrapServers, kubernetes } = platform;
      await send(platform, "declared", ["1", "2", "3"]);
      await admin.createTopics([{ name: "other", partitionCount: 1 }]);
      const consumer = new Consumer({ bootstrapServers, groupId: "g", offsetReset: "earliest" });
      consumer.subscribe(["declared"]);
      await consumer.next();
      await consumer.commit();
      await consumer.close();
      assert.deepEqual(
        (await admin.listGroups()).map(({ groupId }) => groupId),
        ["g"],
      );
      platform.faults.add({ error: "UNKNOWN_SERVER_ERROR" });
      await platform.reset();
      const again = openAdmin({ bootstrapServers });
      const topics = await again.listTopics();
      assert.deepEqual(
        topics.map(({ name, partitions }) => [name, partitions.length]),
        [["declared", 2]],
      );
      assert.equal(await endOf(again, "declared"), 0);
      assert.deepEqual(await again.listGroups(), []);
      await again.close();
      assert.deepEqual([platform.bootstrapServers, platform.kubernetes], [bootstrapServers, kubernetes]);
      await send(platform, "declared", ["4"]);
    });
  });

  test("in a directory it is kept from start to start, and a reset empties it", async () => {
    const directory = mkdtempSync(join(tmpdir(), "millrace-library-test-"));
    const options = { resources: [topic("t")], directory };
    try {
      let clusterId = "";
      await during(options, async (platform) => {
        clusterId = platform.clusterId;
        await send(platform, "t", ["1"]);
      });
      await during(options, async (platform, admin) => {
        assert.equal(platform.clusterId, clusterId);
        assert.equal(await endOf(admin, "t"), 1);
        await platform.reset();
        assert.equal(await until(() => endOf(admin, "t").catch(() => undefined)), 0);
      });
      await during(options, async (platform, admin) => {
        assert.equal(platform.clusterId, clusterId);
        assert.equal(await endOf(admin, "t"), 0);
      });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  test("users log in with what they are given, also after a reset", async () => {
    const user: KafkaUser = {
      apiVersion,
      kind: "KafkaUser",
      metadata: metadata("alice"),
      spec: { authentication: { type: "scram-sha-512" } },
    };
    const listener = { name: "login", port: 9093, type: "internal", tls: false, authentication: { type: "scram-sha-512" } } as const;
    const platform = await startPlatform({ resources: [...clusterWith(listener), user] });
    const access = platform.user("alice");
    assert.equal(access.bootstrapServers, platform.bootstrapServers);
    assert.equal(access.securityProtocol, "SASL_PLAINTEXT");
    await platform.reset();
    assert.deepEqual(platform.user("alice"), access);
    assert.throws(() => platform.user("bob"), { code: "NOT_FOUND" });
    await platform.stop();
  });
});

describe("the clock of a platform", { timeout: 60_000 }, () => {
  test("starts when it is told to and is moved: retention", async () => {
    const now = Date.UTC(2030, 0, 1);
    const hour = 3_600_000;
    await during({ now, resources: [topic("t", { partitions: 1, config: { "retention.ms": hour } })] }, async (platform, admin) => {
      assert.ok(platform.clock.now() - now < 60_000);
      const producer = new Producer({ bootstrapServers: platform.bootstrapServers });
      await producer.send({ topic: "t", value: "old", timestampMs: now });
      await producer.close();
      await platform.clock.advance(3 * hour);
      const [earliest] = await admin.listOffsets([{ topic: "t", partition: 0, at: "earliest" }]);
      assert.equal(earliest?.offset, 1);
      assert.ok(platform.clock.now() - now >= 3 * hour);
    });
  });

  test("transactions time out by it", async () => {
    await during({ resources: [topic("t")] }, async ({ bootstrapServers, clock }, admin) => {
      const producer = new Producer({ bootstrapServers, transactionalId: "tx", transactionTimeoutMs: 600_000 });
      await producer.initTransactions();
      producer.beginTransaction();
      await producer.send({ topic: "t", value: "1" });
      const stateOf = async () => (await admin.listTransactions())[0]?.state;
      assert.equal(await stateOf(), "Ongoing");
      await clock.advance(700_000);
      await until(async () => ((await stateOf()) === "CompleteAbort" ? true : undefined));
      await producer.close().catch(() => {});
    });
  });

  test("members of groups are given up by it", async () => {
    await during({ resources: [topic("t")] }, async ({ bootstrapServers, clock }, admin) => {
      const consumer = new Consumer({ bootstrapServers, groupId: "g", sessionTimeoutMs: 1_000_000, heartbeatIntervalMs: 300_000 });
      consumer.subscribe(["t"]);
      const reading = consumer.next().catch(() => undefined);
      const stateOf = async () => (await admin.describeGroups(["g"]))[0]?.state;
      await until(async () => ((await stateOf()) === "Stable" ? true : undefined));
      await clock.advance(1_100_000);
      await until(async () => ((await stateOf()) === "Empty" ? true : undefined));
      await consumer.close();
      await reading;
    });
  });

  test("certificates are renewed by it", async () => {
    const spec: KafkaUser["spec"] = { authentication: { type: "tls" } };
    const user: KafkaUser = { apiVersion, kind: "KafkaUser", metadata: metadata("alice"), spec };
    const listener = { name: "tls", port: 9093, type: "internal", tls: true, authentication: { type: "tls" } } as const;
    const platform = await startPlatform({ resources: [...clusterWith(listener), user] });
    const before = platform.user("alice").certificate;
    const year = 365 * 24 * 3_600_000;
    await platform.clock.advance(0.95 * year);
    await until(() => (platform.user("alice").certificate?.chain === before?.chain ? undefined : true));
    await platform.stop();
  });
});

describe("maintenance windows", { timeout: 60_000 }, () => {
  const dayMs = 86_400_000;
  const started = (maintenanceTimeWindows: readonly string[]) => {
    const spec: KafkaUser["spec"] = { authentication: { type: "tls" } };
    const user: KafkaUser = { apiVersion, kind: "KafkaUser", metadata: metadata("alice"), spec };
    const listener = { name: "tls", port: 9093, type: "internal", tls: true, authentication: { type: "tls" } } as const;
    const [kafka, pool] = clusterWith(listener);
    const renewing = { renewalDays: 60 };
    const own = { ...kafka, spec: { ...kafka.spec, clusterCa: renewing, clientsCa: renewing, maintenanceTimeWindows } };
    return startPlatform({ now: Date.UTC(2026, 0, 1), resources: [own, pool, user] });
  };
  const madeAt = (certificate = "") => new X509Certificate(certificate).validFromDate.getTime();

  test("certificates that end soon are renewed in one, and not before", async () => {
    const platform = await started(["* * * ? DEC *"]);
    const certificates = () => [platform.user("alice").certificate?.chain, platform.user("alice").trusted];
    const before = certificates();
    await platform.clock.advance(318 * dayMs);
    await platform.clock.advance(20 * dayMs);
    await until(() => (certificates().some((each, at) => each === before[at]) ? undefined : true));
    for (const certificate of certificates()) assert.ok(madeAt(certificate) >= Date.UTC(2026, 10, 30, 22), "made in December");
    await platform.stop();
  });
});

describe("faults as clients see them", { timeout: 60_000 }, () => {
  test("what may be tried again is tried again, and a dropped answer does not store twice", async () => {
    await during({ resources: [topic("t")] }, async (platform, admin) => {
      const refused = platform.faults.add({ api: "Produce", topic: "t", error: "NOT_LEADER_OR_FOLLOWER", times: 2 });
      await send(platform, "t", ["1"]);
      assert.equal(refused.hits, 2);
      const dropped = platform.faults.add({ api: "Produce", drop: "answer", times: 1 });
      await send(platform, "t", ["2"]);
      assert.equal(dropped.hits, 1);
      assert.equal(await endOf(admin, "t"), 2);
    });
  });

  test("what may not is told, by its name", async () => {
    await during({ resources: [topic("t")] }, async (platform) => {
      const fault = platform.faults.add({ api: "Produce", error: "TOPIC_AUTHORIZATION_FAILED" });
      await assert.rejects(
        send(platform, "t", ["1"]),
        (thrown) => thrown instanceof RequestFailedError && /TOPIC_AUTHORIZATION_FAILED/.test(String(thrown.error.name)),
      );
      fault.clear();
      await send(platform, "t", ["1"]);
    });
  });
});
