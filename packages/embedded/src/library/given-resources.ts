import { MillraceError } from "@millrace/kit";
import {
  apiVersion,
  clusterLabel,
  type Kafka,
  type KafkaNodePool,
  type KafkaTopic,
  type KafkaUser,
  type Platform,
  problemText,
  type Secret,
} from "@millrace/resources";
import { checkPlatform } from "../check.ts";

/** What a platform is made of. */
export type PlatformResource = Kafka | KafkaNodePool | KafkaTopic | KafkaUser | Secret;

const nameDefault = "millrace";

/** What runs if no Kafka is given: one node, one listener that asks nobody who they are, nothing kept. */
function defaultCluster(name: string): readonly [Kafka, KafkaNodePool] {
  const listener = { name: "plain", port: 9092, type: "internal", tls: false } as const;
  return [
    {
      apiVersion,
      kind: "Kafka",
      metadata: { name },
      spec: { kafka: { listeners: [listener] }, entityOperator: { topicOperator: {}, userOperator: {} } },
    },
    {
      apiVersion,
      kind: "KafkaNodePool",
      metadata: { name: "node", labels: { [clusterLabel]: name } },
      spec: { replicas: 1, roles: ["controller", "broker"], storage: { type: "ephemeral" } },
    },
  ];
}

/** Checks resources as files of them are checked. Throws RESOURCES_INVALID with everything that is wrong. */
export function platformOf(given: readonly PlatformResource[]): Platform {
  const name = given.map(({ metadata }) => metadata.labels?.[clusterLabel]).find((label) => label !== undefined) ?? nameDefault;
  const resources = given.some(({ kind }) => kind === "Kafka") ? given : [...defaultCluster(name), ...given];
  const files = resources.map((resource) => ({
    file: `${resource.kind} ${resource.metadata?.name}`,
    text: JSON.stringify(resource),
  }));
  const { platform, problems } = checkPlatform(files);
  if (platform === undefined) throw new MillraceError("RESOURCES_INVALID", problems.map(problemText).join("\n"));
  return platform;
}
