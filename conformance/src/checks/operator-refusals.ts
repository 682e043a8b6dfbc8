import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApiServer } from "../kubernetes/api-server.ts";
import { startEmbeddedApi } from "../kubernetes/embedded-server.ts";
import { startKubernetes } from "../kubernetes/real-server.ts";
import { refusedDeclarations, takenDeclarations } from "../operator/refused-declarations.ts";
import { applied } from "../operator/strict-server.ts";
import type { Check } from "./check.ts";

async function failuresOf(server: ApiServer): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const [declaration, words] of refusedDeclarations) {
    const refusal = (await applied(server, declaration, { isDryRun: true })) ?? "it is taken";
    if (!refusal.includes(words)) failures.push(`expected ${JSON.stringify(words)}: ${refusal}`);
  }
  for (const declaration of takenDeclarations) {
    const refusal = await applied(server, declaration, { isDryRun: true });
    if (refusal !== undefined) failures.push(`${JSON.stringify(declaration.spec)}: ${refusal}`);
  }
  return failures;
}

/** Mistakes that `kubectl apply` tells by itself; that a real server takes our CRDs at all says that their rules keep to its limits. */
export const operatorRefusals: Check = {
  name: "operator-refusals",
  about: "rules of our CRDs in a real kube-apiserver, and in the embedded API",
  async run(report) {
    for (const start of [startKubernetes, startEmbeddedApi]) {
      const folder = await mkdtemp(join(tmpdir(), "millrace-refusals-"));
      const server: ApiServer = await start(folder);
      try {
        const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "tests" } };
        const refusal = await applied(server, namespace, { isDryRun: false });
        report.verdict("operator-refusals", server.name, refusal === undefined ? await failuresOf(server) : [refusal]);
      } finally {
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      }
    }
  },
};
