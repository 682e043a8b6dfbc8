import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cluster } from "../cluster.ts";
import { type KafkaProcesses, onKafkaProcesses } from "../test/kafka-processes.ts";
import { kubectl, until } from "../test/on-cluster.ts";
import { endsOf, fill, nodePool, withAdmin } from "../test/small-kafka.ts";

const records = 300;
const recoveryMs = 4 * 60_000;
const pods = ["my-nodes-0", "my-nodes-1", "my-nodes-2"];

const pool = (size: string): string =>
  nodePool({ name: "nodes", roles: "controller, broker", replicas: 3, storage: `{ type: persistent-claim, size: ${size} }` });
const declared = (size: string): string => `${pool(size)}
apiVersion: kafka.strimzi.io/v1
kind: Kafka
metadata: { name: my }
spec:
  kafka:
    config: { offsets.topic.replication.factor: 3, default.replication.factor: 3, min.insync.replicas: 2, num.network.threads: 1 }
    listeners: [{ name: plain, port: 9092, type: internal, tls: false }]
`;

const topic = { name: "kept", partitionCount: 3, replicationFactor: 3 };

/** What is wrong with Kafka; nothing if all replicas are in sync, all nodes vote, and all records are there. */
const troubles = (): Promise<readonly string[]> =>
  withAdmin(async (admin) => {
    const topics = await admin.listTopics();
    const lacking = topics.flatMap(({ name, partitions }) =>
      partitions.filter(({ isr }) => isr.length < 3).map(({ partition }) => `${name}-${partition}`),
    );
    const voters = (await admin.describeMetadataQuorum()).voters.map(({ id }) => id).sort();
    const count = await endsOf(admin, topic);
    return [
      ...(lacking.length === 0 ? [] : [`not in sync: ${lacking.join()}`]),
      ...(voters.join() === "0,1,2" ? [] : [`voters: ${voters.join()}`]),
      ...(count === records ? [] : [`${count} records`]),
    ];
  }).catch((thrown: unknown) => [String(thrown)]);

const field = (cluster: Cluster, object: string, path: string): Promise<string> =>
  kubectl(cluster, `get ${object} --ignore-not-found --output jsonpath={${path}}`);
const uidOf = (cluster: Cluster, object: string): Promise<string> => field(cluster, object, ".metadata.uid");

async function untilWhole(cluster: Cluster): Promise<void> {
  let last: readonly string[] = [];
  await until(
    "Kafka is whole again",
    async () => {
      const conditions = await field(cluster, "kafka my", ".status.conditions");
      last = conditions.includes('"type":"Ready"') && !conditions.includes('"type":"Rolling"') ? await troubles() : [conditions];
      return last.length === 0;
    },
    recoveryMs,
  ).catch((thrown: unknown) => assert.fail(`${String(thrown)}: ${last.join("; ")}`));
}

/** A pod and its claim are others than before, and all that was there is there again. */
async function anew(cluster: Cluster, pod: string, command: string): Promise<void> {
  const before = [await uidOf(cluster, `pod ${pod}`), await uidOf(cluster, `pvc data-${pod}`)];
  await kubectl(cluster, command);
  await until("pod and claim are others", async () => {
    const now = [await uidOf(cluster, `pod ${pod}`), await uidOf(cluster, `pvc data-${pod}`)];
    return now.every((uid, at) => uid !== "" && uid !== before[at]);
  });
  await untilWhole(cluster);
}

const directoryOf = (id: number): Promise<string | undefined> =>
  withAdmin(async (admin) => (await admin.describeMetadataQuorum()).voters.find((voter) => voter.id === id)?.directoryId);

async function volumesAreLost({ cluster }: KafkaProcesses): Promise<void> {
  const before = await directoryOf(1);
  await anew(cluster, "my-nodes-1", "annotate pod my-nodes-1 strimzi.io/delete-pod-and-pvc=true");
  assert.notEqual(await directoryOf(1), before, "it votes as another one: what it voted for is lost with its volume");
  await anew(cluster, "my-nodes-2", "delete pvc data-my-nodes-2 --wait=false");
}

async function volumesGrow({ cluster }: KafkaProcesses): Promise<void> {
  const before = await Promise.all(pods.map((pod) => uidOf(cluster, `pod ${pod}`)));
  await kubectl(cluster, "apply --filename=-", declared("2Gi"));
  await until("all volumes have grown", async () => {
    const sizes = await Promise.all(pods.map((pod) => field(cluster, `pvc data-${pod}`, ".status.capacity.storage")));
    return sizes.join() === "2Gi,2Gi,2Gi";
  });
  assert.deepEqual(
    await Promise.all(pods.map((pod) => uidOf(cluster, `pod ${pod}`))),
    before,
    "where file systems grow by themselves nobody is restarted",
  );
  const pending = { type: "FileSystemResizePending", status: "True", lastTransitionTime: new Date().toISOString().replace(/\.\d+/, "") };
  const patch = JSON.stringify({ status: { conditions: [pending] } });
  await kubectl(cluster, `patch pvc data-my-nodes-0 --subresource=status --type=merge --patch ${patch}`);
  await until("the pod is restarted for its file system", async () => (await uidOf(cluster, "pod my-nodes-0")) !== before[0]);
  const events = await kubectl(cluster, "get events --field-selector reason=FileSystemResizeNeeded --output jsonpath={.items[*].message}");
  assert.match(events, /Pod my-nodes-0 is restarted/);
  await untilWhole(cluster);
  await kubectl(cluster, "apply --filename=-", declared("1Gi"));
  await until("a smaller size is told to be none", async () =>
    (await field(cluster, "kafkanodepool nodes", ".status.conditions")).includes("the size can't shrink from 2Gi to 1Gi"),
  );
  await kubectl(cluster, "apply --filename=-", declared("2Gi"));
}

async function processesDie({ cluster, kubelet }: KafkaProcesses): Promise<void> {
  kubelet.kill("my-nodes-0");
  await until("its end is noticed", async () => (await troubles()).length > 0);
  await untilWhole(cluster);
}

/** All is deleted but the claims. */
async function comesBackFromVolumes({ cluster }: KafkaProcesses): Promise<void> {
  const clusterId = await field(cluster, "kafka my", ".status.clusterId");
  await kubectl(cluster, "delete kafka my --wait");
  await kubectl(cluster, "delete kafkanodepool nodes --wait");
  await until(
    "nothing is left but claims",
    async () => (await kubectl(cluster, "get pods,services,strimzipodsets --selector strimzi.io/cluster=my --output name")) === "",
  );
  await kubectl(cluster, "apply --filename=-", declared("2Gi"));
  await untilWhole(cluster);
  assert.equal(await field(cluster, "kafka my", ".status.clusterId"), clusterId);
}

test("a Kafka comes back from lost claims, volumes that grow, dead processes, and from nothing but its volumes", (t) =>
  onKafkaProcesses(t, async (processes) => {
    const { cluster } = processes;
    await kubectl(cluster, "apply --filename=-", declared("1Gi"));
    await kubectl(cluster, "wait kafka/my --for=condition=Ready --timeout=240s");
    await fill(topic, records);
    await untilWhole(cluster);
    for (const step of [volumesAreLost, processesDie, volumesGrow, comesBackFromVolumes]) await step(processes);
  }));
