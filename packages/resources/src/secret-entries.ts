import type { Secret } from "./generated/types.ts";

/** Base64 as Kubernetes takes it: with padding, over several lines if need be. */
const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export const isBase64 = (text: string): boolean => base64.test(text.replaceAll(/[\r\n]/g, ""));

/** The entries of a Secret as bytes. As an API server has it, `stringData` wins over `data`. */
export function secretEntries({ data = {}, stringData = {} }: Pick<Secret, "data" | "stringData">): ReadonlyMap<string, Buffer> {
  return new Map([
    ...Object.entries(data).map(([key, text]) => [key, Buffer.from(text, "base64")] as const),
    ...Object.entries(stringData).map(([key, text]) => [key, Buffer.from(text)] as const),
  ]);
}
