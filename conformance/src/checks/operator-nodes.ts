import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf } from "@millrace/kit";
import { monitoringTrials } from "../operator/monitoring-trials.ts";
import { RunningNodes, type RunningNodesOptions } from "../operator/running-nodes.ts";
import { type Trial, trials } from "../operator/trials.ts";
import type { Report } from "../report.ts";
import { requireJava } from "../toolchain/java.ts";
import type { Check } from "./check.ts";

export interface NodesTrials {
  readonly options?: RunningNodesOptions;
  readonly prepare?: (nodes: RunningNodes) => Promise<void>;
  readonly trials: readonly Trial[];
}

/** Tries one thing after the other on the nodes of one Kafka. */
export async function tryOnNodes(report: Report, check: string, { options, prepare, trials: all }: NodesTrials): Promise<void> {
  await requireJava();
  const folder = await mkdtemp(join(tmpdir(), "millrace-nodes-"));
  const nodes = await RunningNodes.prepare(folder, options);
  try {
    await nodes.start();
    await prepare?.(nodes);
    for (const { name, run } of all) {
      const failures = await run(nodes).then(
        (found) => found,
        (thrown) => [messageOf(thrown)],
      );
      report.verdict(check, name, failures);
    }
  } finally {
    await nodes.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Real Kafka, told nothing but what the operator makes for its pods. */
export const operatorNodes: Check = {
  name: "operator-nodes",
  about: "Apache Kafka by the configuration and the start script of the operator",
  run: (report) => tryOnNodes(report, "operator-nodes", { trials: [...trials, ...monitoringTrials] }),
};
