import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@millrace/kit";
import { startKubernetes } from "./real-server.ts";

// `npm run kubernetes`: a real API server to try things on, until it is interrupted.
const folder = process.argv[2] ?? (await mkdtemp(join(tmpdir(), "millrace-kubernetes-")));
const began = systemClock.monotonicMs();
const server = await startKubernetes(folder);
console.log(`ready in ${Math.round(systemClock.monotonicMs() - began)} ms\nexport KUBECONFIG=${server.kubeconfig}`);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    process.exit(0);
  });
}
