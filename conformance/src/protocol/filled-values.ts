import {
  contains,
  definitions,
  type FieldDefinition,
  intersect,
  type MessageDefinition,
  parseVersions,
} from "@millrace/protocol/definitions";

/** A value in the form of Kafka's JSON converters: uuids as text, bytes in base64, only the fields that the version has. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Sample {
  readonly message: string;
  readonly version: number;
  readonly value: Json;
}

/** Full: everything has a value of its own. Sparse: what may be null is null, arrays are empty, the rest has odd values. */
type Style = "full" | "sparse";

/** For each message and version one full and one sparse value; the same ones every time. */
export function filledValues(): Sample[] {
  return definitions.flatMap((message) => {
    const { from, to } = parseVersions(message.versions);
    const versions = Array.from({ length: to - from + 1 }, (_, i) => from + i);
    return versions.flatMap((version) =>
      (["full", "sparse"] as const).map((style) => ({
        message: message.name,
        version,
        value: new Filling(message, version, style).struct(message.fields),
      })),
    );
  });
}

class Filling {
  private readonly message: MessageDefinition;
  private readonly version: number;
  private readonly style: Style;
  private count = 0;

  constructor(message: MessageDefinition, version: number, style: Style) {
    this.message = message;
    this.version = version;
    this.style = style;
  }

  struct(fields: readonly FieldDefinition[]): Json {
    const present = fields.filter((field) => contains(parseVersions(field.versions), this.version) && !this.leftOut(field));
    return Object.fromEntries(present.map((field) => [field.name.charAt(0).toLowerCase() + field.name.slice(1), this.field(field)]));
  }

  /** Kafka's converters take a tagged field's absence for its default. That may be something else than null, which is then told. */
  private leftOut(field: FieldDefinition): boolean {
    const tagged = contains(intersect(parseVersions(field.tagged), parseVersions(field.versions)), this.version);
    const nullTold = contains(parseVersions(field.nullable), this.version) && field.default !== null;
    return tagged && this.style === "sparse" && !nullTold;
  }

  private field(field: FieldDefinition): Json {
    const sparse = this.style === "sparse";
    if (sparse && contains(parseVersions(field.nullable), this.version)) return null;
    const isArray = field.type.startsWith("[]");
    if (isArray && sparse && !/^\[\][A-Z]/.test(field.type)) return [];
    if (!isArray) return this.element(field);
    return sparse ? [this.element(field)] : [this.element(field), this.element(field)];
  }

  private element(field: FieldDefinition): Json {
    this.count++;
    const type = field.type.replace("[]", "");
    if (/^[A-Z]/.test(type)) {
      return this.struct(this.message.structs.find((struct) => struct.name === type)?.fields ?? field.fields);
    }
    return this.style === "full" ? plain(type, this.count) : odd(type, this.count);
  }
}

function plain(type: string, count: number): Json {
  switch (type) {
    case "bool":
      return true;
    case "string":
      return `text ${count}`;
    case "uuid":
      return Buffer.alloc(16, count).toString("base64url");
    case "bytes":
    case "records":
      return Buffer.from(`bytes ${count}`).toString("base64");
    case "int8":
      return count % 128;
    case "float64":
      return count + 0.5;
    default:
      return count * 3;
  }
}

/** Ends of ranges, and lengths that need two bytes. */
function odd(type: string, count: number): Json {
  switch (type) {
    case "bool":
      return false;
    case "string":
      return "é語😀".repeat(count % 3 === 0 ? 15 : 0);
    case "uuid":
      return Buffer.alloc(16, 0xff - count).toString("base64url");
    case "bytes":
    case "records":
      return Buffer.alloc(count % 2 === 0 ? 0 : 130, count).toString("base64");
    case "int64":
      return count % 2 === 0 ? -(2 ** 53) : 2 ** 53 - 1;
    case "uint16":
      return 0xffff;
    case "float64":
      return count % 2 === 0 ? -Number.MAX_VALUE : Number.MIN_VALUE;
    default: {
      const bits = Number(type.replace(/\D/g, ""));
      return count % 2 === 0 ? -(2 ** (bits - 1)) : 2 ** (bits - 1) - 1;
    }
  }
}
