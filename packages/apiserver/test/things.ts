import { readFileSync } from "node:fs";
import fc from "fast-check";
import type { FieldSet } from "../src/managed-fields/field-set.ts";
import { fieldsV1 } from "../src/managed-fields/fields-v1.ts";
import { applyServerSide, trackUpdate } from "../src/managed-fields/index.ts";
import type { JsonObject, KubeObject } from "../src/objects.ts";
import { structuralSchema } from "../src/schema/index.ts";

/** A kind that has everything that merging goes by: maps and lists of every sort, and what is open. */
const things = structuralSchema(JSON.parse(readFileSync(new URL("./fixtures/thing-schema.json", import.meta.url), "utf8")) as JsonObject);

export const thing = (spec: JsonObject, metadata: JsonObject = {}): KubeObject => ({
  apiVersion: "example.org/v1",
  kind: "Thing",
  metadata: { name: "thing", namespace: "here", ...metadata },
  spec,
});

/** Sets are written in one way only. */
export const sameFields = (left: FieldSet, right: FieldSet): boolean => JSON.stringify(fieldsV1(left)) === JSON.stringify(fieldsV1(right));

interface Options {
  readonly force?: boolean;
  readonly now?: string;
  readonly subresource?: "" | "status";
}

const write = (manager: string, { now = "2026-01-01T00:00:00Z", subresource = "" }: Options) =>
  ({ manager, apiVersion: "example.org/v1", kind: "Thing", subresource, hasStatus: true, now, schema: things }) as const;

/** As it is when it is stored: with an identity, and without what is left empty of its metadata. */
function stored(object: KubeObject): KubeObject {
  const isEmpty = (value: unknown) => value === null || (typeof value === "object" && Object.keys(value).length === 0);
  const kept = Object.entries(object.metadata).filter(([, value]) => value !== undefined && !isEmpty(value));
  return { ...object, metadata: { ...Object.fromEntries(kept), uid: "uid" } };
}

export const apply = (live: KubeObject | undefined, applied: KubeObject, manager: string, options: Options = {}): KubeObject =>
  stored(applyServerSide({ ...write(manager, options), live, applied, force: options.force ?? false }));

export const update = (live: KubeObject | undefined, updated: KubeObject, manager: string, options: Options = {}): KubeObject =>
  stored(trackUpdate({ ...write(manager, options), live, updated }));

const text = fc.constantFrom("p", "q", "<r>");
const some = (names: readonly string[], value: fc.Arbitrary<unknown>) => fc.dictionary(fc.constantFrom(...names), value);

/** What may be applied: lists have each item once. */
export const spec: fc.Arbitrary<JsonObject> = fc.record(
  {
    text,
    count: fc.nat(3),
    flag: fc.boolean(),
    port: fc.oneof(text, fc.nat(3)),
    config: some(["k", "l"], fc.oneof(text, fc.nat(3), some(["m", "n"], text), fc.array(text, { maxLength: 2 }))),
    texts: some(["k", "l"], text),
    deep: some(["k", "l"], some(["x", "y"], text)),
    whole: some(["x", "y"], text),
    list: fc.array(some(["x"], text), { maxLength: 2 }),
    set: fc.uniqueArray(text),
    keyed: fc
      .uniqueArray(fc.constantFrom("u", "v", "w"))
      .chain((names) => fc.tuple(...names.map((name) => fc.record({ name: fc.constant(name), value: text }, { requiredKeys: ["name"] })))),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;
