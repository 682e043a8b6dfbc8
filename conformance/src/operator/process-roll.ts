import type { Admin, Connect } from "@millrace/client";
import { silentLogger, sleep, systemClock } from "@millrace/kit";
import type { KubeClient, KubeObject, Stored } from "@millrace/kube";
import { type ClusterNode, Roll, settleClusterWide } from "@millrace/operator";
import type { RunningNodes } from "./running-nodes.ts";

const lookPeriodMs = 1_000;
const rollMsMax = 600_000;

/** What a roll has come to. */
export interface RolledNodes {
  /** Ids in the order in which they were started anew. */
  readonly order: readonly number[];
  /** What was lost by it, as the operator's Events tell it. */
  readonly warnings: readonly string[];
  /** Everything that was waited for. */
  readonly waits: ReadonlySet<string>;
  /** Reasons of single nodes to be started anew, and what was altered while they ran, as Events tell them. */
  readonly events: readonly string[];
  /** What Kafka refused to alter while nodes ran. */
  readonly refused: ReadonlySet<string>;
}

/**
 * Lets the operator roll nodes that are processes, as it rolls pods: at each pass certificates are looked at, what Kafka takes while it runs
 * is altered, and then one step of the roll is taken.
 * `answerMsMax`: how long Kafka is waited for at each pass.
 * `beforeEach` is called whenever a node is about to be started anew, and all others are as they shall be meanwhile. Throws what `beforeEach` throws.
 */
export async function rolled(
  nodes: RunningNodes,
  beforeEach: (node: ClusterNode) => Promise<void> = async () => {},
  answerMsMax = 5_000,
): Promise<RolledNodes> {
  const [order, warnings, waits] = [[] as number[], [] as string[], new Set<string>()];
  const [events, refused] = [[] as string[], new Set<string>()];
  const doomed: string[] = [];
  const client = { delete: async (_kind: unknown, { name }: { readonly name: string }) => void doomed.push(name) };
  for (const endMs = systemClock.monotonicMs() + rollMsMax; systemClock.monotonicMs() < endMs; ) {
    await nodes.declare();
    const admin = await nodes.admin(answerMsMax);
    try {
      const options = { client: client as unknown as KubeClient, ...(await observed(nodes)), ...reached(admin, await nodes.connect()) };
      const roll = new Roll({ ...options, clock: systemClock, logger: silentLogger });
      const settled = await settleClusterWide({ admin, isUp: true }, nodes.cluster);
      for (const { message } of settled.warnings) refused.add(message);
      const turn = { unable: settled.unable };
      const { step, done } = await roll.advance(nodes.certificates.kafka, nodes.cluster, AbortSignal.timeout(60_000), turn);
      events.push(...[...settled.done, ...done].flatMap(({ type, message }) => (type === "Normal" ? [message] : [])));
      warnings.push(...done.flatMap(({ type, message }) => (type === "Warning" ? [message] : [])));
      if (step.type === "done") return { order, warnings, waits, events, refused };
      if (step.type !== "restart") waits.add(step.why);
    } finally {
      await admin.close();
    }
    const going = nodes.cluster.nodes.filter(({ podName }) => doomed.includes(podName));
    doomed.length = 0;
    if (going.length === 0) await sleep(systemClock, lookPeriodMs);
    for (const node of going) await beforeEach(node);
    order.push(...going.map(({ id }) => id));
    await Promise.all(going.map((node) => nodes.stop(node, 30_000)));
    for (const node of going) await nodes.launch(node);
  }
  throw new Error(`the roll did not end: ${order.join()} were started anew; it waited for ${[...waits].join("; ")}`);
}

/** Watches of a Kubernetes whose pods are these processes. */
async function observed(nodes: RunningNodes): Promise<Pick<ConstructorParameters<typeof Roll>[0], "pods">> {
  const pods = await Promise.all(nodes.cluster.nodes.map((node) => podOf(nodes, node)));
  const ofSet = (key: string) =>
    pods.flatMap((pod) => (pod !== undefined && key.endsWith(`/${pod.metadata.labels?.["strimzi.io/controller-name"]}`) ? [pod] : []));
  const watched = { podSets: { cache: { by: () => nodes.podSets } }, pods: { cache: { by: (_: string, key: string) => ofSet(key) } } };
  return { pods: watched as unknown as ConstructorParameters<typeof Roll>[0]["pods"] };
}

async function podOf(nodes: RunningNodes, node: ClusterNode): Promise<Stored<KubeObject> | undefined> {
  const pod = nodes.pods.get(node.id);
  if (pod === undefined) return undefined;
  const isReady = await nodes.serves(node);
  const conditions = [{ type: "Ready", status: isReady ? "True" : "False" }];
  return { ...pod, status: { phase: "Running", podIP: nodes.home(node.id).address, conditions } } as unknown as Stored<KubeObject>;
}

function reached(admin: Admin, connect: Connect): Pick<ConstructorParameters<typeof Roll>[0], "links" | "access"> {
  const link = { admin, trouble: undefined, isUp: true, signal: new AbortController().signal };
  return { links: { of: () => link }, access: { addressOf: () => ({ bootstrapServers: "", connect }) } };
}
