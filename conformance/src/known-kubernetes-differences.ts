import type { KnownDifference } from "./known-differences.ts";

const api = "kubernetes-api";

/** Places where the embedded API is known not to do what kube-apiserver does. */
export const knownKubernetesDifferences: readonly KnownDifference[] = [
  {
    suite: api,
    cases: /^(views|watches): /,
    path: /\/columnDefinitions\/\d+\/description$/,
    reason: "what tables say of the columns of built-in kinds are Kubernetes' own sentences",
  },
  {
    suite: api,
    cases: /^discovery: (built-in kinds|all at once)$/,
    path: /^\/3\/value\/resources\/1$|^\/1\/value\/items\/1\/versions\/0\/resources\/0\/(subresources|verbs)/,
    reason: "CustomResourceDefinitions are read-only",
  },
  {
    suite: api,
    cases: /^discovery: (built-in kinds|all at once)$/,
    path: /^\/3\/value\/resources\/0\/verbs|^\/0\/value\/items\/0\/versions\/0\/resources\/4\/subresources$/,
    reason: "CustomResourceDefinitions are read-only, and service accounts have no tokens",
  },
  {
    suite: api,
    cases: /^views: media types that are asked for$/,
    path: /^\/(22|23|25)\//,
    reason: "answers are JSON or YAML, never protobuf",
  },
  {
    suite: "strimzi-schemas",
    cases: /^KafkaNodePool: spec\.storage$/,
    path: /^\/spec\/storage\/volumes\/0\/unknown fields$/,
    reason: "a volume without an id is refused at once, which Strimzi's operator does only later",
  },
];
