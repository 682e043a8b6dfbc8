import { writeFile } from "node:fs/promises";
import type { Admin } from "@millrace/client";
import { sleep, systemClock } from "@millrace/kit";
import { type KafkaCluster, nodeObjects, settleClusterWide } from "@millrace/operator";
import type { Kafka } from "@millrace/resources";
import { trialCluster, trialKafka } from "./declared-cluster.ts";
import { configOf } from "./node-home.ts";
import type { RunningNodes } from "./running-nodes.ts";
import type { Trial } from "./trials.ts";

const heardMsMax = 20_000;
/** Log4j looks for another file so often. */
const rereadMsMax = 60_000;

/** What `changes` says, with all else that nodes were started with: Kafka takes few settings back at once. */
function changed(nodes: RunningNodes, changes: Partial<Kafka["spec"]["kafka"]>): KafkaCluster {
  const first = trialKafka();
  const config = { ...first.spec.kafka.config, ...changes.config };
  return trialCluster(nodes.cluster.clusterId, trialKafka({ ...changes, config }));
}

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

/** What is kept, as soon as it is as expected: brokers hear of it a moment later. */
const keptOnce = (admin: Admin, expected: unknown): Promise<unknown> => seenOnce(() => kept(admin), expected, heardMsMax);

async function seenOnce<T>(look: () => Promise<T>, expected: unknown, timeoutMs: number): Promise<T> {
  const endMs = systemClock.monotonicMs() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (JSON.stringify(seen) === JSON.stringify(expected) || systemClock.monotonicMs() > endMs) return seen;
    await sleep(systemClock, 500);
  }
}

const clusterWide: Trial = {
  name: "what Kafka keeps for the whole cluster is altered where it differs, counts for topics that there are, and is taken back",
  run: (nodes) =>
    withAdmin(nodes, async (admin) => {
      const settle = (changes: Partial<Kafka["spec"]["kafka"]>) => settleClusterWide({ admin, isUp: true }, changed(nodes, changes));
      const limited = {
        config: { "min.insync.replicas": 2 },
        quotas: { type: "kafka", producerByteRate: 1_000_000, requestPercentage: 55 },
      } as const;
      const first = await settle(limited);
      const before = await keptOnce(admin, ["2", { request_percentage: 55, producer_byte_rate: 1_000_000 }]);
      const again = await settle(limited);
      const last = await settle({ config: { "min.insync.replicas": 1 } });
      return [
        ...expectSame("what is kept", before, ["2", { request_percentage: 55, producer_byte_rate: 1_000_000 }]),
        ...expectSame("a second look", again, { done: [], warnings: [], unable: {} }),
        ...expectSame("alterations", [first.done.length, first.warnings.length, last.done.length, last.warnings.length], [2, 0, 2, 0]),
        ...expectSame("what is left", await keptOnce(admin, ["1", {}]), ["1", {}]),
      ];
    }),
};

const refused: Trial = {
  name: "what Kafka refuses is told by its own words, and the rest is altered all the same",
  run: (nodes) =>
    withAdmin(nodes, async (admin) => {
      const cluster = changed(nodes, { config: { "min.insync.replicas": 2 }, quotas: { type: "kafka", producerByteRate: 0 } });
      const { done, warnings } = await settleClusterWide({ admin, isUp: true }, cluster);
      await settleClusterWide({ admin, isUp: true }, nodes.cluster);
      const [{ reason = "", message = "" } = {}] = warnings;
      return [
        ...expectSame("alterations", [done.length, warnings.length, reason], [1, 1, "ConfigRefused"]),
        ...(/: Quota .*must be greater than 0/.test(message) ? [] : [`expected Kafka's words, got ${message}`]),
      ];
    }),
};

const loggers: Trial = {
  name: "levels of loggers change while a node runs, as its ConfigMap does",
  run: (nodes) =>
    withAdmin(nodes, async (admin) => {
      const logging = { type: "inline", loggers: { "rootLogger.level": "INFO", "logger.requestlogger.level": "DEBUG" } } as const;
      const facts = { addresses: new Map(), texts: new Map(), certificates: nodes.certified.facts };
      const objects = nodeObjects(changed(nodes, { logging }), facts);
      const [node] = nodes.cluster.nodes;
      if (node === undefined) return ["there is no node"];
      const home = nodes.home(node.id);
      const file = "opt/kafka/custom-config/log4j2.properties";
      await writeFile(home.path(file), home.here(configOf(objects, node.podName)["log4j2.properties"] ?? ""));
      const levelOf = async (): Promise<string | null | undefined> => {
        const [described] = await admin.describeConfigs([{ type: "broker-logger", name: String(node.id) }]);
        return described?.entries.find(({ name }) => name === "kafka.request.logger")?.value;
      };
      return expectSame("level of kafka.request.logger", await seenOnce(levelOf, "DEBUG", rereadMsMax), "DEBUG");
    }),
};

/** What nodes take while they run, because a new declaration of it must not start them anew. */
export const whileRunning: readonly Trial[] = [clusterWide, refused, loggers];
