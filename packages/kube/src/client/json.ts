/** Longer runs of digits may be integers that a double can't hold. */
const longNumber = /\d{16}/;

/** JSON with integers beyond ±2⁵³ as `bigint`: settings such as 9223372036854775807 must stay what they are. */
export function parseJson(text: string): unknown {
  return longNumber.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text);
}

/** TypeScript's library does not know of the third argument yet. */
function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

export function jsonBytes(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value, (_key, member: unknown) => (typeof member === "bigint" ? rawJson(String(member)) : member)));
}

/** `JSON.rawJSON` writes digits as they are; TypeScript's library does not know of it yet. */
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };
