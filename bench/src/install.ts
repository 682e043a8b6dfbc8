import { lstat, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MillraceError } from "@millrace/kit";
import { mustRun } from "../../conformance/src/toolchain/commands.ts";
import { root } from "./peers/millrace.ts";
import type { Measured } from "./scenarios/scenario.ts";

const command = "packages/cli";
/** What npm writes down of what it has installed. */
const installedList = "node_modules/.package-lock.json";

/**
 * Installs the published command into an empty folder, from the archive that `npm pack` makes of it: how large it is with all that it needs, and how
 * many packages that is. What it needs comes from npm's cache or the registry.
 */
export async function measureInstall(): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), "millrace-bench-install-"));
  try {
    const into = join(folder, "empty");
    await mkdir(into);
    const packed = await mustRun("npm", ["pack", "--json", "--pack-destination", folder], { cwd: join(root, command) });
    const [archive] = JSON.parse(packed) as { filename: string }[];
    if (archive === undefined) throw new MillraceError("REQUEST_FAILED", "npm pack made nothing");
    const quiet = ["--prefer-offline", "--no-audit", "--no-fund"];
    await mustRun("npm", ["install", ...quiet, "--prefix", into, join(folder, archive.filename)], { cwd: into, timeoutMs: 300_000 });
    const { packages } = JSON.parse(await readFile(join(into, installedList), "utf8")) as { packages: Record<string, unknown> };
    return { install: (await bytesBelow(join(into, "node_modules"))) / 1e6, "install-packages": Object.keys(packages).length };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += (await lstat(join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}
