import { childrenOf, type SchemaNode } from "./schema-node.ts";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A text for each pattern that occurs. A new pattern needs a new row: without one no example can be made. */
const textsByPattern: Readonly<Record<string, string>> = {
  "^[a-z0-9]{1,11}$": "plain",
  "^[0-9]+[mMgG]?$": "512m",
  "^([0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$": "5Mi",
  "^[0-9]+([.][0-9]{0,3}|[m]?)$": "1500m",
  "^[0-9]+([KMG]i?)?B/s$": "10000KiB/s",
  "^[a-z0-9][-_a-z0-9]*[a-z0-9]$": "plug-in",
  "^(https?|ftp)://[-a-zA-Z0-9+&@#/%?=~_|!:,.;]*[-a-zA-Z0-9+&@#/%=~_|]$": "https://example.com/plug-in.jar",
  "^[a-zA-Z0-9\\._\\-]{1,100}$": "east",
};

/** Numbers that a rule between fields wants to be more than the least. */
const numbersByField: Readonly<Record<string, number>> = { validityDays: 2 };

/** An example that has every field, and of fields that exclude each other the one with number `branch`. */
export function fullExample(node: SchemaNode, branch: number): Json {
  if (node["x-kubernetes-int-or-string"] === true) return branch === 0 ? "500m" : 2;
  if (node.items !== undefined) return [fullExample(node.items, branch)];
  if (node.additionalProperties !== undefined) return { key: fullExample(node.additionalProperties, branch) };
  if (node.type === "object") return fullObject(node, branch);
  if (node.type === "boolean") return branch === 0;
  if (node.type === "integer" || node.type === "number")
    return branch === 0 ? (node.minimum ?? 1) : (node.maximum ?? (node.minimum ?? 0) + 7);
  if (node.enum !== undefined) return node.enum[branch % node.enum.length] ?? "";
  const text = node.pattern === undefined ? "text" : textsByPattern[node.pattern];
  if (text === undefined) throw new Error(`no example for the pattern ${node.pattern}`);
  return text;
}

function fullObject(node: SchemaNode, branch: number): Json {
  const alternatives = (node.oneOf ?? []).flatMap(({ required = [] }) => required);
  const chosen = alternatives[branch % alternatives.length];
  const fields = Object.entries(node.properties ?? {}).filter(([name]) => name === chosen || !alternatives.includes(name));
  return Object.fromEntries(
    fields.map(([name, child]) => [name, (branch === 0 ? numbersByField[name] : undefined) ?? fullExample(child, branch)]),
  );
}

/** A place in an example: the object, list or map that holds it, its key there, and what the schema says about it. */
export interface Place {
  readonly path: string;
  readonly holder: { [key: string]: Json };
  readonly key: string;
  readonly node: SchemaNode;
  /** What the schema says about the holder. */
  readonly holderNode: SchemaNode;
}

/** Every place of an example that a schema describes, outermost first. Lists are looked at like objects with the keys 0, 1, …. */
export function placesOf(value: Json, node: SchemaNode, path = ""): readonly Place[] {
  if (typeof value !== "object" || value === null) return [];
  const holder = value as { [key: string]: Json };
  return childrenOf(node).flatMap(([step, child]) => {
    const keys = step === "[]" || step === "{}" ? Object.keys(holder) : step in holder ? [step] : [];
    return keys.flatMap((key) => {
      const at = `${path}/${key}`;
      return [{ path: at, holder, key, node: child, holderNode: node }, ...placesOf(holder[key] ?? null, child, at)];
    });
  });
}
