import { entriesOf, entryOf, isList } from "../json.ts";
import { isJsonObject, type Json, type JsonObject, sameJson } from "../objects.ts";
import { fieldSchema, type Schema } from "./schema.ts";

/**
 * What a part of an object was before: a part that is as it was need not be right, since it may have been written before the schema was what it is
 * (KEP-4008). Items of a list have a before only if the list is a map.
 */
export class Correlation {
  readonly #schema: Schema;
  readonly #value: Json;
  readonly #old: Json;

  constructor(schema: Schema, value: Json, old: Json) {
    this.#schema = schema;
    this.#value = value;
    this.#old = old;
  }

  get unchanged(): boolean {
    return unchanged(this.#schema, this.#value, this.#old);
  }

  key(name: string): Correlation | undefined {
    const schema = fieldSchema(this.#schema, name);
    if (!schema || !isJsonObject(this.#value) || !isJsonObject(this.#old)) return undefined;
    const value = entryOf(this.#value, name);
    const old = entryOf(this.#old, name);
    return value === undefined || old === undefined ? undefined : new Correlation(schema, value, old);
  }

  index(index: number): Correlation | undefined {
    const { items } = this.#schema;
    const value = isList(this.#value) ? this.#value[index] : undefined;
    const old = value === undefined ? undefined : itemBefore(this.#schema, value, this.#old);
    return items && value !== undefined && old !== undefined ? new Correlation(items, value, old) : undefined;
  }
}

/** The item with the same keys in the old list, if the list is a map. */
export function itemBefore(schema: Schema, item: Json, old: Json | undefined): JsonObject | undefined {
  if (schema["x-kubernetes-list-type"] !== "map" || !isList(old) || !isJsonObject(item)) return undefined;
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  return old.filter(isJsonObject).find((before) => keys.every((key) => sameJson(entryOf(before, key), entryOf(item, key))));
}

function unchanged(schema: Schema | undefined, value: Json, old: Json): boolean {
  if (isList(value)) {
    if (!isList(old) || value.length !== old.length) return false;
    if (schema?.["x-kubernetes-list-type"] !== "map") return sameJson(value, old);
    return value.every((item) => {
      const before = itemBefore(schema, item, old);
      return before !== undefined && unchanged(schema.items, item, before);
    });
  }
  if (!isJsonObject(value) || !isJsonObject(old)) return sameJson(value, old);
  const entries = entriesOf(value);
  return (
    entries.length === entriesOf(old).length &&
    entries.every(([name, held]) => {
      const below = fieldSchema(schema, name);
      const before = entryOf(old, name);
      return below !== undefined && before !== undefined && unchanged(below, held, before);
    })
  );
}
