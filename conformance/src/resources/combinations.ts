import { fullExample, type Json } from "./examples.ts";
import type { SchemaNode } from "./schema-node.ts";

/** Every combination of what the fields of an object can be: absent, empty, any option of an enum, one or two, something. */
export function combinations(node: SchemaNode): readonly { [key: string]: Json }[] {
  let all: { [key: string]: Json }[] = [{}];
  for (const [name, child] of Object.entries(node.properties ?? {}).toSorted()) {
    const values = child.enum ?? valuesOf(child);
    const isRequired = node.required?.includes(name) === true;
    all = all.flatMap((object) => [...(isRequired ? [] : [object]), ...values.map((value) => ({ ...object, [name]: value }))]);
  }
  return all;
}

function valuesOf(node: SchemaNode): readonly Json[] {
  if (node.type === "string") return ["", "x"];
  return node.type === "integer" ? [1, 2] : [fullExample(node, 0)];
}
