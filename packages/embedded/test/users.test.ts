import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { diskFiles } from "@millrace/files";
import { silentLogger } from "@millrace/kit";
import { apis, errors } from "@millrace/protocol";
import { RawClient } from "../../broker/test/harness/raw-client.ts";
import { logIn } from "../../broker/test/harness/sasl-client.ts";
import { checkPlatform, type Platform, startPlatform } from "../src/index.ts";
import { entryOf, secretsIn } from "./stored-secrets.ts";

const root = mkdtempSync(join(tmpdir(), "millrace-users-test-"));
let directories = 0;
const newDirectory = () => join(root, String(directories++));

const apiVersion = "kafka.strimzi.io/v1";
const labels = { "strimzi.io/cluster": "test" };
const topic = (name: string) => ({ apiVersion, kind: "KafkaTopic", metadata: { name, labels }, spec: { partitions: 1 } });

function user(name: string, spec: object, annotations = {}): object {
  return { apiVersion, kind: "KafkaUser", metadata: { name, labels, annotations }, spec };
}

const scram = { type: "scram-sha-512" };
const reading = (...topics: string[]) => ({
  type: "simple",
  acls: topics.map((name) => ({ resource: { type: "topic", name }, operations: ["Describe", "Read"] })),
});
const alice = user("alice", { authentication: scram, authorization: reading("orders"), quotas: { producerByteRate: 1024 } });

const cluster: readonly object[] = [
  {
    apiVersion,
    kind: "Kafka",
    metadata: { name: "test" },
    spec: {
      kafka: {
        listeners: [{ name: "scram", port: 9092, type: "internal", tls: false, authentication: scram }],
        authorization: { type: "simple", superUsers: ["root"] },
      },
      entityOperator: { topicOperator: {}, userOperator: {} },
    },
  },
  {
    apiVersion,
    kind: "KafkaNodePool",
    metadata: { name: "node", labels },
    spec: { replicas: 1, roles: ["controller", "broker"], storage: { type: "persistent-claim", size: "1Gi" } },
  },
  topic("orders"),
  topic("payroll"),
];

/** Starts a platform with users and Secrets, does something with it, and stops it. */
async function during(
  directory: string,
  documents: readonly object[],
  work: (platform: Platform) => Promise<void>,
  { prune = false, warned = [] }: { prune?: boolean; warned?: readonly string[] } = {},
): Promise<void> {
  const text = [...cluster, ...documents].map((each) => JSON.stringify(each)).join("\n---\n");
  const { platform, problems, warnings } = checkPlatform([{ file: "test.yaml", text }]);
  assert.deepEqual([problems, warnings.map(({ reason }) => reason)], [[], warned]);
  assert.ok(platform);
  const running = await startPlatform({ platform, directory, port: 0, logger: silentLogger, prune });
  try {
    await work(running);
  } finally {
    await running.close();
  }
}

async function connected(platform: Platform, work: (client: RawClient) => Promise<void>): Promise<void> {
  const port = Number(platform.endpoints[0]?.bootstrapServers.split(":")[1]);
  const socket = connect({ host: "127.0.0.1", port });
  try {
    await work(new RawClient(socket));
  } finally {
    socket.destroy();
  }
}

/** The topics that a user sees, or null if the password is wrong. */
async function seenBy(platform: Platform, name: string, password: string): Promise<string[] | null> {
  let seen: string[] | null = null;
  await connected(platform, async (client) => {
    const { errorCode } = await logIn(client, { mechanism: "SCRAM-SHA-512", user: name, password });
    if (errorCode !== 0) return assert.equal(errorCode, errors.SASL_AUTHENTICATION_FAILED.code);
    const { topics } = await client.call(apis.metadata, 12, { topics: null });
    seen = topics.flatMap((each) => each.name ?? []).sort();
  });
  return seen;
}

const passwordOf = (directory: string, name: string): string =>
  entryOf(secretsIn(diskFiles, directory).get(name), "password")?.toString() ?? "";

const texts = ({ users }: Platform) => users.done.map(({ text }) => text);

