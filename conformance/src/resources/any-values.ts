import type { Json } from "./examples.ts";

/** Values of all sorts, for whatever place: right at some, wrong at most. */
export const anyValues: readonly Json[] = [
  ...["", "x", "true", "1", "500m", "1.5", "2Gi", "5 Mi", "512m", "10B/s", "tls", "internal", "plain", "PLAIN", "toolongalistenername"],
  ...[0, 1, -1, 9092, 1.5, 32767, 32768, 1e15],
  ...[true, false, null, [], {}, [1], ["x"], [null], { a: 1 }, { a: "x" }, { name: "x" }, { key: null }, [[]], [{}]],
];
