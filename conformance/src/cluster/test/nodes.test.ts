import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { systemClock } from "@millrace/kit";
import { kafkaArchive } from "../../../../images/src/kafka-image.ts";
import { javaagent, operatorArchive } from "../../../../images/src/operator-image.ts";
import { mustRun } from "../../toolchain/commands.ts";
import { kafkaVersion } from "../../toolchain/java.ts";
import { type NodeCluster, startNodeCluster } from "../node-cluster.ts";
import { kubectl, onCluster, until } from "./on-cluster.ts";
import { timed } from "./timed.ts";
import { tracesOf } from "./traces.ts";

const image = `millrace.test/kafka:${kafkaVersion}`;

async function kafkaRuns(test: TestContext, cluster: NodeCluster): Promise<void> {
  const manifest = (await readFile(join(import.meta.dirname, "kafka.yaml"), "utf8")).replaceAll("$IMAGE", image);
  await kubectl(cluster, "label namespace default pod-security.kubernetes.io/enforce=restricted");
  await timed(test, "three brokers, from apply to Ready", async () => {
    await kubectl(cluster, "apply --filename=-", manifest);
    await kubectl(cluster, "rollout status statefulset/kafka --timeout=180s");
  });
  const places = await kubectl(cluster, "get pods --selector app=kafka --output jsonpath={.items[*].spec.nodeName}");
  assert.deepEqual([...new Set(places.split(" "))].sort(), ["node-0", "node-1"], "they are spread over the zones");
}

const topics = (command: string): string => `exec kafka-0 -- kafka-topics.sh --bootstrap-server=kafka:9092 ${command}`;
const consumer =
  "kafka-console-consumer.sh --bootstrap-server=kafka:9092 --topic numbers --from-beginning --max-messages 1000 --timeout-ms 60000";

async function recordsComeBack(cluster: NodeCluster): Promise<void> {
  await kubectl(cluster, topics("--create --topic=numbers --partitions=6 --replication-factor=3"));
  const numbers = Array.from({ length: 1000 }, (_, at) => `${at}\n`).join("");
  await kubectl(cluster, "exec --stdin kafka-1 -- kafka-console-producer.sh --bootstrap-server=kafka:9092 --topic numbers", numbers);
  const consumed = await kubectl(cluster, `exec kafka-2 -- ${consumer}`);
  assert.deepEqual(
    consumed
      .trim()
      .split("\n")
      .map(Number)
      .sort((a, b) => a - b),
    Array.from({ length: 1000 }, (_, at) => at),
  );
}

/** A node without power, whose brokers come back with what they had. */
async function nodesMayFail(test: TestContext, cluster: NodeCluster): Promise<void> {
  const [, node] = cluster.nodes;
  assert.ok(node);
  await node.stop();
  await timed(test, "a node that was switched off, from on to Ready", () => cluster.start(node));
  const [there = ""] = await podsOn(cluster, node.name);
  const restarts = `get pod ${there} --output jsonpath={.status.containerStatuses[0].restartCount}`;
  await until("its broker is started again", async () => (await kubectl(cluster, restarts)) !== "0");
  await kubectl(cluster, "rollout status statefulset/kafka --timeout=180s");
  const behind = topics("--describe --under-replicated-partitions");
  await until("all replicas are in sync", async () => (await kubectl(cluster, behind)).trim() === "");
}

async function podsOn(cluster: NodeCluster, node: string): Promise<readonly string[]> {
  const names = await kubectl(
    cluster,
    `get pods --selector app=kafka --field-selector spec.nodeName=${node} --output jsonpath={.items[*].metadata.name}`,
  );
  return names.split(" ");
}

/** Java trusts the authorities that Debian trusts, and the operator's image has Node and what it gives to Kafka. */
async function imagesAreWhole(cluster: NodeCluster, folder: string): Promise<void> {
  const trusted = await kubectl(cluster, "exec kafka-0 -- keytool -list -cacerts -storepass changeit");
  assert.ok((trusted.match(/trustedCertEntry/g)?.length ?? 0) > 100, trusted.slice(0, 200));
  await mkdir(join(folder, "operator"));
  await writeFile(join(folder, "operator/package.json"), JSON.stringify({ name: "tried", version: "1.0.0" }));
  const says = `console.log(process.version, process.getuid(), require("node:fs").statSync("${javaagent}").size > 100000)`;
  await writeFile(join(folder, "operator/main.js"), says);
  await cluster.load(await operatorArchive(join(folder, "operator"), "millrace.test/operator:tried"));
  const container = { name: "operator", image: "millrace.test/operator:tried", securityContext: restricted };
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "operator" }, spec: { restartPolicy: "Never", containers: [container] } };
  await kubectl(cluster, "apply --filename=-", JSON.stringify(pod));
  await kubectl(cluster, "wait --for=jsonpath={.status.phase}=Succeeded pod/operator --timeout=60s");
  assert.equal(await kubectl(cluster, "logs operator"), `${process.version} 1001 true\n`);
}

const restricted = {
  ...{ runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] }, seccompProfile: { type: "RuntimeDefault" } },
};

/** This machine's programs call pods and Services by their names, and their logs are had. */
async function isReached(cluster: NodeCluster): Promise<void> {
  const [command, args] = cluster.withNames(["getent", "hosts", "kafka-0.kafka.default.svc.cluster.local"]);
  assert.match(await mustRun(command, args), /^10\.\d+\.1[67]\./);
  assert.match(await kubectl(cluster, "logs kafka-0"), /Kafka Server started/);
}

test("nodes that run pods: Kafka on two of them, and nothing stays", async (t) => {
  let traces: { readonly bridge: string; readonly folder: string } | undefined;
  const beganMs = systemClock.monotonicMs();
  await onCluster(
    t,
    (folder) => startNodeCluster({ folder, count: 2 }),
    async (cluster) => {
      t.diagnostic(`two nodes, from nothing to Ready: ${Math.round(systemClock.monotonicMs() - beganMs)} ms`);
      traces = { bridge: cluster.network.bridge, folder: join(cluster.kubeconfig, "..") };
      const archive = await timed(t, "the image of Kafka", () => kafkaArchive(kafkaVersion, image));
      await timed(t, "loading it into both nodes", () => cluster.load(archive));
      await kafkaRuns(t, cluster);
      await timed(t, "1000 records, there and back", () => recordsComeBack(cluster));
      await isReached(cluster);
      await imagesAreWhole(cluster, traces.folder);
      await timed(t, "a node's failure, until all replicas are in sync", () => nodesMayFail(t, cluster));
    },
  );
  if (traces === undefined) return; // skipped
  assert.deepEqual(await tracesOf(traces.bridge, traces.folder), { mounts: [], links: [], routes: [], cgroups: [], processes: [] });
});
