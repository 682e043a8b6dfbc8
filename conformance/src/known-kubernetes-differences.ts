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
    path: /^\/(3|5|9|12|13|14|15|16|17|22|23|25|27|29)\//,
    reason: "answers are JSON or YAML, never protobuf, and tables of one version; refusals name what there is",
  },
  {
    suite: api,
    cases: /^watches: that are refused$/,
    path: /^\/(2|3)\//,
    reason: "version 1 is not too old for a server that began a moment ago",
  },
  {
    suite: api,
    cases: /^bad requests: nobody, or somebody unknown$/,
    path: /^\/21\//,
    reason: "there is one who may do everything, and nobody to impersonate",
  },
  {
    suite: api,
    cases: /^bad requests: bodies$/,
    path: /^\/(32|35)\/body\/message$/,
    reason: "YAML is read to its end, and half a surrogate is a character",
  },
  {
    suite: "kubectl",
    cases: /^create what is wrong$/,
    path: /^\/5\/exchanges\/0$/,
    reason: "an unknown kind is looked for in one place less: there is no OpenAPI v2 to speak of",
  },
  {
    suite: api,
    cases: /^writing: what does not fit the path$/,
    path: /^\/4\/headers$/,
    reason: "of an object in a version that there is not, only the version is complained of",
  },
];
