import { entriesOf, isList } from "../../json.ts";
import { isJsonObject, type Json } from "../../objects.ts";
import type { Schema } from "../schema.ts";

export type CelValue = unknown;

const text: Schema = { type: "string" };

/** What a rule at the root of a resource sees besides what the schema says. */
export const rootOf = (schema: Schema): Schema => ({
  ...schema,
  type: "object",
  properties: {
    ...schema.properties,
    apiVersion: text,
    kind: text,
    metadata: { type: "object", properties: { name: text, generateName: text } },
  },
});

/** A value as a rule sees it: whole numbers are integers only where the schema says so, and fields that it doesn't name aren't there. */
export function celValue(schema: Schema | undefined, value: Json): CelValue {
  if (isList(value)) return value.map((item) => celValue(schema?.items, item));
  if (isJsonObject(value)) return celObject(schema, value);
  if (typeof value === "bigint") return schema?.type === "number" ? Number(value) : value;
  if (typeof value === "number") return schema?.type !== "number" && Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === "string" && (schema?.format === "date-time" || schema?.format === "date")) return new Date(value);
  return value;
}

function celObject(
  schema: Schema | undefined,
  value: Exclude<Json, null | string | number | bigint | boolean | readonly Json[]>,
): CelValue {
  const { properties, additionalProperties } = schema ?? {};
  if (typeof additionalProperties === "object") {
    return Object.fromEntries(entriesOf(value).map(([name, held]) => [name, celValue(additionalProperties, held)]));
  }
  return Object.fromEntries(
    entriesOf(value).flatMap(([name, held]) => {
      const property = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
      const escaped = escapeName(name);
      return property && escaped !== undefined ? [[escaped, celValue(property, held)]] : [];
    }),
  );
}

const reserved = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(" "),
);

const escapes: Readonly<Record<string, string>> = { __: "__underscores__", ".": "__dot__", "-": "__dash__", "/": "__slash__" };

/** A field's name as a rule has to write it; undefined: no rule can. */
function escapeName(name: string): string | undefined {
  if (!/^[A-Za-z_.\-/][\w.\-/]*$/.test(name)) return undefined;
  return reserved.has(name) ? `__${name}__` : name.replace(/__|[-./]/g, (sign) => escapes[sign] ?? sign);
}
