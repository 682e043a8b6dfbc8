import { describe, type Field, type Shape } from "../src/schema/field.ts";
import { kinds } from "../src/schema/kinds.ts";
import { shapesBelow } from "./shapes.ts";

/** The TypeScript types of all resources, as the text of `src/generated/types.ts`. */
export function typesText(): string {
  const shapes = new Map<string, Shape>();
  for (const kind of Object.values(kinds)) shapesBelow(kind.shape, shapes);
  const kindNames = new Set(Object.keys(kinds));
  const interfaces = [...shapes.values()]
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((shape) => (kindNames.has(shape.name) ? resourceText(shape) : interfaceText(shape)));
  return [
    "// Generated from src/schema by `npm run generate`. Do not edit.",
    'import type { OpenObject, Quantity } from "../values.ts";',
    ...interfaces,
    "",
  ].join("\n\n");
}

function interfaceText(shape: Shape): string {
  const members = Object.entries(shape.fields).map(([name, field]) => memberText(name, field, shape.required.includes(name)));
  return `export interface ${shape.name} {\n${members.join("\n")}\n}`;
}

const alwaysThere: readonly string[] = ["apiVersion", "metadata"];

/** A resource that was read says what it is and has metadata, although the CRD leaves that to the API server. */
function resourceText(shape: Shape): string {
  const members = Object.entries(shape.fields).map(([name, field]) => {
    if (name === "kind") return `  readonly kind: ${JSON.stringify(shape.name)};`;
    return memberText(name, field, alwaysThere.includes(name) || shape.required.includes(name));
  });
  return `export interface ${shape.name} {\n${members.join("\n")}\n}`;
}

function memberText(name: string, field: Field, required: boolean): string {
  const description = describe(field);
  const comment = description === undefined ? "" : `  /** ${description} */\n`;
  const key = /^[A-Za-z]\w*$/.test(name) ? name : JSON.stringify(name);
  return `${comment}  readonly ${key}${required ? "" : "?"}: ${typeText(field)};`;
}

function typeText(field: Field): string {
  switch (field.type) {
    case "string":
      return field.options === undefined ? "string" : field.options.map((option) => JSON.stringify(option)).join(" | ");
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "quantity":
      return "Quantity";
    case "open":
      return "OpenObject";
    case "list": {
      const item = typeText(field.item);
      return item.includes("|") ? `readonly (${item})[]` : `readonly ${item}[]`;
    }
    case "map":
      return `Readonly<Record<string, ${typeText(field.value)}>>`;
    case "object":
      return field.shape.name;
  }
}
