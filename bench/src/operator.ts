import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sleep, systemClock } from "@millrace/kit";
import { type KubeClient, type KubeKind, type KubeObject, namespacedKind } from "@millrace/kube";
import { podSetDefinition } from "@millrace/operator";
import { kinds } from "@millrace/resources";
import { type Cluster, startApiCluster } from "../../conformance/src/cluster/cluster.ts";
import { OperatorProgram } from "../../conformance/src/cluster/operator-program.ts";
import { ourCrds } from "../../conformance/src/kubernetes/crds.ts";
import { atExit } from "./process/at-exit.ts";
import { usageOf } from "./process/usage.ts";
import type { Measured } from "./scenarios/scenario.ts";

const fewKafkas = 10;
const manyKafkas = 100;
const nodesOfOne = 3;
const restMs = 30_000;
/** What is left of the work is done by then, and memory that is not needed given back. */
const settleMs = 10_000;
/** The lease would be written, which is something to do. */
const settings = { STRIMZI_LEADER_ELECTION_ENABLED: "false" };

/** Runs the operator, as its image has it, on a Kubernetes whose nodes run nothing, so that only the operator's own work counts. */
export async function measureOperator(scale: number): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-bench-"));
  const cluster = await startApiCluster({ folder, crds: [...(await ourCrds()), podSetDefinition] });
  try {
    const start = await OperatorProgram.bundled();
    const few = await withOperator(start, cluster, (operator, beganMs) => measureFew(cluster.client, operator, beganMs, scale));
    await declareKafkas(cluster.client, "many", Math.ceil(manyKafkas * scale));
    return { ...few, ...(await withOperator(start, cluster, (operator, beganMs) => measureMany(cluster.client, operator, beganMs))) };
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function withOperator<T>(
  start: Awaited<ReturnType<typeof OperatorProgram.bundled>>,
  { kubeconfig }: Cluster,
  use: (operator: OperatorProgram, beganMs: number) => Promise<T>,
): Promise<T> {
  const beganMs = systemClock.monotonicMs();
  const operator = start({ kubeconfig, settings });
  const forget = atExit(() => process.kill(operator.pid, "SIGKILL"));
  try {
    return await use(operator, beganMs);
  } finally {
    forget();
    await operator.end("SIGTERM");
  }
}

async function measureFew(client: KubeClient, operator: OperatorProgram, beganMs: number, scale: number): Promise<Measured> {
  while (!(await operator.isReady())) await sleep(systemClock, 5);
  const readyMs = systemClock.monotonicMs() - beganMs;
  await declareKafkas(client, "few", fewKafkas);
  await allAreMade(client, fewKafkas);
  await sleep(systemClock, settleMs * scale);
  const [writes, reads] = await requests(operator);
  await sleep(systemClock, restMs * scale);
  const [writesAfter, readsAfter] = await requests(operator);
  return {
    "operator-ready": readyMs,
    "operator-memory": megabytes(usageOf(operator.pid).residentBytes),
    "operator-writes": writesAfter - writes,
    "operator-reads": readsAfter - reads,
  };
}

async function measureMany(client: KubeClient, operator: OperatorProgram, beganMs: number): Promise<Measured> {
  await allAreMade(client, (await client.list(kafkaKind)).items.length);
  const seconds = (systemClock.monotonicMs() - beganMs) / 1000;
  const { cpuSeconds, residentBytes } = usageOf(operator.pid);
  return { "operator-many": seconds, "operator-many-cpu": cpuSeconds, "operator-many-memory": megabytes(residentBytes) };
}

const megabytes = (bytes: number): number => bytes / 1e6;

/** Those that write, and those that read, so far. */
async function requests(operator: OperatorProgram): Promise<readonly [writes: number, reads: number]> {
  const reads = await operator.metric("rest_client_requests_total", 'method="GET"');
  return [(await operator.metric("rest_client_requests_total")) - reads, reads];
}

type Conditioned = KubeObject & { readonly status?: { readonly conditions?: readonly Condition[] } };
interface Condition {
  readonly type: string;
  readonly status: string;
  readonly message?: string;
}

const conditioned = ({ apiVersion, kind, plural }: { apiVersion: string; kind: string; plural: string }) =>
  namespacedKind<Conditioned>({ apiVersion, kind, plural });
const kafkaKind = conditioned(kinds.Kafka);
const poolKind = conditioned(kinds.KafkaNodePool);
const podKind = conditioned({ apiVersion: "v1", kind: "Pod", plural: "pods" });
const namespaceKind: KubeKind<KubeObject> = { apiVersion: "v1", kind: "Namespace", plural: "namespaces", namespaced: false };

async function declareKafkas(client: KubeClient, namespace: string, count: number): Promise<void> {
  await client.create(namespaceKind, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  for (let at = 0; at < count; at++) {
    const [name, storage] = [`kafka-${at}`, { type: "persistent-claim", size: "1Gi" }];
    const labels = { "strimzi.io/cluster": name };
    const pool = { replicas: nodesOfOne, roles: ["controller", "broker"], storage };
    await client.create(poolKind, objectOf(poolKind, { namespace, name: `pool-${at}`, labels }, pool));
    await client.create(kafkaKind, objectOf(kafkaKind, { namespace, name }, { entityOperator, kafka: { listeners } }));
  }
}

const entityOperator = { topicOperator: {}, userOperator: {} };
const listeners = [
  { name: "plain", port: 9092, type: "internal", tls: false },
  { name: "tls", port: 9093, type: "internal", tls: true, authentication: { type: "tls" } },
];

const objectOf = <T extends KubeObject>({ apiVersion, kind }: KubeKind<T>, metadata: KubeObject["metadata"], spec: object) =>
  ({ apiVersion, kind, metadata, spec }) as unknown as T;

/** Until every pod is ready, and of each Kafka all is there but a Kafka that answers. */
async function allAreMade(client: KubeClient, kafkas: number): Promise<void> {
  const are = async (kind: KubeKind<Conditioned>, holds: (condition: Condition) => boolean): Promise<number> =>
    (await client.list(kind)).items.filter(({ status }) => status?.conditions?.some(holds) === true).length;
  const isReady = ({ type, status }: Condition): boolean => type === "Ready" && status === "True";
  const isUnanswered = ({ message = "" }: Condition): boolean => message.startsWith("Kafka can't be asked");
  while ((await are(podKind, isReady)) < kafkas * nodesOfOne) await sleep(systemClock, 500);
  while ((await are(kafkaKind, isUnanswered)) < kafkas) await sleep(systemClock, 500);
}
