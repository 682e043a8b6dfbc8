import { isEmpty } from "../src/definitions/versions.ts";
import { choose, compactArgument, condition, flexibleVariable, not, when } from "./conditions.ts";
import { versionCheck } from "./decoders.ts";
import { destructured, differsFromDefault, type Imports } from "./defaults.ts";
import { type FieldModel, type MessageModel, type StructModel, versionParameter } from "./model.ts";

export function encodeFunction(struct: StructModel): string {
  return `encode${struct.typeName}`;
}

/** One function for each struct: takes the draft apart, with defaults for what was left out, and writes in the order of the wire. */
export function emitEncoder(message: MessageModel, struct: StructModel, imports: Imports): string {
  imports.add("type Draft");
  const body = struct.fields.flatMap((field) => fieldLines(message, field, struct, imports));
  body.push(...tagLines(struct, imports));
  const isRoot = struct === message.root;
  const usesVersion = isRoot || body.some((line) => /\b(version|flexible)\b/.test(line));
  const usesWriter = body.some((line) => /\bw\b/.test(line));
  return [
    `function ${encodeFunction(struct)}(${usesWriter ? "w" : "_w"}: Writer, ${struct.fields.length === 0 ? "_draft" : "draft"}: Draft<${struct.typeName}>, ${usesVersion ? versionParameter(struct) : "_version"}: number): void {`,
    ...(isRoot ? [versionCheck(message)] : []),
    ...flexibleVariable(struct.flexible, struct.versions, body),
    ...[destructured(struct, imports)].filter((line) => line !== ""),
    ...body,
    "}",
  ].join("\n");
}

function fieldLines(message: MessageModel, field: FieldModel, struct: StructModel, imports: Imports): string[] {
  const untagged = isEmpty(field.tagged) ? field.present : { from: field.present.from, to: field.tagged.from - 1 };
  const test = condition(untagged, struct.versions);
  const lines = test === "false" ? [] : [`  ${when(test)}${writeStatement(field)}`];
  const present = condition(field.present, struct.versions);
  if (field.definition.ignorable || present === "true") return lines;
  imports.add("fieldNotInVersion");
  const refusal = `throw fieldNotInVersion("${message.definition.name}", "${field.key}", version);`;
  if (test === present) return [...lines, `  else if (${differsFromDefault(field, imports)}) ${refusal}`];
  return [...lines, `  if (${allOf(not(present), differsFromDefault(field, imports))}) ${refusal}`];
}

function allOf(...tests: readonly string[]): string {
  const uncertain = tests.filter((test) => test !== "true");
  return uncertain.map((test) => (test.includes("||") ? `(${test})` : test)).join(" && ");
}

/** One statement (or block) that writes a field's value, null included. */
function writeStatement(field: FieldModel): string {
  const compact = compactArgument(field.flexible, field.present);
  const nullable = condition(field.nullable, field.present);
  if (field.isArray) {
    const length = choose(nullable, `w.nullableArrayLength(${field.key}, ${compact})`, `w.arrayLength(${field.key}, ${compact})`);
    const element = writeElement(field, "element", compact);
    const loop = `for (const element of ${field.key}) ${element};`;
    return `{ ${length}; ${nullable === "false" ? "" : `if (${field.key} !== null) `}${loop} }`;
  }
  if (field.struct === undefined) return `${writeValue(field, compact, nullable)};`;
  const write = writeElement(field, field.key, compact);
  if (nullable === "false") return `${write};`;
  const present = isEmpty(field.tagged) ? "structPresent" : "taggedStructPresent";
  return `{ ${when(nullable)}w.${present}(${field.key} !== null); if (${field.key} !== null) ${write}; }`;
}

function writeValue(field: FieldModel, compact: string, nullable: string): string {
  const plain = writeElement(field, field.key, compact);
  return choose(
    nullable,
    plain.replace(/^w\.(\w)/, (_, first: string) => `w.nullable${first.toUpperCase()}`),
    plain,
  );
}

function writeElement(field: FieldModel, value: string, compact: string): string {
  if (field.struct !== undefined) return `${encodeFunction(field.struct)}(w, ${value}, version)`;
  switch (field.element) {
    case "string":
    case "bytes":
    case "records":
      return `w.${field.element}(${value}, ${compact})`;
    default:
      return `w.${field.element}(${value})`;
  }
}

/** The tagged fields at a struct's end: how many differ from their defaults, then those, by ascending tag. */
function tagLines(struct: StructModel, imports: Imports): string[] {
  const test = condition(struct.flexible, struct.versions);
  if (test === "false") return [];
  const condensed = test === "true" ? "" : "if (flexible) ";
  const tagged = struct.fields.filter((field) => !isEmpty(field.tagged));
  if (tagged.length === 0) return [`  ${condensed}w.noTags();`];
  tagged.sort((a, b) => (a.definition.tag ?? 0) - (b.definition.tag ?? 0));
  const tests = tagged.map((field) => {
    const present = condition(field.tagged, { from: Math.max(struct.versions.from, struct.flexible.from), to: struct.versions.to });
    return allOf(present, differsFromDefault(field, imports));
  });
  const lines = [
    ...tagged.map((field, i) => `const has${capital(field.key)} = ${tests[i]};`),
    `w.unsignedVarint(${tagged.map((field) => `+has${capital(field.key)}`).join(" + ")});`,
    ...tagged.flatMap((field) => [
      `if (has${capital(field.key)}) {`,
      `  const at = w.beginTag(${field.definition.tag});`,
      `  ${writeStatement(field)}`,
      "  w.endTag(at);",
      "}",
    ]),
  ];
  if (condensed === "") return lines.map((line) => `  ${line}`);
  return ["  if (flexible) {", ...lines.map((line) => `    ${line}`), "  }"];
}

function capital(key: string): string {
  return key.charAt(0).toUpperCase() + key.slice(1);
}
