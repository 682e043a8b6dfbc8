import type { KubeClient, KubeKind, KubeObject } from "@millrace/kube";

const namespaceKind: KubeKind<KubeObject> = { apiVersion: "v1", kind: "Namespace", plural: "namespaces", namespaced: false };

/** Makes the namespaces that are not there. */
export async function makeNamespaces(client: KubeClient, names: ReadonlySet<string>): Promise<void> {
  for (const name of names) {
    if ((await client.get(namespaceKind, { name })) !== undefined) continue;
    await client.create(namespaceKind, { apiVersion: "v1", kind: "Namespace", metadata: { name } });
  }
}
