import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedFolder, cacheRoot } from "./cache.ts";
import { mustRun, requireCommand } from "./commands.ts";

/** Builds the Go module in `folder`; the path of the program. Modules and what is compiled are kept in the cache. */
export async function buildGo(folder: string): Promise<string> {
  const go = requireCommand("go", "Install Go 1.26 or newer.");
  const names = (await readdir(folder)).sort();
  const sources = await Promise.all(names.map((name) => readFile(join(folder, name))));
  const version = await mustRun(go, ["version"]);
  const env = {
    GOMODCACHE: join(cacheRoot(), "go/modules"),
    GOCACHE: join(cacheRoot(), "go/build"),
    CGO_ENABLED: "0",
    GOFLAGS: "-buildvcs=false -modcacherw",
  };
  const built = await cachedFolder("go-program", [version, ...names, ...sources], async (target) => {
    await mustRun(go, ["build", "-o", join(target, "driver"), "."], { cwd: folder, env, timeoutMs: 600_000 });
  });
  return join(built, "driver");
}
