import assert from "node:assert/strict";
import { test } from "node:test";
import { apis, errors } from "@millrace/protocol";
import { openAdmin } from "../src/admin/admin.ts";
import type { ClientOptions } from "../src/options.ts";
import { ScriptedCluster } from "./support/scripted-cluster.ts";
import { TurningClock } from "./support/turning-clock.ts";

function optionsFor(cluster: ScriptedCluster, more: Partial<ClientOptions> = {}): ClientOptions {
  const retryBackOff = { firstMs: 1, lastMs: 2 };
  return {
    bootstrapServers: "h:9001",
    connect: cluster.connect,
    retryBackOff,
    reconnectBackOff: retryBackOff,
    operationTimeoutMs: 2_000,
    ...more,
  };
}

/** Runs `body` with an admin of the cluster. */
async function withAdmin(
  cluster: ScriptedCluster,
  more: Partial<ClientOptions>,
  body: (admin: ReturnType<typeof openAdmin>) => Promise<void>,
): Promise<void> {
  const admin = openAdmin(optionsFor(cluster, more));
  try {
    await body(admin);
  } finally {
    await admin.close();
    cluster.close();
  }
}

const latest = (partition: number) => ({ topic: "t", partition, at: "latest" as const });

/** Leaders answer with 100 times their id; who does not lead says so. */
function answerOffsets(cluster: ScriptedCluster, leaders: () => readonly number[]): void {
  cluster.on(apis.listOffsets, ({ topics, replicaId }, port) => ({
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => {
        const leads = replicaId === -1 && leaders()[partitionIndex] === port - 9000;
        return leads
          ? { partitionIndex, offset: 100 * (port - 9000) }
          : { partitionIndex, errorCode: errors.NOT_LEADER_OR_FOLLOWER.code, offset: -1 };
      }),
    })),
  }));
}

test("each partition's request goes to its leader", async () => {
  const cluster = new ScriptedCluster().withTopic(3, () => [1, 2, 3, 2]);
  answerOffsets(cluster, () => [1, 2, 3, 2]);
  await withAdmin(cluster, {}, async (admin) => {
    const listed = await admin.listOffsets([0, 1, 2, 3].map(latest));
    assert.deepEqual(
      listed.map(({ offset }) => offset),
      [100, 200, 300, 200],
    );
    assert.deepEqual(cluster.asked.slice(1).sort(), ["9001 ListOffsets", "9002 ListOffsets", "9003 ListOffsets"]);
  });
});

test("what a former leader refuses goes to the new one", async () => {
  let leaders = [1, 2];
  const cluster = new ScriptedCluster().withTopic(2, () => leaders);
  answerOffsets(cluster, () => leaders);
  await withAdmin(cluster, {}, async (admin) => {
    await admin.listOffsets([latest(0)]);
    leaders = [2, 1];
    const listed = await admin.listOffsets([latest(0), latest(1)]);
    assert.deepEqual(
      listed.map(({ error, offset }) => [error.name, offset]),
      [
        ["NONE", 200],
        ["NONE", 100],
      ],
    );
  });
});

test("one partition's failure is told with that partition", async () => {
  const cluster = new ScriptedCluster().withTopic(1, () => [1]);
  answerOffsets(cluster, () => [1]);
  await withAdmin(cluster, {}, async (admin) => {
    const listed = await admin.listOffsets([latest(0), latest(7), { topic: "other", partition: 0, at: "earliest" }]);
    assert.deepEqual(
      listed.map(({ error }) => error.name),
      ["NONE", "UNKNOWN_TOPIC_OR_PARTITION", "UNKNOWN_TOPIC_OR_PARTITION"],
    );
  });
});

test("a partition without a leader is asked for until the operation's time is over, then told", async () => {
  const clock = new TurningClock();
  const cluster = new ScriptedCluster().withTopic(1, () => [-1]);
  await withAdmin(cluster, { operationTimeoutMs: 500, clock }, async (admin) => {
    const startMs = clock.monotonicMs();
    const [listed] = await admin.listOffsets([latest(0)]);
    assert.equal(listed?.error, errors.LEADER_NOT_AVAILABLE);
    assert.ok(cluster.asked.length > 2, "it was asked for more than once");
    assert.ok(clock.monotonicMs() - startMs > 490, "it was asked for as long as it may");
  });
  clock.stop();
});

