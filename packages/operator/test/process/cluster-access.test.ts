import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { clusterAccess } from "../../src/process/cluster-access.ts";

test("outside of a pod, KUBECONFIG says which cluster is meant, and has to", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "millrace-access-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const [contexts, clusters] = [join(folder, "contexts"), join(folder, "clusters")];
  writeFileSync(contexts, "current-context: my\ncontexts: [{ name: my, context: { cluster: there } }]\n");
  writeFileSync(clusters, "clusters: [{ name: there, cluster: { server: 'https://192.0.2.1:6443' } }]\n");
  assert.equal(clusterAccess({ KUBECONFIG: [contexts, clusters].join(delimiter) }).server.href, "https://192.0.2.1:6443/");
  assert.throws(() => clusterAccess({ KUBECONFIG: "" }), /this is no pod of Kubernetes, and KUBECONFIG does not say/);
  assert.throws(() => clusterAccess({ KUBECONFIG: join(folder, "none") }), /can't read the kubeconfig/);
});
