import type { KafkaTopic } from "../generated/types.ts";
import { clusterLabel, type Resource, topicNameOf } from "../labels.ts";
import type { Path } from "../problem.ts";
import { shown } from "../validation/expectations.ts";
import { type Check, judge, type Rule, type Subject } from "./rule.ts";

interface NameSubject extends Subject {
  readonly name: string;
}

/** RFC 1123 subdomain: what Kubernetes takes as the name of these resources. */
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

const resourceName: Rule<NameSubject> = {
  error: "name-invalid",
  holds: ({ name }) => name.length <= 253 && subdomain.test(name),
  message: ({ name }) =>
    `expected at most 253 lower-case letters, digits, "-" and ".", beginning and ending with a letter or digit, got ${shown(name)}`,
};

/** RFC 1123 label. Secrets are kept in folders that are called like their namespaces. */
const namespaceName: Rule<NameSubject> = {
  error: "namespace-invalid",
  holds: ({ name }) => name.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name),
  message: ({ name }) =>
    `expected at most 63 lower-case letters, digits and "-", beginning and ending with a letter or digit, got ${shown(name)}`,
};

const labelValue: Rule<NameSubject> = {
  error: "label-invalid",
  holds: ({ name }) => name.length <= 63 && /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(name),
  message: ({ name }) =>
    `expected at most 63 letters, digits, "-", "_" and ".", beginning and ending with a letter or digit, got ${shown(name)}`,
};

/** What Kafka takes as the name of a topic; the schema leaves it open. */
export function topicNameProblem(name: string): string | undefined {
  if (name === "") return "must not be empty";
  if (name === "." || name === "..") return `must not be ${JSON.stringify(name)}`;
  if (name.length > 249) return `must have at most 249 characters, has ${name.length}`;
  return /^[A-Za-z0-9._-]+$/.test(name) ? undefined : 'may have only letters, digits, ".", "_" and "-"';
}

const topicName: Rule<NameSubject> = {
  error: "topic-name-invalid",
  holds: ({ name }) => topicNameProblem(name) === undefined,
  message: ({ name }) => `a topic's name ${topicNameProblem(name)}`,
};

const metadataPath: Path = ["metadata"];

/** Whether a Secret may be called so. */
export const isResourceName = (name: string): boolean => resourceName.holds({ path: [], name });

export const nameCheck: Check<Resource> = {
  reads: [metadataPath],
  findings: ({ metadata }) => [
    ...judge([resourceName], [{ path: ["metadata", "name"], name: metadata.name }]),
    ...judge([namespaceName], metadata.namespace === undefined ? [] : [{ path: ["metadata", "namespace"], name: metadata.namespace }]),
    ...judge(
      [labelValue],
      Object.entries(metadata.labels ?? {}).map(([key, name]) => ({ path: ["metadata", "labels", key], name })),
    ),
  ],
};

export const topicNameCheck: Check<KafkaTopic> = {
  reads: [metadataPath, ["spec", "topicName"]],
  findings: (topic) => {
    const path = topic.spec.topicName === undefined ? ["metadata", "name"] : ["spec", "topicName"];
    return judge([topicName], [{ path, name: topicNameOf(topic) }]);
  },
};

interface BelongingSubject extends Subject {
  readonly resource: Resource;
}

const labelled: Rule<BelongingSubject> = {
  error: "cluster-label-missing",
  holds: ({ resource }) => resource.metadata.labels?.[clusterLabel] !== undefined,
  message: () => `the label ${clusterLabel} is missing: it names the Kafka that this belongs to`,
};

export const belongingCheck: Check<Resource> = {
  reads: [metadataPath],
  findings: (resource) =>
    judge([labelled], [{ path: resource.metadata.labels === undefined ? metadataPath : ["metadata", "labels"], resource }]),
};
