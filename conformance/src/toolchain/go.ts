import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedFolder, cacheRoot } from "./cache.ts";
import { mustRun, requireCommand } from "./commands.ts";

/** The `go` command; NOT_FOUND if there is none. */
export function requireGo(): string {
  return requireCommand("go", "Install Go 1.26 or newer.");
}

/** Keeps modules and what is compiled in the cache. */
export function goEnvironment(): Readonly<Record<string, string>> {
  return {
    GOMODCACHE: join(cacheRoot(), "go/modules"),
    GOCACHE: join(cacheRoot(), "go/build"),
    CGO_ENABLED: "0",
    GOFLAGS: "-buildvcs=false -modcacherw",
  };
}

/** Builds the Go module in `folder`; the path of the program. */
export async function buildGo(folder: string): Promise<string> {
  const go = requireGo();
  const names = (await readdir(folder)).sort();
  const sources = await Promise.all(names.map((name) => readFile(join(folder, name))));
  const built = await cachedFolder("go-program", [await mustRun(go, ["version"]), ...names, ...sources], async (target) => {
    await mustRun(go, ["build", "-o", join(target, "driver"), "."], { cwd: folder, env: goEnvironment(), timeoutMs: 600_000 });
  });
  return join(built, "driver");
}
