import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { type Closeable, Opened, silentLogger, systemClock, systemRandom } from "@millrace/kit";
import type { Transport } from "@millrace/kube";
import { httpsTransport, readKubeconfig } from "@millrace/kube/https";
import { DrainCleaner, readDrainCleanerSettings } from "@millrace/operator";
import { kubeconfigOf } from "../../kubernetes/api-server.ts";
import type { Cluster } from "../cluster.ts";
import { type KafkaProcesses, onKafkaProcesses } from "../test/kafka-processes.ts";
import { kubectl, until } from "../test/on-cluster.ts";
import { nodePool, withAdmin } from "../test/small-kafka.ts";

const manifest = join(import.meta.dirname, "../../../../install/drain-cleaner.yaml");
const [namespace, name] = ["millrace", "millrace-drain-cleaner"];

const declared = `${nodePool({ name: "nodes", roles: "controller, broker", replicas: 3, storage: "{ type: ephemeral }" })}
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my }
spec:
  kafka:
    config: { offsets.topic.replication.factor: 3, default.replication.factor: 3, min.insync.replicas: 2, num.network.threads: 1 }
    listeners: [{ name: plain, port: 9092, type: internal, tls: false }]
---
apiVersion: v1
kind: Pod
metadata: { name: other }
spec: { containers: [{ name: main, image: "nowhere.test/none:1" }] }
`;

/** How many replicas the least of all partitions has in sync. */
const leastInSync = (): Promise<number> =>
  withAdmin(async (admin) => Math.min(...(await admin.listTopics()).flatMap(({ partitions }) => partitions.map(({ isr }) => isr.length))));

const podsOn = async (cluster: Cluster, node: string): Promise<readonly string[]> => {
  const selector = `--field-selector spec.nodeName=${node} --selector strimzi.io/cluster=my`;
  return (await kubectl(cluster, `get pods ${selector} --output jsonpath={.items[*].metadata.name}`))
    .split(" ")
    .filter((each) => each !== "");
};

/** The Drain Cleaner in this process, with its account's rights, installed as users do; the API server reaches it at this machine. */
async function startDrainCleaner(cluster: Cluster, opened: Opened): Promise<{ readonly refused: readonly string[] } & Closeable> {
  await kubectl(cluster, `create namespace ${namespace}`);
  await kubectl(cluster, `apply --filename=${manifest}`);
  const token = (await kubectl(cluster, `create token ${name} --namespace ${namespace}`)).trim();
  const text = kubeconfigOf({ ...cluster, token });
  const https = opened.add(httpsTransport(readKubeconfig([{ file: "account", text, directory: "/" }]), systemClock));
  const refused: string[] = [];
  const transport: Transport = async (request) => {
    const response = await https.transport(request);
    if (response.status === 403) refused.push(`${request.method} ${request.path}`);
    return response;
  };
  const settings = readDrainCleanerSettings({
    STRIMZI_OPERATOR_NAMESPACE: namespace,
    MILLRACE_WEBHOOK_PORT: "0",
    MILLRACE_WEBHOOK_HOSTS: "127.0.0.1",
    MILLRACE_HTTP_HOST: "127.0.0.1",
  });
  const cleaner = opened.add(new DrainCleaner({ settings, transport, clock: systemClock, random: systemRandom, logger: silentLogger }));
  cleaner.start();
  const isIntroduced = async (): Promise<boolean> => {
    const bundle = await kubectl(
      cluster,
      `get validatingwebhookconfiguration ${name} --output jsonpath={.webhooks[0].clientConfig.caBundle}`,
    );
    return bundle !== "" && cleaner.port !== undefined;
  };
  await until("the webhook is introduced to the API server", isIntroduced);
  const here = [
    { op: "remove", path: "/webhooks/0/clientConfig/service" },
    { op: "add", path: "/webhooks/0/clientConfig/url", value: `https://127.0.0.1:${cleaner.port}/drainer` },
    { op: "replace", path: "/webhooks/0/failurePolicy", value: "Fail" },
  ];
  await kubectl(cluster, `patch validatingwebhookconfiguration ${name} --type=json --patch ${JSON.stringify(here)}`);
  return { refused, close: () => cleaner.close() };
}

async function nodesAreDrained({ cluster }: KafkaProcesses): Promise<void> {
  await kubectl(cluster, "apply --filename=-", declared);
  await kubectl(cluster, "wait kafka/my --for=condition=Ready --timeout=240s");
  await withAdmin((admin) => admin.createTopics([{ name: "kept", partitionCount: 3, replicationFactor: 3 }]));
  const opened = new Opened();
  try {
    const cleaner = await startDrainCleaner(cluster, opened);
    const node = await kubectl(cluster, "get pod my-nodes-0 --output jsonpath={.spec.nodeName}");
    const before = await podsOn(cluster, node);
    const least: number[] = [];
    const watching = systemClock.every(
      1_000,
      () =>
        void leastInSync().then(
          (count) => least.push(count),
          () => {},
        ),
    );
    const options = "--ignore-daemonsets --delete-emptydir-data --force --timeout=240s";
    const { code, stdout, stderr } = await cluster.kubectl(["drain", node, ...options.split(" ")]);
    watching();
    assert.equal(code, 0, `${stdout}${stderr}`);
    assert.match(stderr, /my-nodes-0.*will retry after 5s.*The pod will be rolled by the Strimzi Cluster Operator/);
    assert.deepEqual(await podsOn(cluster, node), []);
    assert.ok(least.length > 0 && Math.min(...least) >= 2, `in sync: ${least.join()}`);
    const events = await kubectl(cluster, "get events --field-selector reason=ManualRollingUpdate --output jsonpath={.items[*].message}");
    for (const pod of before) assert.match(events, new RegExp(`Pod ${pod} is restarted`));
    await until("all replicas are in sync", async () => (await leastInSync()) === 3, 180_000);
    assert.deepEqual(cleaner.refused, [], "rights that the manifest does not grant");
  } finally {
    await opened.close();
  }
}

test("a node is drained, and pods of Kafka leave it when nobody misses them", (t) => onKafkaProcesses(t, nodesAreDrained));
