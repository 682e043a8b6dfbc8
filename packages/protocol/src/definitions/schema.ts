/** A range of message versions in Kafka's notation: `"3"`, `"3-7"`, `"3+"` or `"none"`. */
export type Versions = "none" | `${number}` | `${number}-${number}` | `${number}+`;

export type PrimitiveType =
  | "bool"
  | "int8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "float64"
  | "string"
  | "uuid"
  | "bytes"
  | "records";

/** A primitive, the name of a struct (which begins with a capital), or an array of either. */
export type FieldType = PrimitiveType | `[]${string}` | Capitalize<string>;

/** What a field holds where nothing else is said; `null` only for nullable fields. */
export type DefaultValue = null | boolean | number | string;

export interface FieldDefinition {
  /** Kafka's name, spelt as Kafka's specification does. */
  readonly name: string;
  readonly type: FieldType;
  /** The message versions that have the field. */
  readonly versions: Versions;
  /** One sentence for readers who know Kafka. */
  readonly doc: string;
  /** The versions in which the field may be null. */
  readonly nullable: Versions;
  /** `undefined`: the type's own default (0, "", false, [], the zero uuid, a struct of defaults; null for records). */
  readonly default: DefaultValue | undefined;
  /** Whether a value that is not the default may be dropped silently when a version without the field is written. */
  readonly ignorable: boolean;
  /** Whether the field is (part of) what identifies an element of its array. */
  readonly mapKey: boolean;
  /** The tag, and the versions in which the field is a tagged one. */
  readonly tag: number | undefined;
  readonly tagged: Versions;
  /** Overrides the message's flexible versions for this field alone. */
  readonly flexible: Versions | undefined;
  /** The fields of the struct that the type names, if it is defined here. */
  readonly fields: readonly FieldDefinition[];
}

/** A struct that several fields of a message share. */
export interface StructDefinition {
  readonly name: string;
  readonly versions: Versions;
  readonly fields: readonly FieldDefinition[];
}

export type MessageType = "request" | "response" | "header" | "data" | "metadata" | "coordinator-key" | "coordinator-value";

export interface MessageDefinition {
  readonly name: string;
  readonly type: MessageType;
  /** The key of the API, or of the kind of record within its log. */
  readonly apiKey: number | undefined;
  /** The versions that exist. */
  readonly versions: Versions;
  /** The versions that have compact lengths and tagged fields. */
  readonly flexible: Versions;
  /** Whether the newest version may still change, so that it is not offered. */
  readonly latestVersionUnstable: boolean;
  readonly structs: readonly StructDefinition[];
  readonly fields: readonly FieldDefinition[];
}

type FieldOptions = Partial<Omit<FieldDefinition, "name" | "type" | "versions" | "doc">>;
type MessageOptions = Partial<Omit<MessageDefinition, "name" | "type">> & Pick<MessageDefinition, "versions" | "flexible" | "fields">;

/** The greatest int64 as a number; written, it saturates to Java's `Long.MAX_VALUE`. */
export const INT64_MAX: number = 2 ** 63;

export function field(name: string, type: FieldType, versions: Versions, doc: string, options: FieldOptions = {}): FieldDefinition {
  return {
    name,
    type,
    versions,
    doc,
    nullable: options.nullable ?? "none",
    default: options.default,
    ignorable: options.ignorable ?? false,
    mapKey: options.mapKey ?? false,
    tag: options.tag,
    tagged: options.tagged ?? "none",
    flexible: options.flexible,
    fields: options.fields ?? [],
  };
}

export function struct(name: string, versions: Versions, fields: readonly FieldDefinition[]): StructDefinition {
  return { name, versions, fields };
}

export function message(type: MessageType, name: string, options: MessageOptions): MessageDefinition {
  return {
    name,
    type,
    apiKey: options.apiKey,
    versions: options.versions,
    flexible: options.flexible,
    latestVersionUnstable: options.latestVersionUnstable ?? false,
    structs: options.structs ?? [],
    fields: options.fields,
  };
}
