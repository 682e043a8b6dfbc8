import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { mustRun } from "../../../conformance/src/toolchain/commands.ts";
import { root } from "../peers/millrace.ts";
import { median } from "../statistics.ts";
import { bundled, isOurs, lowestFirst } from "./bundles.ts";
import { type Import, tracedImports } from "./trace.ts";

export interface ImportCost {
  readonly name: string;
  readonly kind: "Node itself" | "of Node" | "package" | "ours";
  /** Wall time of the import; for Node itself, from the start of its process until it runs a program. */
  readonly ms: number;
  /** Growth of the resident memory. */
  readonly megabytes: number;
}

/** Runs in the fresh process, so it is JavaScript: imports one after the other and prints what each took. */
const program = `
const took = [{ ms: performance.now(), bytes: process.memoryUsage.rss() }];
let before = took[0].bytes;
for (const url of process.argv.slice(1)) {
  const start = performance.now();
  await import(url);
  const ms = performance.now() - start;
  const now = process.memoryUsage.rss();
  took.push({ ms, bytes: now - before });
  before = now;
}
console.log(JSON.stringify(took));
`;

type Took = readonly { readonly ms: number; readonly bytes: number }[];

function kindOf(one: Import): ImportCost["kind"] {
  if (isOurs(one)) return "ours";
  return one.specifier.startsWith("node:") ? "of Node" : "package";
}

/**
 * What each import on the way of `millrace up` costs: Node's modules, then packages, then ours, each on top of those before it, so that what two
 * of them share counts for the first. Medians of `processes` fresh processes.
 */
export async function importCosts(processes: number): Promise<ImportCost[]> {
  const parent = join(root, "bench/dist");
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, "imports-"));
  try {
    const traced = await tracedImports(folder);
    const of = (kind: ImportCost["kind"]) => traced.filter((one) => kindOf(one) === kind);
    const ordered = [...of("of Node"), ...(await bundled([...of("package"), ...lowestFirst(of("ours"))], folder))];
    const runs: Took[] = [];
    for (let run = 0; run < processes; run++) runs.push(await importAll(ordered.map(({ url }) => url)));
    const costAt = (at: number) => ({
      ms: median(runs.map((took) => took[at]?.ms ?? Number.NaN)),
      megabytes: median(runs.map((took) => took[at]?.bytes ?? Number.NaN)) / 1e6,
    });
    const rest = ordered.map((one, at): ImportCost => ({ name: one.specifier, kind: kindOf(one), ...costAt(at + 1) }));
    return [{ name: "node", kind: "Node itself", ...costAt(0) }, ...rest];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importAll(urls: readonly string[]): Promise<Took> {
  const printed = await mustRun(process.execPath, ["--input-type=module", "-e", program, "--", ...urls], { timeoutMs: 60_000 });
  return JSON.parse(printed) as Took;
}
