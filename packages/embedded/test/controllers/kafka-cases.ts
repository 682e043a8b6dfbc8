import assert from "node:assert/strict";
import { kafkaKind, nodePoolKind } from "@millrace/controllers";
import { events } from "@millrace/kube";
import { eventually } from "../client/running-broker.ts";
import type { KafkaPlace } from "./kafka-stage.ts";
import { deleteNamespace, namespaces } from "./topic-stage.ts";

interface Case {
  readonly name: string;
  /** In a namespace of its own. */
  readonly run: (place: KafkaPlace) => Promise<void>;
}

/** What Strimzi's Cluster Operator says of Kafkas, on any API server. */
export const kafkaCases: readonly Case[] = [
  {
    name: "a Kafka and its node pools say what there is of them",
    async run(place) {
      await place.createPool("brokers", 2);
      await place.create({ warning: "Odd" });
      const { status } = await place.comesTo(/^Ready True; Warning True Odd: it is odd$/);
      assert.deepEqual(
        [status?.clusterId, status?.kafkaVersion, status?.kafkaMetadataVersion, status?.kafkaNodePools],
        ["scripted", "4.3.1", "4.3-IV0", [{ name: "brokers" }]],
      );
      assert.equal(status?.listeners?.[0]?.bootstrapServers, `${place.namespace}:9092`);
      const pool = await place.pool("brokers");
      assert.deepEqual([pool?.status?.nodeIds, pool?.status?.replicas, pool?.status?.clusterId], [[0, 1], 2, "scripted"]);
      await eventually("it is told", async () =>
        (await place.client.list(events, place)).items.some(({ reason }) => reason === "BroughtAbout"),
      );
    },
  },
  {
    name: "a Kafka that can't be had is not ready, in Strimzi's words, and what runs is told all the same",
    async run(place) {
      await place.createPool("brokers", 1);
      await place.create({ outcome: "NotTaken" });
      const { status } = await place.comesTo(/^NotReady True NotTaken: it can't be had$/);
      assert.equal(status?.clusterId, "scripted");
      await place.patch({ spec: { kafka: { config: { outcome: null } } } });
      await place.comesTo(/^Ready True$/);
    },
  },
  {
    name: "a paused Kafka says so",
    async run(place) {
      await place.createPool("brokers", 1);
      const pause = "strimzi.io/pause-reconciliation";
      await place.create({}, { annotations: { [pause]: "true" } });
      await place.comesTo(/^ReconciliationPaused True$/);
      await place.patch({ metadata: { annotations: { [pause]: null } } });
      await place.comesTo(/^Ready True$/);
    },
  },
  {
    name: "a node pool that comes and one that goes are heeded",
    async run(place) {
      await place.createPool("a", 1);
      await place.create();
      await place.comesTo(/^Ready True$/);
      const pools = async () => (await place.client.get(kafkaKind, place.name))?.status?.kafkaNodePools?.map(({ name }) => name).join();
      await place.createPool("b", 2);
      await eventually("there are two pools", async () => (await pools()) === "a,b");
      assert.deepEqual((await place.pool("b"))?.status?.nodeIds, [10, 11]);
      await place.client.delete(nodePoolKind, { namespace: place.namespace, name: "a" });
      await eventually("there is one pool", async () => (await pools()) === "b");
    },
  },
  {
    name: "a Kafka that is deleted is let go, once it is gone, and comes again",
    async run(place) {
      await place.createPool("brokers", 1);
      await place.create({}, { finalizers: ["example.com/held"] });
      await place.comesTo(/^Ready True$/);
      await place.client.delete(kafkaKind, place.name);
      assert.ok((await place.client.get(kafkaKind, place.name))?.metadata.deletionTimestamp);
      assert.equal(place.partings, 0);
      await place.patch({ metadata: { finalizers: null } });
      await place.parts(1);
      await place.create();
      await place.comesTo(/^Ready True$/);
      await place.client.delete(kafkaKind, place.name);
      await place.parts(2);
    },
  },
  {
    name: "a Kafka goes with its namespace",
    async run(place) {
      await place.createPool("brokers", 1);
      await place.create();
      await place.comesTo(/^Ready True$/);
      await deleteNamespace(place.client, place.namespace);
      await place.parts(1);
      await eventually("it is gone", async () => (await place.client.get(namespaces, { name: place.namespace })) === undefined);
    },
  },
];
