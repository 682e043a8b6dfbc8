import type { Notice } from "@millrace/embedded";
import { type Problem, problemText } from "@millrace/resources";

/** Prints what is wrong with resources, a line each, and returns the exit code. */
export function reportProblems(problems: readonly Problem[]): number {
  for (const problem of problems) process.stderr.write(`error: ${problemText(problem)}\n`);
  process.stderr.write(`${problems.length === 1 ? "1 problem" : `${problems.length} problems`} found\n`);
  return 1;
}

/** Prints what takes effect otherwise than declared, and what has none here. */
export function reportNotices({ warnings, withoutEffect }: { warnings: readonly Notice[]; withoutEffect: readonly string[] }): void {
  for (const { resource, message } of warnings) process.stderr.write(`warning: ${resource}: ${message}\n`);
  if (withoutEffect.length > 0) process.stderr.write(`no effect when embedded:\n${withoutEffect.map((field) => `  ${field}\n`).join("")}`);
}
