import type { Kafka, KafkaNodePool } from "./generated/types.ts";
import { type Finding, pathText } from "./problem.ts";
import type { ReadResource } from "./reading/resources.ts";
import { setRules } from "./rules/between-resources.ts";
import { kafkaChecks } from "./rules/kafka.ts";
import { nameCheck } from "./rules/names.ts";
import { nodePoolChecks } from "./rules/node-pools.ts";
import { resourceSet } from "./rules/set.ts";

/** Something that stands against a Kafka, or against one of its node pools. */
export interface DeclarationProblem {
  readonly kind: "Kafka" | "KafkaNodePool";
  readonly name: string;
  readonly finding: Finding;
}

/** What stands against a Kafka with all its node pools beyond their schemas, which an API server has seen to. */
export function declarationProblems(kafka: Kafka, nodePools: readonly KafkaNodePool[]): readonly DeclarationProblem[] {
  const [read, ...pools] = [kafka, ...nodePools].map(asRead);
  const set = resourceSet(read === undefined ? [] : [read, ...pools], true);
  const own = [
    ...[nameCheck, ...kafkaChecks].flatMap((check) => check.findings(kafka)).map((finding) => ({ on: kafka, finding })),
    ...nodePools.flatMap((pool) => nodePoolChecks.flatMap((check) => check.findings(pool)).map((finding) => ({ on: pool, finding }))),
  ];
  const between = setRules.flatMap((rule) => rule(set)).map(({ on, finding }) => ({ on: on.resource, finding }));
  return [...own, ...between].flatMap(({ on: { kind, metadata }, finding }) =>
    kind === "Kafka" || kind === "KafkaNodePool" ? [{ kind, name: metadata.name, finding }] : [],
  );
}

/** A problem as a sentence: `KafkaNodePool brokers, spec.roles: expected at least one of "broker", "controller"`. */
export function declarationProblemText({ kind, name, finding: { path, message } }: DeclarationProblem): string {
  const place = pathText(path);
  return `${kind} ${name}${place === "" ? "" : `, ${place}`}: ${message}`;
}

const asRead = (resource: Kafka | KafkaNodePool): ReadResource => ({
  resource,
  findings: [],
  isSound: () => true,
  problem: ({ message }) => ({ file: resource.metadata.name, line: 0, column: 0, path: "", message }),
});
