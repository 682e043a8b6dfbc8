import assert from "node:assert/strict";
import type { AwaitedResource } from "@millrace/resources";
import { eventually } from "../client/running-broker.ts";
import { type AwaitedStage, awaitedKind, textOf } from "./awaited-stage.ts";

interface Case {
  readonly name: string;
  /** In a namespace of its own. */
  readonly run: (stage: AwaitedStage, namespace: string) => Promise<void>;
}

const apiVersion = "kafka.strimzi.io/v1";
const group = { groupId: "g", configStorageTopic: "c", statusStorageTopic: "s", offsetStorageTopic: "o" };
const bootstrapServers = "my-kafka-bootstrap:9092";
const pause = "strimzi.io/pause-reconciliation";

/** One of each kind, as small as it can be. */
const smallest = (namespace: string): readonly AwaitedResource[] => {
  const metadata = { namespace, name: "smallest" };
  const target = { alias: "here", bootstrapServers, ...group };
  return [
    { apiVersion, kind: "KafkaConnect", metadata, spec: { replicas: 1, bootstrapServers, ...group } },
    { apiVersion, kind: "KafkaConnector", metadata, spec: {} },
    { apiVersion, kind: "KafkaMirrorMaker2", metadata, spec: { replicas: 1, target, mirrors: [] } },
    { apiVersion, kind: "KafkaBridge", metadata, spec: { replicas: 1, bootstrapServers } },
  ];
};

const bridge = (namespace: string, name: string, annotations: Readonly<Record<string, string>> = {}): AwaitedResource => ({
  ...{ apiVersion, kind: "KafkaBridge", metadata: { namespace, name, annotations } },
  spec: { replicas: 1, bootstrapServers },
});

/** What is said of resources that nothing looks after yet, on any API server. */
export const awaitedCases: readonly Case[] = [
  {
    name: "of each kind it is said that nothing comes of it yet",
    async run(stage, namespace) {
      for (const resource of smallest(namespace)) {
        await stage.client.create(awaitedKind(resource.kind), resource);
        assert.match(
          (await stage.said(resource)).text,
          /^NotReady True NotSupportedYet: Millrace does not [^;]* until a later version does$/,
        );
      }
    },
  },
  {
    name: "it is written once, again only where somebody else writes there, and nothing stays of what is deleted",
    async run(stage, namespace) {
      const resource = bridge(namespace, "once");
      const kind = awaitedKind("KafkaBridge");
      await stage.client.create(kind, resource);
      const { object } = await stage.said(resource);
      await stage.client.patch(kind, resource.metadata, { metadata: { labels: { team: "a" } } }, { type: "merge" });
      await stage.client.patch(kind, resource.metadata, { spec: { replicas: 2 } }, { type: "merge" });
      const { object: later } = await stage.said(resource);
      assert.deepEqual(later.status?.conditions, object.status?.conditions);
      // One that comes afterwards is done when whatever there was to do of the first is done.
      const next = bridge(namespace, "next");
      await stage.client.create(kind, next);
      await stage.said(next);
      assert.equal(stage.written.filter((name) => name === "once").length, 2);
      await stage.client.patch(kind, resource.metadata, { status: { conditions: null } }, { type: "merge", subresource: "status" });
      await eventually("it is said again", async () =>
        textOf((await stage.said(resource)).object).startsWith("NotReady True NotSupportedYet"),
      );
      await stage.client.delete(kind, resource.metadata);
      assert.equal(await stage.client.get(kind, resource.metadata), undefined);
    },
  },
  {
    name: "one that is paused says so",
    async run(stage, namespace) {
      const resource = bridge(namespace, "paused", { [pause]: "true" });
      const kind = awaitedKind("KafkaBridge");
      await stage.client.create(kind, resource);
      assert.equal((await stage.said(resource)).text, "ReconciliationPaused True");
      await stage.client.patch(kind, resource.metadata, { metadata: { annotations: { [pause]: null } } }, { type: "merge" });
      await eventually("it is not paused any more", async () => textOf((await stage.said(resource)).object).startsWith("NotReady True"));
    },
  },
];
