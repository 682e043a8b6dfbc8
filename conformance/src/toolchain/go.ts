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

export interface GoProgram {
  /** Folder of the program inside its module; without it, the module's own. */
  readonly program?: string;
  /** Instead: the program that a module has which this one requires, by the path of its package. */
  readonly required?: string;
  readonly flags?: readonly string[];
  readonly timeoutMs?: number;
}

/** Builds a program of the Go module in `folder`; the path of the program. */
export async function buildGo(
  folder: string,
  { program = ".", required, flags = [], timeoutMs = 600_000 }: GoProgram = {},
): Promise<string> {
  const go = requireGo();
  const files = (await Promise.all([...new Set([".", program])].map((each) => filesIn(folder, each)))).flat();
  const sources = await Promise.all(files.map((file) => readFile(join(folder, file))));
  const built = await cachedFolder("go-program", [await mustRun(go, ["version"]), ...flags, ...files, ...sources], async (target) => {
    const args = ["build", ...flags, "-o", join(target, "driver"), required ?? `./${program}`];
    await mustRun(go, args, { cwd: folder, env: goEnvironment(), timeoutMs });
  });
  return join(built, "driver");
}

async function filesIn(folder: string, subfolder: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, subfolder), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => join(subfolder, name))
    .sort();
}
