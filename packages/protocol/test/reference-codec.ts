import { contains, type FieldDefinition, intersect, type MessageDefinition, parseVersions } from "../src/definitions/index.ts";
import { camelCase, defaultOf, isStruct, structFields, type Value } from "./message-values.ts";

/**
 * Encodes by walking the definitions, as simply as possible and with nothing of the package's own wire code: what the generated
 * encoders write has to be the same bytes.
 */
export function referenceEncode(message: MessageDefinition, value: Value, version: number): Buffer {
  return encodeStruct(message.fields, value, { message, version, flexible: contains(parseVersions(message.flexible), version) });
}

interface Context {
  readonly message: MessageDefinition;
  readonly version: number;
  readonly flexible: boolean;
}

function encodeStruct(fields: readonly FieldDefinition[], value: Value, context: Context): Buffer {
  const present = fields.filter((field) => contains(parseVersions(field.versions), context.version));
  const isTagged = (field: FieldDefinition) =>
    contains(intersect(parseVersions(field.tagged), parseVersions(field.versions)), context.version);
  const parts = present.filter((field) => !isTagged(field)).map((field) => encodeField(field, property(value, field), context));
  if (context.flexible) parts.push(encodeTags(present.filter(isTagged), value, context));
  return Buffer.concat(parts);
}

function encodeTags(fields: readonly FieldDefinition[], value: Value, context: Context): Buffer {
  const given = fields
    .filter((field) => JSON.stringify(property(value, field)) !== JSON.stringify(defaultOf(field, context.message)))
    .sort((a, b) => (a.tag ?? 0) - (b.tag ?? 0));
  const parts = given.map((field) => {
    const content = encodeField(field, property(value, field), context, true);
    return Buffer.concat([unsignedVarint(field.tag ?? 0), unsignedVarint(content.length), content]);
  });
  return Buffer.concat([unsignedVarint(given.length), ...parts]);
}

function encodeField(field: FieldDefinition, value: Value, context: Context, tagged = false): Buffer {
  const compact = field.flexible === undefined ? context.flexible : contains(parseVersions(field.flexible), context.version);
  if (!field.type.startsWith("[]")) {
    const nullableStruct = isStruct(field) && contains(parseVersions(field.nullable), context.version);
    if (nullableStruct && value === null) return Buffer.from([tagged ? 0 : 0xff]);
    const content = encodeElement(field.type, field, value, context, compact);
    return nullableStruct ? Buffer.concat([Buffer.from([1]), content]) : content;
  }
  if (value === null) return length(-1, compact, 4);
  const elements = value as readonly Value[];
  const type = field.type.slice(2);
  return Buffer.concat([length(elements.length, compact, 4), ...elements.map((e) => encodeElement(type, field, e, context, compact))]);
}

function encodeElement(type: string, field: FieldDefinition, value: Value, context: Context, compact: boolean): Buffer {
  if (isStruct(field)) return encodeStruct(structFields(field, context.message), value, context);
  switch (type) {
    case "bool":
      return Buffer.from([value === true ? 1 : 0]);
    case "string":
      return sized(value === null ? null : Buffer.from(String(value)), compact, 2);
    case "bytes":
    case "records":
      return sized(value as Buffer | null, compact, 4);
    case "uuid":
      return Buffer.from(String(value), "base64url");
    case "float64":
      return Buffer.from(new Uint8Array(Float64Array.of(Number(value)).buffer).reverse());
    default:
      return encodeInteger(type, Number(value));
  }
}

function encodeInteger(type: string, value: number): Buffer {
  const size = Number(type.replace(/\D+/, "")) / 8;
  const limit = 1n << 63n;
  const whole = BigInt(value) >= limit ? limit - 1n : BigInt(value);
  const hex = BigInt.asUintN(size * 8, whole).toString(16);
  return Buffer.from(hex.padStart(size * 2, "0"), "hex");
}

function sized(bytes: Buffer | null, compact: boolean, size: 2 | 4): Buffer {
  return bytes === null ? length(-1, compact, size) : Buffer.concat([length(bytes.length, compact, size), bytes]);
}

function length(count: number, compact: boolean, size: 2 | 4): Buffer {
  return compact ? unsignedVarint(count + 1) : encodeInteger(`int${size * 8}`, count);
}

function unsignedVarint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}

function property(value: Value, field: FieldDefinition): Value {
  return (value as { readonly [key: string]: Value })[camelCase(field.name)] ?? null;
}
