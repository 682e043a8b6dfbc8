import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sleep, systemClock } from "@millrace/kit";
import { freePort } from "../../../conformance/src/peers/daemon.ts";
import { launch } from "../peers/broker-process.ts";
import { resources, root } from "../peers/millrace.ts";

/** Something that our own code names in an import, and where it was found. */
export interface Import {
  readonly specifier: string;
  readonly url: string;
}

/** After the first answer the controllers still have their part to do. */
const settleMs = 1_000;

/** Runs inside the traced process, so it is JavaScript: notes what modules of ours import by name. */
const hook = `
import { registerHooks } from "node:module";
import { writeFileSync } from "node:fs";
const seen = new Map();
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const ours = !(context.parentURL ?? "").includes("/node_modules/");
    if (ours && !/^(?:[./]|file:|data:)/.test(specifier) && !seen.has(specifier)) seen.set(specifier, resolved.url);
    return resolved;
  },
});
process.on("exit", () => writeFileSync(process.env.BENCH_TRACE, JSON.stringify([...seen])));
`;

/** What `millrace up` has imported by the time it is up: Node's modules, packages, and ours. Runs from the sources. */
export async function tracedImports(folder: string): Promise<Import[]> {
  const trace = join(folder, "imports.json");
  const port = await freePort();
  const args = [
    "--conditions=source",
    `--import=data:text/javascript,${encodeURIComponent(hook)}`,
    join(root, "packages/cli/src/main.ts"),
    ...["up", "-f", resources, "--port", String(port), "--data", join(folder, "data"), "--output", "json"],
  ];
  const broker = await launch({ name: "millrace", command: process.execPath, args, port, folder, env: { BENCH_TRACE: trace } });
  await sleep(systemClock, settleMs);
  await broker.stop();
  const seen = JSON.parse(await readFile(trace, "utf8")) as [string, string][];
  return seen.map(([specifier, url]) => ({ specifier, url }));
}
