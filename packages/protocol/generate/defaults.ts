import { condition } from "./conditions.ts";
import type { FieldModel, StructModel } from "./model.ts";

/** What names the generated file has to import, collected while its text is made. */
export type Imports = Set<string>;

/** The TypeScript expression for a field's default. Every evaluation gives objects of its own. */
export function defaultLiteral(field: FieldModel, imports: Imports): string {
  const given = field.definition.default;
  if (given === null) return "null";
  if (field.isArray) return "[]";
  if (field.struct !== undefined) return structLiteral(field.struct, imports);
  switch (field.element) {
    case "string":
      return JSON.stringify(given ?? "");
    case "bool":
      return String(given ?? false);
    case "uuid":
      imports.add("ZERO_UUID");
      return "ZERO_UUID";
    case "bytes":
      imports.add("EMPTY_BYTES");
      return "EMPTY_BYTES";
    case "records":
      return "null";
    default:
      return given === 2 ** 63 ? "2 ** 63" : String(given ?? 0);
  }
}

function structLiteral(struct: StructModel, imports: Imports): string {
  return `{ ${struct.fields.map((field) => `${field.key}: ${defaultLiteral(field, imports)}`).join(", ")} }`;
}

/** The expression that is true if the variable of the field's name holds something else than the default. */
export function differsFromDefault(field: FieldModel, imports: Imports): string {
  const { key } = field;
  const literal = defaultLiteral(field, imports);
  if (literal === "null") return `${key} !== null`;
  const orNull = condition(field.nullable, field.present) === "false" ? "" : `${key} === null || `;
  if (field.isArray) return `${orNull}${key}.length !== 0`;
  if (field.struct !== undefined) return `${orNull}!${isDefaultFunction(field.struct)}(${key})`;
  if (field.element === "bytes") {
    imports.add("hasBytes");
    return `${orNull}hasBytes(${key})`;
  }
  if (field.element === "bool") return literal === "true" ? `!${key}` : key;
  return `${key} !== ${literal}`;
}

export function isDefaultFunction(struct: StructModel): string {
  return `isDefault${struct.typeName}`;
}

/** The parameter of {@link isDefaultFunction} and of encoders, taken apart: what was left out takes its default here. */
export function destructured(struct: StructModel, imports: Imports): string {
  if (struct.fields.length === 0) return "";
  const names = struct.fields.map(
    (field) =>
      `${field.key} = ${field.struct !== undefined && !field.isArray && field.definition.default !== null ? "{}" : defaultLiteral(field, imports)}`,
  );
  return `  const { ${names.join(", ")} } = draft;`;
}

export function emitIsDefault(struct: StructModel, imports: Imports): string {
  imports.add("type Draft");
  const tests = struct.fields.map((field) => differsFromDefault(field, imports));
  return [
    `function ${isDefaultFunction(struct)}(draft: Draft<${struct.typeName}>): boolean {`,
    destructured(struct, imports),
    `  return !(${tests.join(" || ")});`,
    "}",
  ].join("\n");
}
