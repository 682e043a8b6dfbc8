import { ApiServer } from "@millrace/apiserver";
import { MemoryFiles } from "@millrace/files";
import { Opened, sleep, systemClock } from "@millrace/kit";
import type { Transport } from "@millrace/kube";
import { RebalanceStage } from "../../../packages/embedded/test/controllers/rebalance-stage.ts";
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
  const opened = new Opened();
  try {
    const api = opened.add(await ApiServer.open({ files: new MemoryFiles(systemClock), directory: "resources" }));
    const transport: Transport = (request) => api.handle({ ...request, user });
    const address = await nodes.asOperator();
    const stage = opened.add(new RebalanceStage(transport, () => address));
    await stage.start();
    const place = await stage.namespace("trial");
    const states: string[] = [];
    const until = async (state: string) => {
      const seen = await place.until("emptying", state);
      states.push(state);
      return seen;
    };
    await place.create("emptying", {
      spec: { mode: "remove-brokers", brokers: [broker], replicationThrottle, concurrentPartitionMovementsPerBroker: 1 },
    });
    const { status } = await until("ProposalReady");
    await place.ask("emptying", "approve");
    await until("Rebalancing");
    const progress = await untilMoving(() => place.data("emptying"));
    await stage.close();
    await stage.start();
    await place.ask("emptying", "stop");
    await until("Stopped");
    await place.ask("emptying", "refresh");
    await until("ProposalReady");
    await place.ask("emptying", "approve");
    await until("Ready");
    return { proposed: status?.optimizationResult, progress, states };
  } finally {
    await opened.close();
  }
}

async function untilMoving(read: () => Promise<Readonly<Record<string, string>>>): Promise<Readonly<Record<string, string>>> {
  const endMs = systemClock.monotonicMs() + movingMsMax;
  for (;;) {
    const data = await read();
    if (Number(data.completedByteMovementPercentage) > 0) return data;
    if (systemClock.monotonicMs() > endMs) throw new Error(`nothing moves: ${JSON.stringify(data)}`);
    await sleep(systemClock, 200);
  }
}
