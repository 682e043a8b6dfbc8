import assert from "node:assert/strict";
import { join } from "node:path";
import { ApiServer } from "@millrace/apiserver";
import { type Acl, type Admin, openAdmin } from "@millrace/client";
import { TopicController, UserController, userKind, WatchedKafkas } from "@millrace/controllers";
import { MemoryFiles } from "@millrace/files";
import { MillraceError, type Opened, opening, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient, type KubeObject, namespacedKind, type Stored } from "@millrace/kube";
import { type Kafka, type KafkaTopic, type KafkaUser, kinds, topicDeclaration } from "@millrace/resources";
import { authorizerConfig } from "../authorization/authorizer-config.ts";
import type { Peer } from "../peers/peer.ts";
import type { Suite } from "../suite.ts";
import { runCommand } from "../toolchain/commands.ts";
import type { Verdict } from "../verdicts.ts";

const command = join(import.meta.dirname, "../../../packages/cli/src/main.ts");
const topicKind = namespacedKind<KafkaTopic>(kinds.KafkaTopic);
const kafkaKind = namespacedKind<Kafka>(kinds.Kafka);
const user = { name: "administrator", groups: ["system:masters"] };
const cluster = "exported";
const namespace = "default";
const waitMsMax = 60_000;

interface Exported {
  readonly resources: ReadonlyArray<KafkaTopic | KafkaUser>;
  readonly warnings: readonly string[];
}

/** What `millrace export` writes about a Kafka. */
async function exported({ bootstrapServers }: Peer): Promise<Exported> {
  const flags = ["--conditions=source", "--disable-warning=ExperimentalWarning"];
  const args = [...flags, command, "export", "-b", bootstrapServers, "--cluster", cluster, "-o", "json"];
  const { code, stdout, stderr } = await runCommand(process.execPath, args);
  if (code !== 0) throw new MillraceError("REQUEST_FAILED", `export ended with ${code}: ${stderr}`);
  return { resources: JSON.parse(stdout).items, warnings: stderr.trimEnd().split("\n") };
}

const scram = (name: string, password: string | null) => ({ user: name, mechanism: "SCRAM-SHA-512" as const, password });

const acl = (
  principal: string,
  operation: Acl["operation"],
  resource: readonly [Acl["resourceType"], string],
  more: Partial<Acl> = {},
): Acl => ({
  ...{ principal: `User:${principal}`, operation, permission: "allow", host: "*", patternType: "literal" },
  ...{ resourceType: resource[0], resourceName: resource[1] },
  ...more,
});

const acls: readonly Acl[] = [
  acl("alice", "Read", ["topic", "orders"]),
  acl("alice", "Write", ["topic", "orders"], { host: "10.0.0.1" }),
  acl("alice", "Write", ["topic", "pay"], { patternType: "prefixed", permission: "deny" }),
  acl("alice", "Read", ["group", "billing"], { patternType: "prefixed" }),
  acl("alice", "Write", ["transactional-id", "*"]),
  acl("alice", "IdempotentWrite", ["cluster", "kafka-cluster"]),
  acl("CN=carol", "All", ["topic", "*"]),
  acl("erin", "Describe", ["topic", "orders"]),
  acl("*", "Describe", ["topic", "orders"]),
];

const topics: Parameters<Admin["createTopics"]>[0] = [
  {
    name: "orders",
    partitionCount: 3,
    configs: { "retention.ms": "604800000", "cleanup.policy": "compact,delete", "compression.type": "zstd" },
  },
  { name: "Pay_ments.EU", partitionCount: 1, configs: { "max.message.bytes": "2097152", "min.cleanable.dirty.ratio": "0.25" } },
  { name: "plain", partitionCount: 2 },
];

const quotas: Parameters<Admin["alterClientQuotas"]>[0] = [
  { entity: { user: "alice" }, set: { producer_byte_rate: 1024, consumer_byte_rate: 2048 } },
  { entity: { user: "CN=carol" }, set: { request_percentage: 55, controller_mutation_rate: 10 } },
  { entity: { user: "dave", "client-id": "app" }, set: { producer_byte_rate: 1 } },
  { entity: { user: null }, set: { producer_byte_rate: 1_000_000 } },
];

/** Makes what there is to be exported. */
async function fill(admin: Admin): Promise<void> {
  done(await admin.createTopics(topics));
  done(await admin.alterUserScramCredentials([scram("alice", "first"), scram("dave", "second")]));
  done(await admin.createAcls(acls));
  done(await admin.alterClientQuotas(quotas));
  await comesTo(admin, [topics.length, acls.length, quotas.length, 2]);
}

