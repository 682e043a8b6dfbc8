import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alertTrials } from "../monitoring/alert-trials.ts";
import { promtoolTests, withoutTrial } from "../monitoring/promtool-tests.ts";
import { ownQueries, variableQueries } from "../monitoring/queries.ts";
import { runCommand } from "../toolchain/commands.ts";
import { promtool } from "../toolchain/prometheus.ts";
import type { Check } from "./check.ts";

const rules = join(import.meta.dirname, "../../../monitoring/prometheus/rules.yaml");

/** What is published for Prometheus and Grafana, by Prometheus's own program. JSON is YAML. */
export const monitoring: Check = {
  name: "monitoring",
  about: "alerts and dashboards by promtool",
  async run(report) {
    const program = await promtool();
    const folder = await mkdtemp(join(tmpdir(), "millrace-monitoring-"));
    const verdict = async (name: string, args: readonly string[]): Promise<void> => {
      const { code, stdout, stderr } = await runCommand(program, args);
      report.verdict("monitoring", name, code === 0 ? [] : [`${stdout}${stderr}`]);
    };
    try {
      await verdict("promtool takes the alerts", ["check", "rules", "--lint=all", "--lint-fatal", rules]);
      const tests = join(folder, "tests.json");
      await writeFile(tests, JSON.stringify(promtoolTests(rules, alertTrials)));
      report.verdict("monitoring", "every alert is tried", withoutTrial(alertTrials));
      await verdict("each alert fires when it should, and is quiet when it should be", ["test", "rules", tests]);
      const queries = join(folder, "queries.json");
      const all = [...ownQueries.map(({ query }) => query), ...variableQueries.map(({ series }) => series)];
      const recorded = all.map((expr, at) => ({ record: `query:${at}`, expr }));
      await writeFile(queries, JSON.stringify({ groups: [{ name: "queries", rules: recorded }] }));
      await verdict(`promtool reads all ${all.length} queries`, ["check", "rules", queries]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
