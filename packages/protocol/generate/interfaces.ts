import { isEmpty } from "../src/definitions/versions.ts";
import type { FieldModel, MessageModel, StructModel } from "./model.ts";

const PRIMITIVES: Readonly<Record<string, string>> = {
  bool: "boolean",
  string: "string",
  uuid: "string",
  bytes: "Buffer",
  records: "Buffer",
};

export function emitInterfaces(message: MessageModel): string[] {
  return message.structs.toReversed().map((struct) => emitInterface(struct));
}

/** The type of a field's values, without null. */
function valueType(field: FieldModel): string {
  const element = elementType(field);
  return field.isArray ? `${element}[]` : element;
}

export function elementType(field: FieldModel): string {
  return field.struct?.typeName ?? PRIMITIVES[field.element] ?? "number";
}

export function fieldType(field: FieldModel): string {
  return mayBeNull(field) ? `${valueType(field)} | null` : valueType(field);
}

function mayBeNull(field: FieldModel): boolean {
  return !isEmpty(field.nullable) || field.definition.default === null || field.element === "records";
}

function emitInterface(struct: StructModel): string {
  const lines = struct.fields.flatMap((field) => [`  /** ${field.definition.doc} */`, `  ${field.key}: ${fieldType(field)};`]);
  if (lines.length === 0) return `export type ${struct.typeName} = Record<never, never>;`;
  return [`export interface ${struct.typeName} {`, ...lines, "}"].join("\n");
}