test("topics are created at the controller, wherever that has moved to", async () => {
  let controllerId = 2;
  const cluster = new ScriptedCluster().withTopic(3, () => [1]);
  cluster.on(apis.metadata, () => ({ controllerId, brokers: [1, 2, 3].map((nodeId) => ({ nodeId, host: "h", port: 9000 + nodeId })) }));
  cluster.on(apis.createTopics, ({ topics }, port) => {
    if (port === 9002) controllerId = 3;
    const errorCode = port === 9002 ? errors.NOT_CONTROLLER.code : 0;
    return { topics: topics.map(({ name }) => ({ name, errorCode, numPartitions: 1 })) };
  });
  await withAdmin(cluster, {}, async (admin) => {
    const [created] = await admin.createTopics([{ name: "new" }]);
    assert.equal(created?.error, errors.NONE);
    assert.deepEqual(
      cluster.asked.filter((each) => each.includes("CreateTopics")),
      ["9002 CreateTopics", "9003 CreateTopics"],
    );
  });
});

test("only what has not been answered for good is asked again", async () => {
  const cluster = new ScriptedCluster().withTopic(1, () => [1]);
  const asked: string[][] = [];
  cluster.on(apis.createTopics, ({ topics }) => {
    asked.push(topics.map(({ name }) => name));
    const busy = asked.length === 1 ? errors.THROTTLING_QUOTA_EXCEEDED.code : 0;
    return { topics: topics.map(({ name }) => ({ name, errorCode: name === "b" ? busy : name === "c" ? 36 : 0 })) };
  });
  await withAdmin(cluster, {}, async (admin) => {
    const created = await admin.createTopics([{ name: "a" }, { name: "b" }, { name: "c" }]);
    assert.deepEqual(
      created.map(({ error }) => error.name),
      ["NONE", "NONE", "TOPIC_ALREADY_EXISTS"],
    );
    assert.deepEqual(asked, [["a", "b", "c"], ["b"]]);
  });
});

test("a group's requests go to its coordinator, again when that is loading or has moved", async () => {
  let coordinator = 1;
  const cluster = new ScriptedCluster().withTopic(2, () => [1]);
  const problems = [errors.COORDINATOR_LOAD_IN_PROGRESS.code, errors.NOT_COORDINATOR.code];
  cluster.on(apis.findCoordinator, ({ coordinatorKeys: [key = ""] }) => ({
    coordinators: [{ key, nodeId: coordinator, host: "h", port: 9000 + coordinator }],
  }));
  cluster.on(apis.deleteGroups, ({ groupsNames: [groupId = ""] }) => {
    const errorCode = problems.shift() ?? 0;
    if (errorCode === errors.NOT_COORDINATOR.code) coordinator = 2;
    return { results: [{ groupId, errorCode }] };
  });
  await withAdmin(cluster, {}, async (admin) => {
    const [deleted] = await admin.deleteGroups(["g"]);
    assert.equal(deleted?.error, errors.NONE);
    assert.deepEqual(
      cluster.asked.filter((each) => each.includes("DeleteGroups")),
      ["9001 DeleteGroups", "9001 DeleteGroups", "9002 DeleteGroups"],
    );
  });
});

test("a broken connection is made anew and the request repeated", async () => {
  const cluster = new ScriptedCluster().withTopic(1, () => [1]);
  let breaks = 2;
  cluster.on(apis.describeConfigs, ({ resources }) => {
    if (breaks-- > 0) throw new Error("break");
    return { results: resources.map(({ resourceType, resourceName }) => ({ resourceType, resourceName })) };
  });
  await withAdmin(cluster, {}, async (admin) => {
    const [described] = await admin.describeConfigs([{ type: "topic", name: "t" }]);
    assert.equal(described?.error, errors.NONE);
  });
});

test("any bootstrap server will do, and all of them are named when none answers", async () => {
  const cluster = new ScriptedCluster().withTopic(2, () => [1]);
  cluster.down.add(9001);
  await withAdmin(cluster, { bootstrapServers: "h:9001,h:9002" }, async (admin) => {
    assert.deepEqual(
      (await admin.listTopics()).map(({ name }) => name),
      ["t"],
    );
  });
  cluster.down.add(9002);
  await withAdmin(cluster, { bootstrapServers: "h:9001,h:9002" }, async (admin) => {
    await assert.rejects(admin.connect(), { code: "CONNECTION_FAILED", message: /h:9001, h:9002/ });
  });
});

test("an operation under way when the client is closed ends, and later ones do not begin", async () => {
  const cluster = new ScriptedCluster().withTopic(1, () => [-1]);
  const admin = openAdmin(optionsFor(cluster));
  const listing = admin.listOffsets([latest(0)]);
  await admin.close();
  await assert.rejects(listing, { code: "CONNECTION_CLOSED", message: /the client was closed/ });
  await assert.rejects(admin.listTopics(), { code: "CONNECTION_CLOSED" });
  cluster.close();
});
