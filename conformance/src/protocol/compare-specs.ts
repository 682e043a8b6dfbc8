import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type DefaultValue, definitions, type FieldDefinition, type MessageDefinition } from "@millrace/protocol/definitions";

/** A field as Kafka's specification files write it; what is left out has the defaults that Kafka's generator takes. */
interface SpecField {
  readonly name: string;
  readonly type: string;
  readonly versions?: string;
  readonly nullableVersions?: string;
  readonly default?: unknown;
  readonly ignorable?: boolean;
  readonly mapKey?: boolean;
  readonly tag?: number;
  readonly taggedVersions?: string;
  readonly flexibleVersions?: string;
  readonly fields?: readonly SpecField[];
}

interface SpecMessage {
  readonly name: string;
  readonly type: string;
  readonly apiKey?: number;
  readonly validVersions: string;
  readonly flexibleVersions: string;
  readonly latestVersionUnstable?: boolean;
  readonly fields: readonly SpecField[];
  readonly commonStructs?: readonly { readonly name: string; readonly versions: string; readonly fields: readonly SpecField[] }[];
}

/**
 * Compares every message that Millrace defines with the specification files (`*.json`) anywhere under a folder, as they lie in Kafka's
 * jars under `common/message` and `common/metadata`. Gives one sentence for each difference.
 */
export function compareWithKafkaSpecs(specFolder: string): string[] {
  const specs = readSpecs(specFolder);
  return definitions.flatMap((definition) => {
    const spec = specs.get(definition.name);
    return spec === undefined ? [`${definition.name}: Kafka has no such message`] : compareMessage(definition, spec);
  });
}

function readSpecs(folder: string): Map<string, SpecMessage> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  const specs = files.map((file) => parseSpec(readFileSync(join(folder, file), "utf8")));
  return new Map(specs.map((spec) => [spec.name, spec]));
}

/** The files are JSON with comments, which stand on lines of their own. */
function parseSpec(text: string): SpecMessage {
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, "")) as SpecMessage;
}

function compareMessage(ours: MessageDefinition, spec: SpecMessage): string[] {
  const structs = spec.commonStructs ?? [];
  return [
    ...compareFacts(ours.name, [
      ["type", ours.type, spec.type],
      ["apiKey", ours.apiKey, spec.apiKey],
      ["versions", ours.versions, spec.validVersions],
      ["flexible versions", ours.flexible, spec.flexibleVersions],
      ["latest version unstable", ours.latestVersionUnstable, spec.latestVersionUnstable ?? false],
      ["shared structs", names(ours.structs), names(structs)],
    ]),
    ...compareFields(ours.name, ours.fields, spec.fields, firstVersion(spec.validVersions)),
    ...structs.flatMap((struct) => {
      const own = ours.structs.find((each) => each.name === struct.name);
      const path = `${ours.name}/${struct.name}`;
      if (own === undefined) return [];
      return [
        ...compareFacts(path, [["versions", own.versions, struct.versions]]),
        ...compareFields(path, own.fields, struct.fields, firstVersion(spec.validVersions)),
      ];
    }),
  ];
}

/** Fields that went with versions before `first`, the first that is still valid, are left out: nobody can say or ask for them. */
function compareFields(path: string, ours: readonly FieldDefinition[], spec: readonly SpecField[], first: number): string[] {
  const wanted = spec.filter((field) => lastVersion(field.versions ?? "0+") >= first);
  const order = compareFacts(path, [["fields", names(ours), names(wanted)]]);
  if (order.length > 0) return order;
  return ours.flatMap((field, i) => compareField(`${path}.${field.name}`, field, wanted[i] as SpecField, first));
}

/** Of a range as specifications write it: `3`, `1-2`, `4+`. */
function firstVersion(range: string): number {
  return Number.parseInt(range, 10);
}

function lastVersion(range: string): number {
  return range.endsWith("+") ? Number.POSITIVE_INFINITY : Number(range.split("-").at(-1));
}

function compareField(path: string, ours: FieldDefinition, spec: SpecField, first: number): string[] {
  return [
    ...compareFacts(path, [
      ["type", ours.type, spec.type],
      ["versions", ours.versions, spec.versions ?? spec.taggedVersions],
      ["nullable versions", ours.nullable, spec.nullableVersions ?? "none"],
      ["default", ours.default, specDefault(spec)],
      ["ignorable", ours.ignorable, spec.ignorable ?? false],
      ["map key", ours.mapKey, spec.mapKey ?? false],
      ["tag", ours.tag, spec.tag],
      ["tagged versions", ours.tagged, spec.taggedVersions ?? "none"],
      ["flexible versions", ours.flexible, spec.flexibleVersions],
    ]),
    ...compareFields(path, ours.fields, spec.fields ?? [], first),
  ];
}

/** Specifications write defaults as text or as values; `"null"` as text stands for null, where null as a value counts as nothing said. */
function specDefault(spec: SpecField): DefaultValue | undefined {
  if (spec.default === undefined || spec.default === null) return undefined;
  const text = String(spec.default);
  if (text === "null") return null;
  if (spec.type === "bool") return text.toLowerCase() === "true";
  return /^u?int|^float/.test(spec.type) ? Number(text) : text;
}

function compareFacts(path: string, facts: readonly (readonly [string, unknown, unknown])[]): string[] {
  return facts
    .filter(([, ours, theirs]) => ours !== theirs)
    .map(([what, ours, theirs]) => `${path}: ${what} should be ${String(theirs)}, is ${String(ours)}`);
}

function names(named: readonly { readonly name: string }[]): string {
  return named.map((each) => each.name).join(", ");
}
