import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MillraceError, messageOf, systemClock } from "@millrace/kit";
import { ourCrds } from "../kubernetes/crds.ts";
import { type Cluster, startApiCluster } from "./cluster.ts";
import { startNodeCluster } from "./node-cluster.ts";

const usage = `npm run kubernetes -- api [N]     a control plane on 127.0.0.1 and N nodes that run nothing (3); no root
npm run kubernetes -- nodes [N]   a control plane and N nodes that run pods (2); root`;

// `npm run kubernetes`: a Kubernetes to try things on, until it is interrupted.
async function start(level: string, count: number | undefined, folder: string): Promise<Cluster> {
  const crds = await ourCrds();
  if (level === "api") return startApiCluster({ folder, crds, ...(count !== undefined && { fakeNodes: count }) });
  if (level === "nodes") return startNodeCluster({ folder, crds, count: count ?? 2 });
  throw new MillraceError("USAGE", `there is no level "${level}"`, { hint: usage });
}

async function main([level = "api", count]: readonly string[]): Promise<void> {
  if (count !== undefined && !/^\d+$/.test(count)) throw new MillraceError("USAGE", `"${count}" is no number of nodes`, { hint: usage });
  const folder = await mkdtemp(join(tmpdir(), "millrace-kubernetes-"));
  const stopped = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stopped.resolve());
  const beganMs = systemClock.monotonicMs();
  const cluster = await start(level, count === undefined ? undefined : Number(count), folder).catch(async (thrown: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw thrown;
  });
  console.log(`ready in ${Math.round(systemClock.monotonicMs() - beganMs)} ms\nexport KUBECONFIG=${cluster.kubeconfig}`);
  await stopped.promise;
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
}

try {
  await main(process.argv.slice(2));
  process.exit(0);
} catch (thrown) {
  console.error(messageOf(thrown));
  if (thrown instanceof MillraceError && thrown.hint !== undefined) console.error(thrown.hint);
  process.exit(2);
}
