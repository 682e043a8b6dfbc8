/**
 * The vocabulary in which the resources are described: plain data, the subset of a Kubernetes structural schema that Strimzi uses.
 * The validator interprets it at run time; the TypeScript types, the CRDs and the reference pages are generated from it.
 *
 * A field is optional unless its shape lists it under `required`.
 */
export type Field =
  | ({
      readonly type: "string";
      readonly options?: readonly string[];
      readonly pattern?: string;
      readonly example?: string;
      /** Whether the value must not be shown, as in what is said about a wrong one. */
      readonly secret?: true;
    } & About)
  | ({ readonly type: "integer" | "number"; readonly minimum?: number; readonly maximum?: number } & About)
  | ({ readonly type: "boolean" } & About)
  /** A Kubernetes quantity such as `500m` or `2Gi`: an integer or a string. */
  | ({ readonly type: "quantity" } & About)
  /** An object whose keys are not described here, such as `spec.kafka.config`. */
  | ({ readonly type: "open" } & About)
  | ({ readonly type: "list"; readonly item: Field; readonly minItems?: number } & About)
  | ({ readonly type: "map"; readonly value: Field } & About)
  | ({ readonly type: "object"; readonly shape: Shape } & About);

interface About {
  readonly description?: string;
  /** What Strimzi assumes when the field is left out. Documentation only: the CRDs have no defaults. */
  readonly whenAbsent?: string | number | boolean;
}

/** A named object type, defined once and used wherever it occurs. Names are unique: they become the names of the TypeScript types. */
export interface Shape {
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly required: readonly string[];
  /** Exactly one of these fields has to be present. */
  readonly oneOf?: readonly string[];
  readonly rules: readonly ShapeRule[];
  /** Rules of the CRD alone, so that an API server refuses what `rules/` finds wrong in files, with better places. */
  readonly refusals: readonly ShapeRule[];
  /** False for what the API server itself describes (`metadata`): a CRD says no more than “object” there. */
  readonly inCrd: boolean;
}

/**
 * A rule between the fields of one object: as CEL for an API server, within its limits, so that nothing is compared with everything else of a list, and as
 * a function for us. The function gets what the schema lets through; whole numbers may be `bigint`.
 */
export interface ShapeRule {
  readonly cel: string;
  readonly message: string;
  readonly holds: (object: Readonly<Record<string, unknown>>) => boolean;
}

interface Limits {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly whenAbsent?: number;
}

export const quantityPattern =
  "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

const about = (description: string | undefined) => (description === undefined ? {} : { description });

export const text = (
  description?: string,
  more: { pattern?: string; example?: string; whenAbsent?: string; secret?: true } = {},
): Field => ({
  type: "string",
  ...about(description),
  ...more,
});

export const choice = (description: string | undefined, options: readonly string[], more: { whenAbsent?: string } = {}): Field => ({
  type: "string",
  ...about(description),
  options,
  ...more,
});

export const integer = (description?: string, limits: Limits = {}): Field => ({ type: "integer", ...about(description), ...limits });

export const decimal = (description?: string, limits: Limits = {}): Field => ({ type: "number", ...about(description), ...limits });

export const flag = (description?: string, more: { whenAbsent?: boolean } = {}): Field => ({
  type: "boolean",
  ...about(description),
  ...more,
});

export const quantity = (description?: string): Field => ({ type: "quantity", ...about(description) });

export const open = (description?: string): Field => ({ type: "open", ...about(description) });

export const list = (description: string | undefined, item: Field, more: { minItems?: number } = {}): Field => ({
  type: "list",
  ...about(description),
  item,
  ...more,
});

export const texts = (description?: string): Field => list(description, text());

export const map = (description: string | undefined, value: Field): Field => ({ type: "map", ...about(description), value });

export const textMap = (description?: string): Field => map(description, text());

export const object = (description: string | undefined, of: Shape): Field => ({ type: "object", ...about(description), shape: of });

export const shape = (
  name: string,
  fields: Readonly<Record<string, Field>>,
  more: {
    required?: readonly string[];
    oneOf?: readonly string[];
    rules?: readonly ShapeRule[];
    refusals?: readonly ShapeRule[];
    inCrd?: boolean;
  } = {},
): Shape => ({
  name,
  fields,
  required: more.required ?? [],
  ...(more.oneOf === undefined ? {} : { oneOf: more.oneOf }),
  rules: more.rules ?? [],
  refusals: more.refusals ?? [],
  inCrd: more.inCrd ?? true,
});

/** A shape whose fields are made when somebody first looks at them: nothing of a kind that is not used takes time or memory. */
export function lateShape(name: string, fields: () => Shape["fields"], more: Parameters<typeof shape>[2] = {}): Shape {
  let made: Shape["fields"] | undefined;
  const get = () => {
    made ??= fields();
    return made;
  };
  return Object.defineProperty(shape(name, {}, more), "fields", { get, enumerable: true });
}

/** What stands at a path below an object; undefined where there is nothing. */
export function below(object: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (typeof at === "object" && at !== null ? Reflect.get(at, name) : undefined), object);
}

/** The description of a field with what is assumed when it is left out. */
export function describe(field: Field): string | undefined {
  const { description, whenAbsent } = field;
  if (whenAbsent === undefined) return description;
  return `${description ?? ""} Default: ${JSON.stringify(whenAbsent).replaceAll('"', "`")}.`.trimStart();
}
