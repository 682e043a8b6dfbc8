import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { messageOf } from "@millrace/kit";
import { RunningNodes } from "../operator/running-nodes.ts";
import { trials } from "../operator/trials.ts";
import { requireJava } from "../toolchain/java.ts";
import type { Check } from "./check.ts";

/** Real Kafka, told nothing but what the operator makes for its pods. */
export const operatorNodes: Check = {
  name: "operator-nodes",
  about: "Apache Kafka by the configuration and the start script of the operator",
  async run(report) {
    await requireJava();
    const folder = await mkdtemp(join(tmpdir(), "millrace-nodes-"));
    const nodes = await RunningNodes.prepare(folder);
    try {
      await nodes.start();
      for (const { name, run } of trials) {
        const failures = await run(nodes).then(
          (found) => found,
          (thrown) => [messageOf(thrown)],
        );
        report.verdict("operator-nodes", name, failures);
      }
    } finally {
      await nodes.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
