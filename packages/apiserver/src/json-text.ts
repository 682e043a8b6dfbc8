import type { Json } from "./objects.ts";

/** Longer runs of digits may be integers that a double can't hold. */
const longNumber = /\d{16}/;
const int64Max = 2n ** 63n - 1n;

/** JSON with integers of 64 bits as they are: those beyond ±2⁵³ as `bigint`. Settings such as 9223372036854775807 must stay what they are. */
export function parseJson(text: string): Json {
  return longNumber.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text);
}

/** TypeScript's library does not know of the third argument yet. */
function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  if (source === undefined || !/^-?\d+$/.test(source)) return value;
  const integer = BigInt(source);
  return integer <= int64Max && integer >= -int64Max - 1n ? integer : value;
}

/** The other way. Only what has such integers takes the slower path. */
export function jsonText(value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, undefined, indent);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(value, (_key, member: unknown) => (typeof member === "bigint" ? rawJson(String(member)) : member), indent);
  }
}

/** `JSON.rawJSON` writes digits as they are; TypeScript's library does not know of it yet. */
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };
