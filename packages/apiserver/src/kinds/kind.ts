import type { JsonObject, KubeObject } from "../objects.ts";
import type { FieldError } from "../status/field-error.ts";

/** What can be asked of a resource, in the words of discovery. */
export type Verb = "create" | "delete" | "deletecollection" | "get" | "list" | "patch" | "update" | "watch";

/** A column of the table that `kubectl get` prints. */
export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description: string;
  /** 0: always shown; more: only with `-o wide`. */
  readonly priority: number;
}

/** A column that a CustomResourceDefinition declares. */
export interface PrinterColumn {
  readonly name: string;
  readonly description: string;
  readonly jsonPath: string;
  readonly type: string;
  readonly format?: string;
  readonly priority?: number;
}

/** How a kind looks as a table: columns, and the cells of an object for them. */
export interface TableLayout {
  readonly columns: readonly Column[];
  readonly cells: (object: KubeObject, nowMs: number) => readonly unknown[];
}

/** Where `kubectl scale` finds replicas: simple paths such as `.spec.replicas`. */
export interface ScalePaths {
  readonly specReplicasPath: string;
  readonly statusReplicasPath: string;
  readonly labelSelectorPath?: string;
}

/** What a built-in kind does beyond its schema. Each may be left out. */
export interface Strategy {
  /** What reading an object makes of it: defaults, and ways of writing that are never read. */
  readonly decode?: (object: KubeObject) => KubeObject;
  /** What an object of the kind always has, be it empty: nobody's, whoever makes one. */
  readonly blank?: JsonObject;
  /** Fills in what the server decides, before validation. `old`: undefined when the object is new. */
  readonly prepare?: (object: KubeObject, old: KubeObject | undefined) => KubeObject;
  readonly validate?: (object: KubeObject, old: KubeObject | undefined) => readonly FieldError[];
}

/** A row of the table of kinds: all that the server knows about a kind. */
export interface ResourceKind {
  /** Empty: the core group, under `/api/v1`. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly listKind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly Verb[];
  /** Defined by a CustomResourceDefinition: unknown fields are pruned, and there is no strategic merge patch. */
  readonly custom: boolean;
  /** The CustomResourceDefinition of a custom kind. */
  readonly definition?: () => JsonObject;
  /** The OpenAPI v3 schema as a CRD or `/openapi/v3` has it. Worked out when first asked for. */
  readonly schema: () => JsonObject;
  readonly status: boolean;
  readonly scale?: ScalePaths;
  /** Selectable besides `metadata.name` and `metadata.namespace`: by name, the dotted path of what is compared. */
  readonly selectable: Readonly<Record<string, string>>;
  /** Loaded when first asked for. */
  readonly table: () => Promise<TableLayout>;
  readonly strategy?: Strategy;
  /** Whether `PUT` may replace what its sender has not seen. */
  readonly updatesBlindly: boolean;
  /** Whether `PUT` makes what is not there. */
  readonly createOnUpdate: boolean;
  /** Kinds of one and the same thing (events in two groups) share what is stored under this name. */
  readonly bucket: string;
  /** Turns what is stored into this version and back; undefined: it is stored like this. */
  readonly conversion?: { readonly fromStored: (stored: KubeObject) => KubeObject; readonly toStored: (object: KubeObject) => KubeObject };
}
