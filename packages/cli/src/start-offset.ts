import { UsageError } from "./command.ts";

/** Where reading begins in each partition. `tail`: so many records before the end. */
export type StartOffset =
  | "earliest"
  | "latest"
  | { readonly offset: number }
  | { readonly tail: number }
  | { readonly timestampMs: number };

const expected = "earliest, latest, an offset, -N for the last N, or @TIME (milliseconds or ISO 8601) is expected";

/** Reads `--offset`. Throws UsageError. */
export function startOffset(text: string): StartOffset {
  if (text === "earliest" || text === "latest") return text;
  if (text.startsWith("@")) return { timestampMs: time(text.slice(1)) };
  const number = Number(text);
  if (!/^-?\d+$/.test(text) || !Number.isSafeInteger(number)) throw new UsageError(expected);
  return text.startsWith("-") ? { tail: -number } : { offset: number };
}

function time(text: string): number {
  const timestampMs = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (!Number.isSafeInteger(timestampMs) || timestampMs < 0) throw new UsageError(expected);
  return timestampMs;
}
