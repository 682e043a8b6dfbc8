import { isList } from "../json.ts";
import { isJsonObject, type Json } from "../objects.ts";
import { keepsUnknown, propertyOf, type Schema } from "../schema/schema.ts";

export type Scalar = "numeric" | "string" | "boolean" | "untyped";

export interface ListAtom {
  /** An atomic list belongs to whoever last wrote it, as a whole. */
  readonly atomic: boolean;
  /** Keys that tell the items of an associative list apart; none: it is a set. */
  readonly keys: readonly string[];
  readonly items: Schema;
}

export interface MapAtom {
  readonly atomic: boolean;
  /** The schema of a field; undefined if there can be no such field. */
  schemaOf(name: string): Schema | undefined;
  /** Whether the schema names the field, which makes it part of the paths that are owned. */
  isNamed(name: string): boolean;
}

/** What a value of a schema can be, to structured merge. */
export interface Atom {
  readonly map?: MapAtom;
  readonly scalar?: Scalar;
  readonly list?: ListAtom;
}

/** Whatever stands in a list that nothing is known of: never merged. */
const untypedAtomic: Schema = {};
/** Whatever stands where unknown fields are kept: maps are merged, lists aren't. */
const deduced: Schema = {};

const scalars: Readonly<Record<string, Scalar>> = { integer: "numeric", number: "numeric", string: "string", boolean: "boolean" };

/** A text of a format may be kept as something else. */
const scalarOf = (type: string, format: string | undefined): Scalar | undefined =>
  type === "string" && format !== undefined && format !== "byte" ? "untyped" : scalars[type];

const atoms = new WeakMap<Schema, Atom>([
  [
    untypedAtomic,
    {
      scalar: "untyped",
      list: { atomic: true, keys: [], items: untypedAtomic },
      map: { atomic: true, schemaOf: () => untypedAtomic, isNamed: () => false },
    },
  ],
  [
    deduced,
    {
      scalar: "untyped",
      list: { atomic: true, keys: [], items: untypedAtomic },
      map: { atomic: false, schemaOf: () => deduced, isNamed: () => false },
    },
  ],
]);

/** Schemas of which unknown fields are kept, below one that says so; each has atoms of its own there. */
const openSchemas = new WeakMap<Schema, Schema>();

export function atomOf(schema: Schema): Atom {
  let atom = atoms.get(schema);
  if (!atom) {
    atom = makeAtom(schema);
    atoms.set(schema, atom);
  }
  return atom;
}

function makeAtom(schema: Schema): Atom {
  if (schema.type === "object") return { map: mapAtom(schema) };
  if (schema.type === "array") return { list: listAtom(schema) };
  const scalar = schema.type && scalarOf(schema.type, schema.format);
  return scalar ? { scalar } : { scalar: "untyped", list: listAtom(schema), map: mapAtom(schema) };
}

function listAtom(schema: Schema): ListAtom {
  const type = schema["x-kubernetes-list-type"];
  const items = schema.items ? below(schema, schema.items) : untypedAtomic;
  return { atomic: type !== "set" && type !== "map", keys: type === "map" ? (schema["x-kubernetes-list-map-keys"] ?? []) : [], items };
}

function mapAtom(schema: Schema): MapAtom {
  const { additionalProperties } = schema;
  const others = (): Schema | undefined => {
    if (isSchema(additionalProperties)) return below(schema, additionalProperties);
    const open = additionalProperties ?? (keepsUnknown(schema) || Object.keys(schema.properties ?? {}).length === 0);
    return open ? deduced : undefined;
  };
  const schemaOf = (name: string): Schema | undefined => {
    const property = propertyOf(schema, name);
    return property ? below(schema, property) : others();
  };
  return { atomic: schema["x-kubernetes-map-type"] === "atomic", schemaOf, isNamed: (name) => propertyOf(schema, name) !== undefined };
}

const isSchema = (value: Schema | boolean | undefined): value is Schema => typeof value === "object";

/** Keeping unknown fields is handed on to everything below. */
function below(schema: Schema, child: Schema): Schema {
  if (!keepsUnknown(schema) || keepsUnknown(child)) return child;
  let open = openSchemas.get(child);
  if (!open) {
    open = { ...child, "x-kubernetes-preserve-unknown-fields": true };
    openSchemas.set(child, open);
  }
  return open;
}

/** The one thing that a value is, where the schema leaves a choice; an absent value or null leaves it open. */
export function narrowed(atom: Atom, value: Json | undefined): Atom {
  if (value === undefined || value === null) return atom;
  if (isList(value)) return atom.list ? { list: atom.list } : atom;
  if (isJsonObject(value)) return atom.map ? { map: atom.map } : atom;
  return atom.scalar ? { scalar: atom.scalar } : atom;
}

export const sameAtoms = (left: Atom, right: Atom): boolean =>
  left.map === right.map && left.scalar === right.scalar && left.list === right.list;