/** Takes all of it away again. */
async function empty(admin: Admin): Promise<void> {
  done(await admin.deleteTopics(await topicNames(admin)));
  done(await admin.deleteAcls([{}]));
  done(await admin.alterUserScramCredentials([scram("alice", null), scram("dave", null)]));
  done(await admin.alterClientQuotas(quotas.map(({ entity, set = {} }) => ({ entity, remove: Object.keys(set) }))));
  await comesTo(admin, [0, 0, 0, 0]);
}

function done(outcomes: ReadonlyArray<{ readonly error: { readonly name: string }; readonly errorMessage: string | null }>): void {
  const failed = outcomes.find(({ error }) => error.name !== "NONE");
  if (failed !== undefined) throw new MillraceError("REQUEST_FAILED", `${failed.error.name}: ${failed.errorMessage}`);
}

const topicNames = async (admin: Admin): Promise<readonly string[]> =>
  (await admin.listTopics()).filter(({ isInternal }) => !isInternal).map(({ name }) => name);

/** Apache Kafka's controller answers before its broker knows: waits until there are so many topics, ACLs, quotas and users with a password. */
async function comesTo(admin: Admin, counts: readonly number[]): Promise<void> {
  const endMs = systemClock.monotonicMs() + waitMsMax;
  for (;;) {
    const lists = [topicNames(admin), admin.describeAcls(), admin.describeClientQuotas({}), admin.describeUserScramCredentials()];
    const found = (await Promise.all<{ readonly length: number }>(lists)).map(({ length }) => length);
    if (String(found) === String(counts)) return;
    if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `there are ${found} and not ${counts}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Has controllers bring resources about on a Kafka, as `millrace apply` would. */
function applied(resources: Exported["resources"], { bootstrapServers }: Peer): Promise<void> {
  return opening(async (opened) => {
    const client = await clientOf(opened);
    const common = { client, clock: systemClock, random: systemRandom, logger: silentLogger };
    const watched = opened.add(new WatchedKafkas({ ...common, addressOf: () => ({ bootstrapServers }) }));
    const effective = (topic: KafkaTopic) => ({ effective: topicDeclaration(topic), warnings: [] });
    const controllers = [new TopicController({ ...common, watched, effective }), new UserController({ ...common, watched })];
    for (const controller of controllers) await opened.add(controller).start();
    const listeners = [{ name: "plain", port: 9092, type: "internal" as const, tls: false }];
    await client.create(kafkaKind, {
      ...{ apiVersion: kinds.Kafka.apiVersion, kind: "Kafka", metadata: { name: cluster, namespace } },
      spec: { kafka: { listeners, authorization: { type: "simple" } }, entityOperator: { topicOperator: {}, userOperator: {} } },
    });
    for (const resource of resources) {
      const metadata = { ...resource.metadata, namespace };
      if (resource.kind === "KafkaTopic") await ready(client, topicKind, { ...resource, metadata } as KafkaTopic);
      else await ready(client, userKind, { ...resource, metadata } as KafkaUser);
    }
    await opened.close();
  });
}

async function clientOf(opened: Opened): Promise<KubeClient> {
  const api = opened.add(await ApiServer.open({ files: new MemoryFiles(systemClock), directory: "resources" }));
  return new KubeClient({ transport: (request) => api.handle({ ...request, user }) });
}

/** Creates it, and waits until it is as declared. */
async function ready<T extends KafkaTopic | KafkaUser>(
  client: KubeClient,
  kind: Parameters<typeof client.get<T>>[0],
  object: T,
): Promise<void> {
  await client.create(kind, object);
  const endMs = systemClock.monotonicMs() + waitMsMax;
  for (;;) {
    const found: Stored<T & KubeObject> | undefined = await client.get<T>(kind, object.metadata as { namespace: string; name: string });
    const conditions = found?.status?.conditions ?? [];
    if (conditions.some(({ type, status }) => type === "Ready" && status === "True")) return;
    if (systemClock.monotonicMs() > endMs) throw new MillraceError("TIMED_OUT", `${object.metadata.name}: ${JSON.stringify(conditions)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What a Kafka has is written as resources, which make the same of an empty one. */
export const exportSuite: Suite = {
  name: "export",
  config: { ...authorizerConfig, "super.users": "User:ANONYMOUS", "auto.create.topics.enable": "false" },
  async prepare() {
    const run = (peer: Peer): Promise<Verdict> =>
      opening(async (opened) => {
        const admin = opened.add(openAdmin({ bootstrapServers: peer.bootstrapServers, clock: systemClock, random: systemRandom }));
        await fill(admin);
        const first = await exported(peer);
        await empty(admin);
        const without = await exported(peer);
        await applied(first.resources, peer);
        const again = await exported(peer);
        await opened.close();
        assert.deepEqual(without.resources, []);
        assert.deepEqual(again.resources, first.resources);
        return first as unknown as Verdict;
      });
    return { cases: [{ name: "exported, applied to an empty Kafka, and exported again", alone: true, run }], close: async () => {} };
  },
};
