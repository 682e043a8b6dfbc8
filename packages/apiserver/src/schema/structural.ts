import type { JsonObject } from "../objects.ts";
import { objectMeta } from "./object-meta.ts";
import type { Schema } from "./schema.ts";

/** A kind's schema in two forms. Who asks twice for the same gets the same, so that what is worked out from a schema is worked out once. */
export interface StructuralSchema {
  /** As the kind's author wrote it: what objects are validated by. */
  readonly own: Schema;
  /** With what every object has, which authors leave out: what fields are known, and how they are merged. */
  readonly whole: Schema;
}

const text: Schema = { type: "string" };

const known = new WeakMap<JsonObject, StructuralSchema>();

export function structuralSchema(openApi: JsonObject): StructuralSchema {
  let found = known.get(openApi);
  if (!found) {
    const own = openApi as Schema;
    found = { own, whole: { ...own, properties: { ...own.properties, apiVersion: text, kind: text, metadata: objectMeta } } };
    known.set(openApi, found);
  }
  return found;
}
