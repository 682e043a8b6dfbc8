import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../peers/millrace.ts";
import type { Import } from "./trace.ts";

const scope = "@millrace/";

export function isOurs({ specifier }: Import): boolean {
  return specifier.startsWith(scope);
}

/** `@millrace/log` of `@millrace/log/anything`. */
function packageOf(specifier: string): string {
  return specifier.split("/").slice(0, 2).join("/");
}

function dependenciesOf(packageName: string): string[] {
  const path = join(root, "packages", packageName.slice(scope.length), "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as { dependencies?: Record<string, string> };
  return Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith(scope));
}

/** How many packages stand below one another at most under this one. */
function depthOf(packageName: string): number {
  return Math.max(0, ...dependenciesOf(packageName).map((below) => depthOf(below) + 1));
}

/** Each package after those that it imports. */
export function lowestFirst(imports: readonly Import[]): Import[] {
  return [...imports].sort((a, b) => depthOf(packageOf(a.specifier)) - depthOf(packageOf(b.specifier)));
}

/** Packages that the published command does not bundle. */
function kept(): ReadonlySet<string> {
  const manifest = JSON.parse(readFileSync(join(root, "packages/cli/package.json"), "utf8")) as { dependencies?: Record<string, string> };
  return new Set(Object.keys(manifest.dependencies ?? {}));
}

/** Packages in CommonJS ask for Node's modules by require. */
const banner = `import { createRequire as benchCreateRequire } from "node:module"; const require = benchCreateRequire(import.meta.url);`;

/**
 * Bundles packages as the published command is bundled, but in one piece each, so that a piece's cost shows when those that it imports are
 * there already. What the command does not bundle stays outside. Gives the imports with the pieces in place of the sources.
 */
export async function bundled(imports: readonly Import[], folder: string): Promise<Import[]> {
  const external = [...kept()];
  const pieces = imports.map((one, at) => ({ ...one, piece: external.includes(one.specifier) ? undefined : `piece-${at}` }));
  const entries = pieces.flatMap(({ piece, url }) => (piece === undefined ? [] : [[piece, fileURLToPath(url)]]));
  await build({
    entryPoints: Object.fromEntries(entries),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    conditions: ["source"],
    external,
    banner: { js: banner },
    logLevel: "error",
  });
  return pieces.map(({ specifier, url, piece }) => ({
    specifier,
    url: piece === undefined ? url : pathToFileURL(join(folder, `${piece}.mjs`)).href,
  }));
}
