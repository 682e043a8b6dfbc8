import fc from "fast-check";
import { contains, type FieldDefinition, type MessageDefinition, parseVersions } from "../src/definitions/index.ts";
import { ZERO_UUID } from "../src/index.ts";

/** A message, or a struct inside one, as codecs give it. */
export type Value = null | boolean | number | string | Buffer | readonly Value[] | { readonly [key: string]: Value };

/** Every version of every message, for tests that visit them all. */
export function versionsOf(message: MessageDefinition): number[] {
  const { from, to } = parseVersions(message.versions);
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

export function camelCase(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Any message that decoding a version can give: fields outside the version have their defaults. */
export function anyMessage(message: MessageDefinition, version: number): fc.Arbitrary<Value> {
  return anyStruct(message.fields, message, version);
}

export function structFields(field: FieldDefinition, message: MessageDefinition): readonly FieldDefinition[] {
  const name = field.type.replace("[]", "");
  return message.structs.find((struct) => struct.name === name)?.fields ?? field.fields;
}

export function isStruct(field: FieldDefinition): boolean {
  return /^(\[\])?[A-Z]/.test(field.type);
}

/** What a field holds if nobody says anything. */
export function defaultOf(field: FieldDefinition, message: MessageDefinition): Value {
  if (field.default !== undefined) return field.default;
  if (field.type.startsWith("[]")) return [];
  if (isStruct(field)) {
    return Object.fromEntries(structFields(field, message).map((inner) => [camelCase(inner.name), defaultOf(inner, message)]));
  }
  const defaults: Readonly<Record<string, Value>> = {
    bool: false,
    string: "",
    uuid: ZERO_UUID,
    bytes: Buffer.alloc(0),
    records: null,
  };
  return field.type in defaults ? (defaults[field.type] ?? null) : 0;
}

function anyStruct(fields: readonly FieldDefinition[], message: MessageDefinition, version: number): fc.Arbitrary<Value> {
  return fc.record(Object.fromEntries(fields.map((field) => [camelCase(field.name), anyField(field, message, version)])), {
    noNullPrototype: true,
  });
}

function anyField(field: FieldDefinition, message: MessageDefinition, version: number): fc.Arbitrary<Value> {
  if (!contains(parseVersions(field.versions), version)) return fc.constant(defaultOf(field, message));
  const element = anyElement(field, message, version);
  const value = field.type.startsWith("[]") ? fc.array(element, { maxLength: 3 }) : element;
  const oftenDefault = fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constant(defaultOf(field, message)) });
  const nullable = contains(parseVersions(field.nullable), version);
  if (nullable) return fc.option(oftenDefault, { nil: null, freq: 4 });
  return field.type === "records" ? value : oftenDefault;
}

function anyElement(field: FieldDefinition, message: MessageDefinition, version: number): fc.Arbitrary<Value> {
  if (isStruct(field)) return anyStruct(structFields(field, message), message, version);
  return PRIMITIVES[field.type.replace("[]", "")] ?? fc.constant(null);
}

function integer(bits: number, signed = true): fc.Arbitrary<number> {
  const [min, max] = signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];
  return fc.oneof(fc.integer({ min: Math.max(min, -100), max: 100 }), fc.integer({ min, max }));
}

const PRIMITIVES: Readonly<Record<string, fc.Arbitrary<Value>>> = {
  bool: fc.boolean(),
  int8: integer(8),
  int16: integer(16),
  uint16: integer(16, false),
  int32: integer(32),
  uint32: integer(32, false),
  int64: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(2 ** 63, -(2 ** 63))),
  float64: fc.double({ noNaN: true }),
  string: fc.string({ unit: fc.constantFrom("a", "Z", "-", "é", "語", "😀"), maxLength: 40 }),
  uuid: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString("base64url")),
  bytes: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  records: fc.oneof(
    fc.constantFrom(0, 100, 5000).map((size) => Buffer.alloc(size, 7)),
    fc.constant(Buffer.from("batch")),
  ),
};
