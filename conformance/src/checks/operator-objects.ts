import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DesiredObject } from "@millrace/operator";
import { golden, goldenNames } from "../../../packages/operator/test/model/golden.ts";
import type { ApiServer } from "../kubernetes/api-server.ts";
import { startKubernetes } from "../kubernetes/real-server.ts";
import { applied } from "../operator/strict-server.ts";
import type { Check } from "./check.ts";

/** Has Kubernetes' Pod Security Standard enforced, which pods keep to unless a user says otherwise, as one input does. */
const restricted = "restricted";
const unrestricted = "tests";
const withOwnSecurity = ["templates"];

/** APIs that only some clusters have. */
const notServed = ["Route", "TLSRoute"];

const inNamespace = (object: DesiredObject, namespace: string): DesiredObject => ({
  ...object,
  metadata: { ...object.metadata, namespace },
});

/** What is sent for an object: a StrimziPodSet says nothing of its pods, so that they are sent by themselves. */
function sentFor(object: DesiredObject, namespace: string): readonly DesiredObject[] {
  if (object.kind !== "StrimziPodSet") return notServed.includes(object.kind) ? [] : [inNamespace(object, namespace)];
  return (object.spec as { readonly pods: readonly DesiredObject[] }).pods.map((pod) => inNamespace(pod, namespace));
}

/** What has to be there before anything else is taken. */
async function prepare(server: ApiServer): Promise<void> {
  const enforced = { [restricted]: { "pod-security.kubernetes.io/enforce": "restricted" }, [unrestricted]: {} };
  for (const [name, labels] of Object.entries(enforced)) {
    await really(server, { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
  }
  await really(server, { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: "high" }, value: 1000 });
}

async function really(server: ApiServer, object: DesiredObject): Promise<void> {
  const refusal = await applied(server, object, { isDryRun: false });
  if (refusal !== undefined) throw new Error(refusal);
}

/** All that is made for the operator's golden inputs, against a real API server that takes nothing it does not know. */
export const operatorObjects: Check = {
  name: "operator-objects",
  about: "objects that the operator makes against a real kube-apiserver",
  async run(report) {
    const folder = await mkdtemp(join(tmpdir(), "millrace-objects-"));
    const server = await startKubernetes(folder, async () => []);
    try {
      await prepare(server);
      for (const name of goldenNames) {
        const namespace = withOwnSecurity.includes(name) ? unrestricted : restricted;
        const objects = golden(name).objects.flatMap((object) => sentFor(object, namespace));
        // Pods are refused before their account is there.
        for (const account of objects.filter(({ kind }) => kind === "ServiceAccount")) await really(server, account);
        const refusals: string[] = [];
        for (const object of objects) {
          const refusal = await applied(server, object, { isDryRun: true });
          if (refusal !== undefined) refusals.push(refusal);
        }
        report.verdict("operator-objects", `${name}: ${objects.length} objects`, refusals);
      }
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
