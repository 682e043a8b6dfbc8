import type { Secret } from "../generated/types.ts";
import { isBase64, secretEntries } from "../secret-entries.ts";
import { type Check, judge, type Rule, type Subject } from "./rule.ts";

/** Kubernetes' limit for all entries of a Secret together. */
const bytesMax = 1 << 20;

interface EntrySubject extends Subject {
  readonly key: string;
  readonly text: string;
}

const entryKey: Rule<EntrySubject> = {
  error: "secret-key-invalid",
  aboutKey: true,
  holds: ({ key }) => key.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(key) && key !== "." && !key.startsWith(".."),
  message: () => 'the key of an entry may have at most 253 letters, digits, "-", "_" and ".", and must not begin with ".."',
};

/** What is wrong is not shown: it may well be the secret itself. */
const encoded: Rule<EntrySubject> = {
  error: "secret-not-base64",
  holds: ({ text }) => isBase64(text),
  message: () => "expected base64; what is not encoded belongs in stringData",
};

export const secretCheck: Check<Secret> = {
  reads: [["data"], ["stringData"]],
  findings: (secret) => {
    const entries = (field: "data" | "stringData"): readonly EntrySubject[] =>
      Object.entries(secret[field] ?? {}).map(([key, text]) => ({ path: [field, key], key, text }));
    const bytes = [...secretEntries(secret).values()].reduce((sum, { length }) => sum + length, 0);
    const tooLarge = { path: [], rule: "secret-too-large", message: `the entries have ${bytes} bytes; all together may have ${bytesMax}` };
    return [
      ...judge([entryKey, encoded], entries("data")),
      ...judge([entryKey], entries("stringData")),
      ...(bytes > bytesMax ? [tooLarge] : []),
    ];
  },
};
