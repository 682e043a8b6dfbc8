import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cronExpression } from "../src/cron-expression.ts";

interface Golden {
  /** Seconds since 1970. */
  readonly moments: readonly number[];
  /** Each with a digit for each moment, 1 where it holds; or `invalid`. */
  readonly expressions: ReadonlyArray<readonly [expression: string, verdict: string]>;
}

test("cron expressions say what Quartz says, refusals included", () => {
  const { moments, expressions }: Golden = JSON.parse(readFileSync(join(import.meta.dirname, "fixtures/quartz.json"), "utf8"));
  const verdictOf = (text: string): string => {
    const holds = cronExpression(text);
    return holds === undefined ? "invalid" : moments.map((seconds) => (holds(seconds * 1000 + 250) ? "1" : "0")).join("");
  };
  // Quartz 2.5.0 does not find the last day, nor the workday beside a weekend, of every month, although it says that it does.
  const isLost = (text: string, digit: string | undefined, own: string | undefined) => /[LW]/.test(text) && digit === "0" && own === "1";
  const isSame = (text: string, verdict: string, own: string) =>
    verdict.length === own.length && [...verdict].every((digit, at) => digit === own[at] || isLost(text, digit, own[at]));
  const differing = expressions.filter(([text, verdict]) => !isSame(text, verdict, verdictOf(text)));
  assert.deepEqual(differing, []);
  const last = cronExpression("0 0 0 L * ?");
  assert.ok(last?.(Date.UTC(2026, 5, 30)) && last(Date.UTC(2026, 1, 28)) && !last(Date.UTC(2026, 4, 30)));
});
