/** A node of the OpenAPI schema inside a CRD, with what Strimzi's CRDs use of it. */
export interface SchemaNode {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly oneOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-validations"?: readonly { readonly rule: string; readonly message: string }[];
}

/** A CustomResourceDefinition, as far as it is looked at. */
export interface Crd {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly scope: string;
    readonly names: { readonly kind: string } & Readonly<Record<string, unknown>>;
    readonly versions: readonly CrdVersion[];
  };
}

export interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly subresources: Readonly<Record<string, unknown>>;
  readonly additionalPrinterColumns: readonly {
    readonly name: string;
    readonly jsonPath: string;
    readonly type: string;
    readonly priority?: number;
  }[];
  readonly schema: { readonly openAPIV3Schema: SchemaNode };
}

/** The schema of a CRD's only version. */
export function schemaOf(crd: Crd): SchemaNode {
  const [version, ...others] = crd.spec.versions;
  if (version === undefined || others.length > 0)
    throw new Error(`${crd.metadata.name} has ${crd.spec.versions.length} versions instead of one`);
  return version.schema.openAPIV3Schema;
}

/** One step down: a field, the items of a list (`[]`) or the values of a map (`{}`). */
export function childrenOf(node: SchemaNode): readonly (readonly [step: string, child: SchemaNode])[] {
  return [
    ...Object.entries(node.properties ?? {}),
    ...(node.items === undefined ? [] : [["[]", node.items] as const]),
    ...(node.additionalProperties === undefined ? [] : [["{}", node.additionalProperties] as const]),
  ];
}

/** Everything that a node demands, in whatever order, without its texts for people: nodes of the same sort take the same values. */
export function sortOf(node: SchemaNode): string {
  const known = sorts.get(node);
  if (known !== undefined) return known;
  const sort = JSON.stringify(node, (key, part) => {
    if (key === "description") return undefined;
    return typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted()) : part;
  });
  sorts.set(node, sort);
  return sort;
}

const sorts = new WeakMap<SchemaNode, string>();
