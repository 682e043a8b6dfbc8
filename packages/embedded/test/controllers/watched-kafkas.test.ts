import assert from "node:assert/strict";
import { test } from "node:test";
import { KafkaController, secretKind, TopicController, UserController, userKind, WatchedKafkas } from "@millrace/controllers";
import { silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { KubeClient, type Transport } from "@millrace/kube";
import { type Kafka, type KafkaTopic, topicDeclaration } from "@millrace/resources";
import { eventually } from "../client/running-broker.ts";
import { embeddedSurroundings } from "./embedded-surroundings.ts";
import { TopicStage } from "./topic-stage.ts";

test("controllers of one process have one watch for each kind, and one set of connections, whoever comes when", async (context) => {
  const surroundings = await embeddedSurroundings();
  const { transport, address, opened } = surroundings;
  context.after(() => opened.close());
  const watches: string[] = [];
  const counting: Transport = (request) => {
    if (request.query.get("watch") !== null) watches.push(request.path.split("/").at(-1) ?? "");
    return transport(request);
  };
  const addressed: string[] = [];
  const addressOf = ({ metadata }: Kafka) => {
    addressed.push(metadata.name);
    return address;
  };
  const common = { client: new KubeClient({ transport: counting }), clock: systemClock, random: systemRandom, logger: silentLogger };
  const shared = { ...common, watched: opened.add(new WatchedKafkas({ ...common, addressOf })) };
  const cluster = await opened
    .add(new TopicStage(surroundings))
    .cluster("shared", { entityOperator: { topicOperator: {}, userOperator: {} } });
  const effective = (topic: KafkaTopic) => ({ effective: topicDeclaration(topic), warnings: [] });
  const topicController = opened.add(new TopicController({ ...shared, effective }));
  const userController = opened.add(new UserController(shared));
  await Promise.all([topicController.start(), userController.start()]);
  const metadata = { namespace: "shared", name: "user", labels: { "strimzi.io/cluster": "cluster" } };
  await common.client.create(userKind, { apiVersion: userKind.apiVersion, kind: "KafkaUser", metadata, spec: {} });
  await cluster.create("topic");
  await cluster.comesTo("topic", /^Ready True$/);
  await eventually("the user is ready", async () => {
    const user = await common.client.get(userKind, metadata);
    return user?.status?.conditions?.[0]?.type === "Ready";
  });
  const brought: string[] = [];
  const bringAbout = async ({ kafka }: { readonly kafka: Kafka }) => {
    brought.push(kafka.metadata.name);
    return { ...({ type: "failed", reason: "Tried", message: "", passing: false } as const), state: undefined, done: [] };
  };
  const late = opened.add(new KafkaController({ ...shared, backend: { bringAbout, letGo: async () => {} } }));
  await late.start();
  await eventually("the Kafka is looked at", () => brought.includes("cluster"));
  assert.deepEqual(watches.toSorted(), ["kafkanodepools", "kafkas", "kafkatopics", "kafkausers", "secrets"]);
  assert.deepEqual(addressed, ["cluster"]);
});

test("what Helm keeps in Secrets is not kept in memory as well", async (context) => {
  const { transport, address, opened } = await embeddedSurroundings();
  context.after(() => opened.close());
  const common = { client: new KubeClient({ transport }), clock: systemClock, random: systemRandom, logger: silentLogger };
  const { secrets } = opened.add(new WatchedKafkas({ ...common, addressOf: () => address }));
  await secrets.start();
  const secret = (name: string, type: string) => ({
    apiVersion: "v1",
    kind: "Secret" as const,
    metadata: { namespace: "default", name },
    type,
  });
  await common.client.create(secretKind, secret("sh.helm.release.v1.millrace.v1", "helm.sh/release.v1"));
  await common.client.create(secretKind, secret("own", "Opaque"));
  await eventually("a Secret is known", () => secrets.cache.size > 0);
  assert.deepEqual([...secrets.cache.keys()], ["default/own"]);
});
