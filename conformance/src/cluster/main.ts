import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { MillraceError, messageOf, systemClock } from "@millrace/kit";
import { ourCrds } from "../kubernetes/crds.ts";
import { type Cluster, startApiCluster } from "./cluster.ts";
import { startNodeCluster } from "./node-cluster.ts";

const usage = `npm run kubernetes -- api [N]     a control plane on 127.0.0.1 and N nodes that run nothing (3); no root
npm run kubernetes -- nodes [N] [--load ARCHIVE]...
                                  a control plane and N nodes that run pods (2), with images of OCI archives; root`;

// `npm run kubernetes`: a Kubernetes to try things on, until it is interrupted.
async function start(level: string, count: number | undefined, archives: readonly string[], folder: string): Promise<Cluster> {
  const crds = await ourCrds();
  if (level === "api") return startApiCluster({ folder, crds, ...(count !== undefined && { fakeNodes: count }) });
  if (level === "nodes") {
    const cluster = await startNodeCluster({ folder, crds, count: count ?? 2 });
    for (const archive of archives) await cluster.load(archive);
    return cluster;
  }
  throw new MillraceError("USAGE", `there is no level "${level}"`, { hint: usage });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { load: { type: "string", multiple: true, default: [] } } });
  const [level = "api", count, ...rest] = positionals;
  if (rest.length > 0 || (count !== undefined && !/^\d+$/.test(count)) || (level === "api" && values.load.length > 0))
    throw new MillraceError("USAGE", `this makes no cluster: ${process.argv.slice(2).join(" ")}`, { hint: usage });
  const folder = await mkdtemp(join(tmpdir(), "millrace-kubernetes-"));
  const stopped = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopped.resolve());
  const beganMs = systemClock.monotonicMs();
  const cluster = await start(level, count === undefined ? undefined : Number(count), values.load, folder).catch(
    async (thrown: unknown) => {
      await rm(folder, { recursive: true, force: true });
      throw thrown;
    },
  );
  console.log(`ready in ${Math.round(systemClock.monotonicMs() - beganMs)} ms\nexport KUBECONFIG=${cluster.kubeconfig}`);
  await stopped.promise;
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}

try {
  await main();
  process.exit(0);
} catch (thrown) {
  console.error(messageOf(thrown));
  const hint = thrown instanceof MillraceError ? thrown.hint : usage; // otherwise an option that is none
  if (hint !== undefined) console.error(hint);
  process.exit(2);
}
