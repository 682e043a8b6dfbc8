import assert from "node:assert/strict";
import { test } from "node:test";
import { KafkaController, kafkaKind, nodePoolKind, WatchedKafkas } from "@millrace/controllers";
import { type Clock, Opened, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import { eventually } from "../client/running-broker.ts";
import { RunningApi } from "../kube/running-api.ts";
import { namespaces } from "./topic-stage.ts";

/** Nothing of what is created now is new to it. */
const ahead: Clock = { ...systemClock, now: () => systemClock.now() + 60_000 };

test("of a node pool it is said that its Kafka is missing, as long as it is", async (context) => {
  const opened = new Opened();
  context.after(() => opened.close());
  const api = opened.add(await RunningApi.start());
  const client = api.client();
  const common = { client, clock: ahead, random: systemRandom, logger: silentLogger };
  const watched = opened.add(new WatchedKafkas({ ...common, addressOf: () => ({ bootstrapServers: "nowhere:9092" }) }));
  // A Kafka that can't be had has no state.
  const failing = { type: "failed", reason: "NotTaken", message: "no", passing: false, state: undefined, done: [] } as const;
  const backend = { bringAbout: async () => failing, letGo: async () => {} };
  await opened.add(new KafkaController({ ...common, watched, backend })).start();

  const name = { namespace: "test", name: "nodes" };
  await client.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: "test" } });
  const reasonOf = async () => (await client.get(nodePoolKind, name))?.status?.conditions?.[0]?.reason;
  const spec = { replicas: 1, roles: ["broker" as const], storage: { type: "ephemeral" as const } };
  const { apiVersion } = nodePoolKind;
  await client.create(nodePoolKind, {
    apiVersion,
    kind: "KafkaNodePool",
    metadata: { ...name, labels: { "strimzi.io/cluster": "my" } },
    spec,
  });
  await eventually("it is said", async () => (await reasonOf()) === "NoCluster");

  const kafka = { namespace: "test", name: "my" };
  const listeners = [{ name: "plain", port: 9092, type: "internal" as const, tls: false }];
  await client.create(kafkaKind, { apiVersion, kind: "Kafka", metadata: kafka, spec: { kafka: { listeners } } });
  await eventually("it is said no more", async () => (await reasonOf()) === undefined);
  await client.delete(kafkaKind, kafka);
  await eventually("it is said again", async () => (await reasonOf()) === "NoCluster");
  assert.equal((await client.get(nodePoolKind, name))?.status?.observedGeneration, 1);
});
