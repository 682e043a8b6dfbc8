import { type Crd, type CrdVersion, childrenOf, type SchemaNode, schemaOf } from "./schema-node.ts";

/** Where two CRDs differ: `spec.kafka.listeners[].port minimum: 9092 / 9000`, Strimzi's first. */
export type Difference = string;

/** Everything in which `ours` differs from `theirs`, texts for people aside. */
export function compareCrds(theirs: Crd, ours: Crd): readonly Difference[] {
  return [...differing("CRD", nameFacts(theirs), nameFacts(ours)), ...compareNodes("", schemaOf(theirs), schemaOf(ours))];
}

function nameFacts({ metadata, spec }: Crd): Readonly<Record<string, unknown>> {
  const version = ({ name, served, storage, subresources, additionalPrinterColumns }: CrdVersion) => ({
    name,
    served,
    storage,
    subresources,
    columns: additionalPrinterColumns.map(({ name, jsonPath, type, priority }) => ({ name, jsonPath, type, priority })),
  });
  return { name: metadata.name, group: spec.group, scope: spec.scope, names: spec.names, versions: spec.versions.map(version) };
}

/** What is compared member by member, and what has no influence on what is accepted. */
const structure = ["properties", "items", "additionalProperties"];
const texts = ["description", "example"];

const rules = "x-kubernetes-validations";

function compareNodes(path: string, theirs: SchemaNode, ours: SchemaNode): readonly Difference[] {
  const theirChildren = new Map(childrenOf(theirs));
  const ourChildren = new Map(childrenOf(ours));
  const below = [...new Set([...theirChildren.keys(), ...ourChildren.keys()])].flatMap((step) => {
    const at = /^\W/.test(step) && step !== "-XX" && !step.startsWith("-X") ? `${path}${step}` : `${path}.${step}`;
    const their = theirChildren.get(step);
    const our = ourChildren.get(step);
    if (their === undefined) return [`${at}: extra`];
    return our === undefined ? [`${at}: missing`] : compareNodes(at, their, our);
  });
  // Where Strimzi has no rules ours refuse what its operator finds wrong only when it is too late.
  const { [rules]: refusals, ...own } = ours;
  return [...differing(path, facts(theirs), facts(theirs[rules] === undefined ? own : ours)), ...below];
}

/** All that a node demands of a value itself, in a form that does not depend on the order in which it is written. */
function facts(node: SchemaNode): Readonly<Record<string, unknown>> {
  const own = Object.entries(node).filter(([key]) => !structure.includes(key) && !texts.includes(key));
  return Object.fromEntries(own.map(([key, value]) => [key, canonical(key, value)]).filter(([, value]) => value !== undefined));
}

function canonical(key: string, value: unknown): unknown {
  if ((key === "enum" || key === "required") && Array.isArray(value)) return value.toSorted();
  // The rules are compared by their verdicts, not by their words.
  if (key === rules && Array.isArray(value)) return value.length;
  // One branch that requires nothing accepts everything.
  if (key === "oneOf" && Array.isArray(value) && value.length === 1 && !("required" in value[0])) return undefined;
  return value;
}

function differing(
  path: string,
  theirs: Readonly<Record<string, unknown>>,
  ours: Readonly<Record<string, unknown>>,
): readonly Difference[] {
  return [...new Set([...Object.keys(theirs), ...Object.keys(ours)])]
    .filter((key) => stable(theirs[key]) !== stable(ours[key]))
    .map((key) => `${path} ${key}: ${stable(theirs[key])} / ${stable(ours[key])}`);
}

/** JSON with sorted keys. */
const stable = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, part) =>
    typeof part === "object" && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted()) : part,
  );
