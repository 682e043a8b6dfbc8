import { isEmpty } from "../src/definitions/versions.ts";
import { choose, chooseWithin, compactArgument, condition, flexibleVariable, not, when } from "./conditions.ts";
import { defaultLiteral, type Imports } from "./defaults.ts";
import { elementType, fieldType } from "./interfaces.ts";
import { type FieldModel, type MessageModel, type StructModel, versionParameter } from "./model.ts";

export function decodeFunction(struct: StructModel): string {
  return `decode${struct.typeName}`;
}

/** One function for each struct: straight-line code in the order of the wire, then one object literal of constant shape. */
export function emitDecoder(message: MessageModel, struct: StructModel, imports: Imports): string {
  const body = struct.fields.flatMap((field) => fieldLines(field, struct, imports));
  body.push(...tagLines(struct, imports));
  const isRoot = struct === message.root;
  const usesVersion = isRoot || body.some((line) => /\b(version|flexible)\b/.test(line));
  return [
    `function ${decodeFunction(struct)}(r: Reader${usesVersion ? `, ${versionParameter(struct)}` : ", _version"}: number): ${struct.typeName} {`,
    ...(isRoot ? [versionCheck(message)] : []),
    ...flexibleVariable(struct.flexible, struct.versions, body),
    ...body,
    `  return { ${struct.fields.map((field) => field.key).join(", ")} };`,
    "}",
  ].join("\n");
}

/** The line with which decoders and encoders of messages refuse a version that does not exist. */
export function versionCheck(message: MessageModel): string {
  const { from, to } = message.root.versions;
  const version = versionParameter(message.root);
  return `  if (${version} < ${from} || ${version} > ${to}) throw noSuchVersion("${message.definition.name}", ${version});`;
}

function fieldLines(field: FieldModel, struct: StructModel, imports: Imports): string[] {
  const untagged = isEmpty(field.tagged) ? field.present : { from: field.present.from, to: field.tagged.from - 1 };
  const test = condition(untagged, struct.versions);
  const literal = defaultLiteral(field, imports);
  if (test === "false") return [`  let ${field.key}: ${fieldType(field)} = ${literal};`];
  const isConstant = isEmpty(field.tagged);
  if (!field.isArray && isConstant) return [`  const ${field.key} = ${choose(test, readExpression(field), literal)};`];
  if (!field.isArray) return [`  let ${field.key}: ${fieldType(field)} = ${choose(test, readExpression(field), literal)};`];
  const nullable = condition(field.nullable, field.present);
  if (nullable === "false" && literal === "[]") {
    return [`  ${isConstant ? "const" : "let"} ${field.key}: ${fieldType(field)} = [];`, `  ${when(test)}${arrayLoop(field)}`];
  }
  return [`  let ${field.key}: ${fieldType(field)} = ${literal};`, ...nullableArrayLines(field, test, "  ")];
}

function arrayLoop(field: FieldModel): string {
  const compact = compactArgument(field.flexible, field.present);
  return `for (let n = r.arrayLength(${compact}); n > 0; n--) ${field.key}.push(${elementExpression(field, compact)});`;
}

function nullableArrayLines(field: FieldModel, test: string, indent: string): string[] {
  const compact = compactArgument(field.flexible, field.present);
  const nullable = condition(field.nullable, field.present);
  const length = choose(nullable, `r.nullableArrayLength(${compact})`, `r.arrayLength(${compact})`);
  const elements = `${field.key}Elements`;
  const lines = [
    `let n = ${length};`,
    `if (n < 0) ${field.key} = null;`,
    "else {",
    `  const ${elements}: ${elementType(field)}[] = [];`,
    `  for (; n > 0; n--) ${elements}.push(${elementExpression(field, compact)});`,
    `  ${field.key} = ${elements};`,
    "}",
  ];
  return [`${indent}${when(test)}{`, ...lines.map((line) => `${indent}  ${line}`), `${indent}}`];
}

/** Reads one value, or one element of an array. */
function elementExpression(field: FieldModel, compact: string): string {
  if (field.struct !== undefined) return `${decodeFunction(field.struct)}(r, version)`;
  switch (field.element) {
    case "string":
      return `r.string(${compact})`;
    case "bytes":
    case "records":
      return `r.bytes(${compact})`;
    default:
      return `r.${field.element}()`;
  }
}

/** Reads a field that is not an array. */
function readExpression(field: FieldModel): string {
  const compact = compactArgument(field.flexible, field.present);
  const plain = elementExpression(field, compact);
  const nullable = condition(field.nullable, field.present);
  if (nullable === "false") return plain;
  const present = isEmpty(field.tagged) ? "r.structPresent()" : "r.taggedStructPresent()";
  if (field.struct !== undefined) return chooseWithin(nullable, `(${present} ? ${plain} : null)`, plain);
  return chooseWithin(
    nullable,
    plain.replace(/^r\.(string|bytes)/, (_, name: string) => `r.nullable${name === "string" ? "String" : "Bytes"}`),
    plain,
  );
}

/** The tagged fields at a struct's end: known ones are read, the others passed over. */
function tagLines(struct: StructModel, imports: Imports): string[] {
  const test = condition(struct.flexible, struct.versions);
  if (test === "false") return [];
  const condensed = test === "true" ? "" : "if (flexible) ";
  const tagged = struct.fields.filter((field) => !isEmpty(field.tagged));
  if (tagged.length === 0) return [`  ${condensed}r.skipTags();`];
  const cases = tagged.flatMap((field) => tagCase(field, struct, imports));
  return [
    `  ${condensed}for (let tags = r.unsignedVarint(); tags > 0; tags--) {`,
    "    const tag = r.unsignedVarint();",
    "    const end = r.tagEnd();",
    "    switch (tag) {",
    ...cases,
    "      default:",
    "        r.skip(end - r.position);",
    "    }",
    "    r.expectTagEnd(end);",
    "  }",
  ];
}

function tagCase(field: FieldModel, struct: StructModel, imports: Imports): string[] {
  const lines = [`      case ${field.definition.tag}:`];
  const test = condition(field.tagged, { from: Math.max(struct.versions.from, struct.flexible.from), to: struct.versions.to });
  if (test !== "true") {
    imports.add("tagNotInVersion");
    lines.push(`        if (${not(test)}) throw tagNotInVersion(tag, version);`);
  }
  if (!field.isArray) lines.push(`        ${field.key} = ${readExpression(field)};`);
  else if (condition(field.nullable, field.present) === "false") lines.push(`        ${field.key} = [];`, `        ${arrayLoop(field)}`);
  else lines.push(...nullableArrayLines(field, "true", "        "));
  return [...lines, "        break;"];
}
