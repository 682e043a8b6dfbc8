import type { JsonObject } from "../objects.ts";
import { objectMeta } from "./object-meta.ts";
import type { Schema } from "./schema.ts";

/** A kind's schema in two forms. Much is worked out from a schema once, so that each kind has to keep its own. */
export interface StructuralSchema {
  /** As the kind's author wrote it: what objects are validated by. */
  readonly own: Schema;
  /** With what every object has, which authors leave out: what fields are known, and how they are merged. */
  readonly whole: Schema;
}

const text: Schema = { type: "string" };

export function structuralSchema(openApi: JsonObject): StructuralSchema {
  const own = openApi as Schema;
  return { own, whole: { ...own, properties: { ...own.properties, apiVersion: text, kind: text, metadata: objectMeta } } };
}
