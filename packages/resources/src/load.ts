import type { AwaitedResource } from "./awaited.ts";
import type { Kafka, KafkaNodePool, KafkaRebalance, KafkaTopic, KafkaUser, Secret } from "./generated/types.ts";
import type { Resource } from "./labels.ts";
import type { Finding, Problem } from "./problem.ts";
import { type ReadResource, readDocuments } from "./reading/resources.ts";
import { setRules } from "./rules/between-resources.ts";
import { topicConfigCheck } from "./rules/config-guard.ts";
import { embeddedChecks } from "./rules/embedded.ts";
import { kafkaChecks } from "./rules/kafka.ts";
import { belongingCheck, nameCheck, topicNameCheck } from "./rules/names.ts";
import { nodePoolChecks } from "./rules/node-pools.ts";
import { topicReplicationCheck } from "./rules/replication.ts";
import type { Check } from "./rules/rule.ts";
import { missingSecrets } from "./rules/secret-references.ts";
import { secretCheck } from "./rules/secrets.ts";
import { placeOf, type ResourceSet, resourceSet } from "./rules/set.ts";
import { userChecks } from "./rules/users.ts";

/** A file whose text was read by the caller; `file` is how problems call it. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** What belongs to one Kafka or another, in the order in which it stands in the files. */
interface Companions {
  readonly nodePools: readonly KafkaNodePool[];
  readonly topics: readonly KafkaTopic[];
  readonly users: readonly KafkaUser[];
  readonly rebalances: readonly KafkaRebalance[];
  /** What nothing looks after yet. */
  readonly awaited: readonly AwaitedResource[];
  readonly secrets: readonly Secret[];
}

/** All resources of some files, in the order in which they stand there. */
export interface Resources extends Companions {
  readonly kafkas: readonly Kafka[];
}

/** What one process runs. */
export interface Platform extends Companions {
  readonly kafka: Kafka;
}

/**
 * Reads resources for any place to run them. `resources` is undefined if there is any problem;
 * `problems` are all there are, in the order of the files.
 */
export function loadResources(files: readonly SourceFile[]): { resources: Resources | undefined; problems: readonly Problem[] } {
  const { set, problems } = read(files);
  return { resources: problems.length === 0 ? unwrapped(set) : undefined, problems: inOrder(problems, files) };
}

/** What the engine that runs a platform finds wrong in Kafka's own configs, which resources pass on as they are. */
export interface EngineChecks {
  readonly kafka: (kafka: Kafka) => readonly Finding[];
  readonly topic: (topic: KafkaTopic) => readonly Finding[];
}

const noChecks: EngineChecks = { kafka: () => [], topic: () => [] };

/** Reads the platform that one process is to run: one Kafka with all that belongs to it, and nothing that can't be had embedded. */
export function loadPlatform(
  files: readonly SourceFile[],
  engine: EngineChecks = noChecks,
): { platform: Platform | undefined; problems: readonly Problem[] } {
  const { set, problems: found } = read(files);
  const checks: Check<Kafka>[] = [...embeddedChecks, { reads: [["spec", "kafka", "config"]], findings: engine.kafka }];
  const topicChecks: Check<KafkaTopic>[] = [{ reads: [["spec", "config"]], findings: engine.topic }];
  const problems = [
    ...found,
    ...oneKafka(set, files),
    ...set.kafkas.flatMap(({ resource, isSound, problem }) => findingsOf(checks, resource, isSound).map(problem)),
    ...set.topics.flatMap(({ resource, isSound, problem }) => findingsOf(topicChecks, resource, isSound).map(problem)),
    ...missingSecrets(set).map(({ on, finding }) => on.problem(finding)),
  ];
  const { kafkas, ...companions } = unwrapped(set);
  const [kafka] = kafkas;
  const platform = problems.length === 0 && kafka !== undefined ? { kafka, ...companions } : undefined;
  return { platform, problems: inOrder(problems, files) };
}

function read(files: readonly SourceFile[]): { set: ResourceSet; problems: readonly Problem[] } {
  const sources = files.map(({ file, text }) => readDocuments(text, file));
  const resources = sources.flatMap((source) => source.resources);
  const unreadable = sources.flatMap((source) => source.problems);
  const set = resourceSet(resources, unreadable.length === 0);
  const own = resources.flatMap((resource) => [...resource.findings, ...ownFindings(resource)].map(resource.problem));
  const between = setRules.flatMap((rule) => rule(set)).map(({ on, finding }) => on.problem(finding));
  return { set, problems: [...unreadable, ...own, ...between] };
}

function ownFindings({ resource, isSound }: ReadResource): readonly Finding[] {
  switch (resource.kind) {
    case "Kafka":
      return findingsOf([nameCheck, ...kafkaChecks], resource, isSound);
    case "KafkaNodePool":
      return findingsOf([nameCheck, belongingCheck, ...nodePoolChecks], resource, isSound);
    case "KafkaTopic":
      return findingsOf([nameCheck, belongingCheck, topicNameCheck, topicConfigCheck, topicReplicationCheck], resource, isSound);
    case "KafkaUser":
      return findingsOf([nameCheck, belongingCheck, ...userChecks], resource, isSound);
    case "Secret":
      return findingsOf([nameCheck, secretCheck], resource, isSound);
    default:
      return findingsOf([nameCheck], resource, isSound);
  }
}

const findingsOf = <R extends Resource>(checks: readonly Check<R>[], resource: R, isSound: ReadResource["isSound"]): readonly Finding[] =>
  checks.filter(({ reads }) => reads.every(isSound)).flatMap((check) => check.findings(resource));

function oneKafka({ kafkas, isComplete }: ResourceSet, files: readonly SourceFile[]): readonly Problem[] {
  const [first, ...others] = kafkas;
  if (first !== undefined) {
    const name = JSON.stringify(first.resource.metadata.name);
    const message = `a process runs one Kafka, and ${name} (${placeOf(first)}) comes first; start another process for this one`;
    return others.map(({ problem }) => problem({ path: ["metadata", "name"], rule: "one-kafka", message }));
  }
  if (!isComplete) return [];
  const where = { file: files[0]?.file ?? "(no file)", line: 1, column: 1, path: "" };
  return [{ ...where, expected: "a Kafka", rule: "one-kafka", message: "there is no Kafka among the resources" }];
}

const unwrapped = ({ kafkas, nodePools, topics, users, rebalances, awaited, secrets }: ResourceSet): Resources => ({
  kafkas: kafkas.map(({ resource }) => resource),
  nodePools: nodePools.map(({ resource }) => resource),
  topics: topics.map(({ resource }) => resource),
  users: users.map(({ resource }) => resource),
  rebalances: rebalances.map(({ resource }) => resource),
  awaited: awaited.map(({ resource }) => resource),
  secrets: secrets.map(({ resource }) => resource),
});

function inOrder(problems: readonly Problem[], files: readonly SourceFile[]): readonly Problem[] {
  const order = new Map(files.map(({ file }, index) => [file, index]));
  const rank = ({ file }: Problem) => order.get(file) ?? 0;
  return problems.toSorted((one, other) => rank(one) - rank(other) || one.line - other.line || one.column - other.column);
}
