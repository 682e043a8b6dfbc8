import { writeFile } from "node:fs/promises";
import type { Admin } from "@millrace/client";
import { sleep, systemClock } from "@millrace/kit";
import { settleClusterWide } from "@millrace/operator";
import type { Kafka } from "@millrace/resources";
import { type TrialCluster, trialCluster } from "./declared-cluster.ts";
import { configOf } from "./node-home.ts";
import type { RunningNodes } from "./running-nodes.ts";
import type { Trial } from "./trials.ts";

/** Log4j looks for another file so often. */
const rereadMsMax = 60_000;

const changed = (nodes: RunningNodes, changes: Partial<Kafka["spec"]["kafka"]>): TrialCluster =>
  trialCluster(nodes.cluster.clusterId, changes);

async function withAdmin(nodes: RunningNodes, use: (admin: Admin) => Promise<readonly string[]>): Promise<readonly string[]> {
  const admin = await nodes.admin();
  try {
    return await use(admin);
  } finally {
    await admin.close();
  }
}

const expectSame = (what: string, seen: unknown, expected: unknown): readonly string[] =>
  JSON.stringify(seen) === JSON.stringify(expected) ? [] : [`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(seen)}`];

async function kept(admin: Admin): Promise<unknown> {
  const [described] = await admin.describeConfigs([{ type: "topic", name: "trial" }], { names: ["min.insync.replicas"] });
  const quotas = await admin.describeClientQuotas({ user: { name: null } }, { strict: true });
  return [described?.entries[0]?.value, quotas[0]?.quotas ?? {}];
}

const clusterWide: Trial = {
  name: "what Kafka keeps for the whole cluster is altered where it differs, counts for topics that there are, and is taken back",
  run: (nodes) =>
    withAdmin(nodes, async (admin) => {
      const settle = (changes: Partial<Kafka["spec"]["kafka"]>) =>
        settleClusterWide({ admin, trouble: undefined }, changed(nodes, changes).cluster);
      const limited = {
        config: { "min.insync.replicas": 2 },
        quotas: { type: "kafka", producerByteRate: 1_000_000, requestPercentage: 55 },
      } as const;
      const first = await settle(limited);
      const [before, again] = [await kept(admin), await settle(limited)];
      const last = await settle({ config: { "min.insync.replicas": 1 } });
      return [
        ...expectSame("what is kept", before, ["2", { request_percentage: 55, producer_byte_rate: 1_000_000 }]),
        ...expectSame("a second look", again, { done: [], warnings: [] }),
        ...expectSame("alterations", [first.done.length, first.warnings.length, last.done.length, last.warnings.length], [2, 0, 2, 0]),
        ...expectSame("what is left", await kept(admin), ["1", {}]),
      ];
    }),
};

const refusedSetting: Trial = {
  name: "a setting that Kafka refuses is told by its own words, and leaves the others as they are",
  run: (nodes) =>
    withAdmin(nodes, async (admin) => {
      const { cluster } = changed(nodes, { config: { "min.insync.replicas": 0 } });
      const { done, warnings } = await settleClusterWide({ admin, trouble: undefined }, cluster);
      const [{ reason = "", message = "" } = {}] = warnings;
      return [
        ...expectSame("alterations", [done, warnings.length, reason], [[], 1, "ConfigRefused"]),
        ...(/min\.insync\.replicas.*(?:at least 1|Invalid value)/.test(message) ? [] : [`expected Kafka's words, got ${message}`]),
      ];
    }),
};

const loggers: Trial = {
  name: "levels of loggers change while a node runs, as its ConfigMap does",
  run: (nodes) =>
    withAdmin(nodes, async (admin) => {
      const logging = { type: "inline", loggers: { "rootLogger.level": "INFO", "logger.requestlogger.level": "DEBUG" } } as const;
      const { objects } = changed(nodes, { logging });
      const [node] = nodes.cluster.nodes;
      if (node === undefined) return ["there is no node"];
      const home = nodes.home(node.id);
      const file = "opt/kafka/custom-config/log4j2.properties";
      await writeFile(home.path(file), home.here(configOf(objects, node.podName)["log4j2.properties"] ?? ""));
      const levelOf = async (): Promise<string | null | undefined> => {
        const [described] = await admin.describeConfigs([{ type: "broker-logger", name: String(node.id) }]);
        return described?.entries.find(({ name }) => name === "kafka.request.logger")?.value;
      };
      const endMs = systemClock.monotonicMs() + rereadMsMax;
      let level = await levelOf();
      while (level !== "DEBUG" && systemClock.monotonicMs() < endMs) {
        await sleep(systemClock, 500);
        level = await levelOf();
      }
      return expectSame("level of kafka.request.logger", level, "DEBUG");
    }),
};

/** What nodes take while they run, because a new declaration of it must not start them anew. */
export const whileRunning: readonly Trial[] = [clusterWide, refusedSetting, loggers];
