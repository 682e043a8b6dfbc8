import { createHash } from "node:crypto";

/** Eight hexadecimal digits that change with the text, as Strimzi has them in annotations. */
export const hashStub = (text: string): string => createHash("sha1").update(text).digest("hex").slice(0, 8);

/** A uuid as Kafka writes it, the same for the same text: 22 characters of base64url. Kafka takes none that begins with a hyphen. */
export function uuidOf(text: string): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, 16);
  return bytes.toString("base64url").replace(/^-/, "A");
}

/** JSON in which the keys of objects are sorted, so that it says the same of the same. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