describe("declared users", () => {
  after(() => rmSync(root, { recursive: true, force: true }));

  test("log in with a password that was made for them, and may do what they are allowed to", async () => {
    const directory = newDirectory();
    await during(directory, [alice], async (platform) => {
      assert.deepEqual(platform.users.failed, []);
      assert.deepEqual(texts(platform), [
        "user alice: create SCRAM-SHA-512 credentials",
        "user alice: create 2 ACLs: allow Describe, Read on topic orders",
        "user alice: producer_byte_rate (unlimited) → 1024",
      ]);
      const password = passwordOf(directory, "alice");
      assert.match(password, /^[A-Za-z][A-Za-z0-9]{31}$/);
      assert.deepEqual(await seenBy(platform, "alice", password), ["orders"]);
      assert.equal(await seenBy(platform, "alice", `${password}x`), null);
      assert.equal(await seenBy(platform, "bob", password), null);
      if (process.platform !== "win32") {
        const stored = join(directory, "kubernetes/resources");
        const modes = [stored, ...readdirSync(stored).map((name) => join(stored, name))].map((path) =>
          (statSync(path).mode & 0o777).toString(8),
        );
        assert.deepEqual(modes, ["700", "600"]);
      }
    });
  });

  test("keep their passwords across starts, and nothing is left to do", async () => {
    const directory = newDirectory();
    await during(directory, [alice], async () => {});
    const password = passwordOf(directory, "alice");
    await during(directory, [alice], async (platform) => {
      assert.deepEqual([platform.users.done, platform.users.failed, platform.users.left], [[], [], []]);
      assert.equal(passwordOf(directory, "alice"), password);
      assert.deepEqual(await seenBy(platform, "alice", password), ["orders"]);
    });
  });

  test("are altered by each start as the files say", async () => {
    const directory = newDirectory();
    await during(directory, [alice], async () => {});
    const changed = user("alice", { authentication: scram, authorization: reading("payroll") });
    await during(directory, [changed], async (platform) => {
      assert.deepEqual(texts(platform), [
        "user alice: create 2 ACLs: allow Describe, Read on topic payroll",
        "user alice: delete 2 ACLs: allow Describe, Read on topic orders",
        "user alice: producer_byte_rate 1024 → (unlimited)",
      ]);
      assert.deepEqual(await seenBy(platform, "alice", passwordOf(directory, "alice")), ["payroll"]);
    });
    const external = user("alice", { authentication: { type: "tls-external" }, authorization: reading("orders") });
    await during(
      directory,
      [external],
      async (platform) => {
        assert.deepEqual(texts(platform), [
          "user CN=alice: create 2 ACLs: allow Describe, Read on topic orders",
          "user alice: delete SCRAM-SHA-512 credentials",
          "user alice: delete 2 ACLs: allow Describe, Read on topic payroll",
        ]);
        assert.equal(passwordOf(directory, "alice"), "");
      },
      { warned: ["NoListener"] },
    );
  });

  test("have the password that a Secret declares, whatever was set meanwhile", async () => {
    const directory = newDirectory();
    const secret = (password: string) => ({ apiVersion: "v1", kind: "Secret", metadata: { name: "s" }, stringData: { pw: password } });
    const source = { valueFrom: { secretKeyRef: { name: "s", key: "pw" } } };
    const declared = user("root", { authentication: { ...scram, password: source } });
    await during(directory, [declared, secret("first")], async (platform) => {
      assert.equal(passwordOf(directory, "root"), "first");
      assert.deepEqual(await seenBy(platform, "root", "first"), ["orders", "payroll"], "a super user needs no ACLs");
    });
    await during(directory, [declared, secret("second")], async (platform) => {
      assert.deepEqual(platform.users.done, []);
      assert.equal(await seenBy(platform, "root", "first"), null);
      assert.deepEqual(await seenBy(platform, "root", "second"), ["orders", "payroll"]);
      await connected(platform, async (client) => {
        await logIn(client, { mechanism: "SCRAM-SHA-512", user: "root", password: "second" });
        const upsertion = { name: "root", mechanism: 2, iterations: 4096, salt: Buffer.from("s"), saltedPassword: Buffer.alloc(64) };
        const { results } = await client.call(apis.alterUserScramCredentials, 0, { upsertions: [upsertion] });
        assert.equal(results[0]?.errorCode, 0);
      });
      assert.equal(await seenBy(platform, "root", "second"), null);
    });
    await during(directory, [declared, secret("second")], async (platform) => {
      assert.deepEqual(await seenBy(platform, "root", "second"), ["orders", "payroll"]);
    });
  });

  test("never get the Secret of something else for their credentials", async () => {
    const directory = newDirectory();
    const others = { apiVersion: "v1", kind: "Secret", metadata: { name: "alice" }, data: { "ca.key": "YQ==" } };
    await during(directory, [alice, others], async ({ users }) => {
      const message = "Secret alice exists and does not belong to this KafkaUser: it is not overwritten";
      assert.deepEqual([users.done, users.failed], [[], [{ user: "alice", reason: "ResourceConflict", message }]]);
    });
    assert.deepEqual(secretsIn(diskFiles, directory).get("alice")?.data, others.data);
  });

  test("have no other password than the one that is declared, also where its Secret is in another namespace", async () => {
    const password = { valueFrom: { secretKeyRef: { name: "own", key: "pw" } } };
    const own = { apiVersion: "v1", kind: "Secret", metadata: { name: "own", namespace: "elsewhere" }, stringData: { pw: "declared" } };
    await during(newDirectory(), [user("alice", { authentication: { ...scram, password } }), own], async ({ users }) => {
      const message = "Secret own in namespace default not found";
      assert.deepEqual([users.done, users.failed], [[], [{ user: "alice", reason: "InvalidResourceException", message }]]);
    });
  });

  test("stay when they leave the files, which is said, and go with prune", async () => {
    const directory = newDirectory();
    const bob = user("bob", { authentication: scram });
    await during(directory, [alice, bob], async () => {});
    const password = passwordOf(directory, "alice");
    await during(directory, [bob], async (platform) => {
      assert.deepEqual([platform.users.done, platform.users.left], [[], ["alice"]]);
      assert.deepEqual(await seenBy(platform, "alice", password), ["orders"]);
    });
    await during(
      directory,
      [bob],
      async (platform) => {
        assert.deepEqual(texts(platform), [
          "user alice: delete SCRAM-SHA-512 credentials",
          "user alice: delete 2 ACLs: allow Describe, Read on topic orders",
          "user alice: producer_byte_rate 1024 → (unlimited)",
        ]);
        assert.deepEqual([platform.users.failed, platform.users.left], [[], []]);
        assert.equal(await seenBy(platform, "alice", password), null);
        assert.equal(passwordOf(directory, "alice"), "");
        assert.notEqual(passwordOf(directory, "bob"), "");
      },
      { prune: true },
    );
  });

  test("are left alone while they are paused, by prune too", async () => {
    const directory = newDirectory();
    await during(directory, [alice], async () => {});
    const password = passwordOf(directory, "alice");
    const paused = user("alice", {}, { "strimzi.io/pause-reconciliation": "true" });
    await during(
      directory,
      [paused],
      async (platform) => {
        assert.deepEqual([platform.users.done, platform.users.left], [[], []]);
        assert.deepEqual(await seenBy(platform, "alice", password), ["orders"]);
      },
      { prune: true },
    );
  });
});
