import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPlatform, startPlatform } from "@millrace/embedded";
import { MillraceError, silentLogger } from "@millrace/kit";
import { type Family, scrape } from "../observed/prometheus-text.ts";

const metadata = (name: string) => ({ name, labels: { "strimzi.io/cluster": "told" } });
const apiVersion = "kafka.strimzi.io/v1";

const documents: readonly object[] = [
  {
    ...{ apiVersion, kind: "Kafka", metadata: { name: "told" } },
    spec: {
      // With TLS it has authorities, which end some day.
      kafka: { listeners: [{ name: "tls", port: 9093, type: "internal", tls: true }] },
      entityOperator: { topicOperator: {}, userOperator: {} },
    },
  },
  {
    ...{ apiVersion, kind: "KafkaNodePool", metadata: metadata("node") },
    spec: { replicas: 1, roles: ["controller", "broker"], storage: { type: "ephemeral" } },
  },
  { apiVersion, kind: "KafkaTopic", metadata: metadata("topic"), spec: { partitions: 1 } },
  { apiVersion, kind: "KafkaUser", metadata: metadata("user"), spec: { authentication: { type: "scram-sha-512" } } },
];

/** What the controllers and their process tell, of a Kafka with a topic and a user: the same code embedded as in the operator. */
export async function controllersMetrics(): Promise<ReadonlyMap<string, Family>> {
  const directory = await mkdtemp(join(tmpdir(), "millrace-told-"));
  const text = documents.map((document) => JSON.stringify(document)).join("\n---\n");
  const { platform: declared, problems } = checkPlatform([{ file: "told.yaml", text }]);
  if (declared === undefined) throw new MillraceError("RESOURCES_INVALID", JSON.stringify(problems));
  const platform = await startPlatform({ platform: declared, directory, port: 0, metricsPort: 0, logger: silentLogger });
  try {
    return await scrape(platform.metricsUrl);
  } finally {
    await platform.close();
    await rm(directory, { recursive: true, force: true });
  }
}
