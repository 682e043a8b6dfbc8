import { entriesOf } from "../json.ts";
import { isJsonObject, type Json, type JsonObject } from "../objects.ts";
import { readElement } from "./element.ts";
import { type FieldNode, type FieldSet, noFields, sortedNodes } from "./field-set.ts";

/** The set as `fieldsV1` writes it: a path that is in the set, and has others below, says so by `.`. */
export function fieldsV1(set: FieldSet): JsonObject {
  return Object.fromEntries(sortedNodes(set).map(([element, node]) => [element, nodeV1(node)]));
}

const nodeV1 = ({ member, below }: FieldNode): JsonObject =>
  below.size === 0 ? {} : member ? { ".": {}, ...fieldsV1(below) } : fieldsV1(below);

/** The set that `fieldsV1` says. Throws what is wrong with it. */
export function readFieldsV1(fields: Json | undefined): FieldSet {
  if (fields === undefined || fields === null) return noFields;
  return readNode(fields).below;
}

function readNode(fields: Json): FieldNode {
  if (!isJsonObject(fields)) throw new SyntaxError("expect { or n");
  const below = new Map<string, FieldNode>();
  let member = false;
  for (const [key, value] of entriesOf(fields)) {
    if (key === ".") {
      member = true;
      continue;
    }
    const element = readElement(key);
    if (element !== undefined) below.set(element, readNode(value));
  }
  return { member: member || below.size === 0, below };
}
