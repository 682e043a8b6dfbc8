import type { Source } from "./sources.ts";

const opens =
  /^(\s*)(?:export\s+)?(?:(?:default\s+)?(?:async\s+)?function\b|(?:(?:static|async|private|public|override|get|set)\s+)*[#\w]+\s*(?:<[^>]*>)?\([^;]*\)\s*(?::[^{]*)?\{\s*$|(?:const|let)\s+\w+\s*=.*=>\s*\{\s*$)/;
const controls = /^\s*(?:if|for|while|switch|catch|else|return|do|try)\b/;

/** Functions of more than `linesMax` lines, found by the formatter's indentation: each ends at the closing brace in its own column. */
export function longFunctions({ path, text }: Source, linesMax: number): string[] {
  const lines = text.split("\n");
  const found: string[] = [];
  for (const [at, line] of lines.entries()) {
    const indent = controls.test(line) ? undefined : opens.exec(line)?.[1];
    if (indent === undefined) continue;
    const length = lines.slice(at).findIndex((later, offset) => offset > 0 && later.startsWith(`${indent}}`)) + 1;
    if (length > linesMax) found.push(`${path}:${at + 1}: a function of ${length} lines, at most ${linesMax} are allowed: ${line.trim()}`);
  }
  return found;
}
