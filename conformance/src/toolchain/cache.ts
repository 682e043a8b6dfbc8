import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

/** The folder outside the tree where toolchains and what they build are kept. */
export function cacheRoot(): string {
  const { MILLRACE_CACHE, XDG_CACHE_HOME } = process.env;
  return MILLRACE_CACHE || join(XDG_CACHE_HOME || join(homedir(), ".cache"), "millrace");
}

const completeMarker = ".complete";
const underWay = new Map<string, Promise<string>>();

/**
 * A folder of the cache whose content follows from `key` alone: built once by `build`, then found again. A build that did not come to
 * its end is thrown away and done anew.
 */
export function cachedFolder(name: string, key: readonly (string | Buffer)[], build: (folder: string) => Promise<void>): Promise<string> {
  const hash = createHash("sha256");
  for (const part of key) hash.update(String(part.length)).update("\0").update(part);
  const folder = join(cacheRoot(), `${name}-${hash.digest("hex").slice(0, 16)}`);
  const found = underWay.get(folder) ?? buildOnce(folder, build);
  underWay.set(folder, found);
  return found;
}

async function buildOnce(folder: string, build: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(join(folder, completeMarker))) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build(folder);
  await writeFile(join(folder, completeMarker), "");
  return folder;
}
