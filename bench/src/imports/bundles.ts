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

/**
 * Bundles our packages as the published command is bundled, but in one piece each, so that a piece's cost shows when those that it imports are
 * there already. What comes from elsewhere stays outside. Gives the imports with the pieces in place of the sources.
 */
export async function bundled(ours: readonly Import[], folder: string): Promise<Import[]> {
  const pieces = ours.map(({ specifier, url }, at) => ({ specifier, piece: `piece-${at}`, source: fileURLToPath(url) }));
  await build({
    entryPoints: Object.fromEntries(pieces.map(({ piece, source }) => [piece, source])),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    conditions: ["source"],
    plugins: [{ name: "others stay outside", setup: (it) => it.onResolve({ filter: /^[^./]/ }, othersOutside) }],
    logLevel: "error",
  });
  return pieces.map(({ specifier, piece }) => ({ specifier, url: pathToFileURL(join(folder, `${piece}.mjs`)).href }));
}

function othersOutside({ path }: { path: string }): { external: true } | undefined {
  return path.startsWith(scope) ? undefined : { external: true };
}
