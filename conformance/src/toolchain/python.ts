import { join } from "node:path";
import { cachedFolder } from "./cache.ts";
import { mustRun, requireCommand } from "./commands.ts";

/** A Python of its own that has `packages` (each `name==version`); the path of its interpreter. */
export async function pythonWith(packages: readonly string[]): Promise<string> {
  const python = requireCommand("python3", "Install Python 3.9 or newer with its venv module (Debian: apt-get install python3-venv).");
  const version = await mustRun(python, ["--version"]);
  const folder = await cachedFolder("python", [python, version, ...packages], async (venv) => {
    await mustRun(python, ["-m", "venv", venv], { timeoutMs: 300_000 });
    await mustRun(join(venv, "bin/python"), ["-m", "pip", "install", "--quiet", ...packages], { timeoutMs: 600_000 });
  });
  return join(folder, "bin/python");
}
