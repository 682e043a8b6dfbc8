import { ApiServer } from "@millrace/apiserver";
import { MemoryFiles } from "@millrace/files";
import { type Opened, opening, sleep, systemClock } from "@millrace/kit";
import type { Transport } from "@millrace/kube";
import { RebalanceStage } from "../../../packages/embedded/test/controllers/rebalance-stage.ts";
import { TopicStage } from "../../../packages/embedded/test/controllers/topic-stage.ts";
import type { RunningNodes } from "./running-nodes.ts";

const user = { name: "administrator", groups: ["system:masters"] };
const movingMsMax = 120_000;

/** What became of a KafkaRebalance that empties a broker, from one thing that was asked of it to the next. */
export interface DeclaredRebalance {
  readonly proposed: unknown;
  /** Entries of its ConfigMap while it was carried out. */
  readonly progress: Readonly<Record<string, string>>;
  readonly states: readonly string[];
}

/** Approves, interrupts by the death of the process, stops, refreshes and approves again. */
export async function declareRebalance(nodes: RunningNodes, broker: number, replicationThrottle: number): Promise<DeclaredRebalance> {
  return opening(async (opened) => {
    const transport = await apiIn(opened);
    const address = await nodes.asOperator();
    const stage = opened.add(new RebalanceStage(transport, () => address));
    await stage.start();
    const place = await stage.namespace("trial");
    const states: string[] = [];
    const comesTo = async (state: string) => {
      const seen = await place.until("emptying", state);
      states.push(state);
      return seen;
    };
    await place.create("emptying", {
      spec: { mode: "remove-brokers", brokers: [broker], replicationThrottle, concurrentPartitionMovementsPerBroker: 1 },
    });
    const { status } = await comesTo("ProposalReady");
    await place.ask("emptying", "approve");
    await comesTo("Rebalancing");
    const progress = await untilMoving(() => place.data("emptying"));
    await stage.close();
    await stage.start();
    await place.ask("emptying", "stop");
    await comesTo("Stopped");
    await place.ask("emptying", "refresh");
    await comesTo("ProposalReady");
    await place.ask("emptying", "approve");
    await comesTo("Ready");
    await opened.close();
    return { proposed: status?.optimizationResult, progress, states };
  });
}

/** Gives a topic one number of replicas after the other by its KafkaTopic; what its status told meanwhile. */
export async function declareReplicas(
  nodes: RunningNodes,
  topicName: string,
  partitions: number,
  factors: readonly number[],
): Promise<readonly unknown[]> {
  return opening(async (opened) => {
    const address = await nodes.asOperator();
    const admin = opened.add(await nodes.admin());
    const stage = opened.add(new TopicStage({ transport: await apiIn(opened), address, admin }));
    await stage.controller.start();
    const cluster = await stage.cluster("trial");
    const told: unknown[] = [];
    for (const replicas of factors) {
      if (told.length === 0) await cluster.create("topic", { topicName, partitions, replicas });
      else await cluster.patch("topic", { spec: { replicas } });
      const { status } = await cluster.comesTo("topic", /^Ready True$/);
      told.push(status?.replicasChange);
      await until("the topic has its replicas", async () => (await cluster.get("topic"))?.status?.replicasChange === undefined);
    }
    await cluster.patch("topic", { metadata: { finalizers: null } });
    await opened.close();
    return told;
  });
}

/** An API server of its own, with nothing in it. */
async function apiIn(opened: Opened): Promise<Transport> {
  const api = opened.add(await ApiServer.open({ files: new MemoryFiles(systemClock), directory: "resources" }));
  return (request) => api.handle({ ...request, user });
}

async function untilMoving(read: () => Promise<Readonly<Record<string, string>>>): Promise<Readonly<Record<string, string>>> {
  let data: Readonly<Record<string, string>> = {};
  await until("something moves", async () => {
    data = await read();
    return Number(data.completedByteMovementPercentage) > 0;
  });
  return data;
}

async function until(what: string, isThere: () => Promise<boolean>): Promise<void> {
  const endMs = systemClock.monotonicMs() + movingMsMax;
  while (!(await isThere())) {
    if (systemClock.monotonicMs() > endMs) throw new Error(`not within ${movingMsMax} ms: ${what}`);
    await sleep(systemClock, 200);
  }
}
