import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** A source file of a package, with its path from the root. */
export interface Source {
  readonly path: string;
  readonly room: string;
  readonly text: string;
}

/** Hand-written sources of `packages/`, without tests. */
export function sources(): Source[] {
  return globSync("packages/*/src/**/*.ts", { cwd: root })
    .filter((path) => !path.includes("/generated/"))
    .sort()
    .map((path) => ({ path, room: path.split("/")[1] ?? "", text: readFileSync(`${root}/${path}`, "utf8") }));
}

/** The modules that a file imports, statically or dynamically, with the lines on which it does. */
export function importsOf({ text }: Source): Array<{ readonly line: number; readonly module: string }> {
  const found: Array<{ line: number; module: string }> = [];
  for (const match of text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']|(?:^|\n)import\s*["']([^"']+)["']/g,
  )) {
    const module = match[1] ?? match[2] ?? match[3] ?? "";
    found.push({ line: text.slice(0, match.index + match[0].length).split("\n").length, module });
  }
  return found;
}
