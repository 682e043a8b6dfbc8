import { isDeepStrictEqual } from "node:util";
import type { Reason } from "@millrace/plans";
import { type Kafka, type Platform, type Resource, storageOf } from "@millrace/resources";
import { checkPlatform } from "../check.ts";

/** What is settled when a platform starts, by its path. */
const settled: ReadonlyArray<readonly [path: string, of: (kafka: Kafka) => unknown]> = [
  ["spec.kafka.metricsConfig", ({ spec }) => spec.kafka.metricsConfig],
  ["spec.kafkaExporter", ({ spec }) => spec.kafkaExporter],
];

/** Why a running platform can't become what is declared now. The Kafka is checked as `millrace up` would check it in a file. */
export function changeProblem(before: Platform, after: Platform): Reason | undefined {
  const { kafka, nodePools, secrets } = after;
  const { problems } = checkPlatform([{ file: "", text: [kafka, ...nodePools, ...secrets].map(documentOf).join("\n---\n") }]);
  if (problems.length > 0) {
    return {
      reason: "InvalidResourceException",
      message: problems.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`)).join("; "),
    };
  }
  const [path] = settled.find(([, of]) => !isDeepStrictEqual(of(before.kafka), of(kafka))) ?? [];
  const fixed = path ?? (storageOf(before.nodePools) === storageOf(nodePools) ? undefined : "the storage of node pools");
  if (fixed === undefined) return undefined;
  return { reason: "NotSupported", message: `${fixed} is settled when the platform starts` };
}

/** As a file would say it: without what an API server adds. */
function documentOf({ apiVersion, kind, metadata: { name, namespace, labels, annotations }, ...rest }: Resource): string {
  const { status: _, ...declared } = rest as { readonly status?: unknown };
  return JSON.stringify({ apiVersion, kind, metadata: { name, namespace, labels, annotations }, ...declared });
}
